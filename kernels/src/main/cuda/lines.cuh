#pragma once

#include "rounding.cuh"

// The lines around an activation as a row meets them: a positive coefficient takes the lower line, a
// negative one the upper line. Not-a-number takes the upper slope and stays. The lower line of a
// ReLU has no intercept.

__device__ __forceinline__ float slopeFor(float a, float lowerSlope, float upperSlope) {
  return a >= 0.0f ? lowerSlope : upperSlope;
}

/** a times its slope, to nearest: what back-substitution goes on with. */
__device__ __forceinline__ float relaxed(float a, float lowerSlope, float upperSlope) {
  return __fmul_rn(a, slopeFor(a, lowerSlope, upperSlope));
}

__device__ __forceinline__ float interceptFor(float a, float upperIntercept) {
  return a < 0.0f ? upperIntercept : 0.0f;
}

/** The same between two lines that both have an intercept. Zero and not-a-number take none. */
__device__ __forceinline__ float interceptFor(
    float a, float lowerIntercept, float upperIntercept) {
  return a > 0.0f ? lowerIntercept : interceptFor(a, upperIntercept);
}

/** x * y + sum rounded down; the product of two floats is exact in double. */
__device__ __forceinline__ double addProductDown(float x, float y, double sum) {
  return __fma_rd(static_cast<double>(x), static_cast<double>(y), sum);
}

/** The chord's slope as it is stored; 1 where active, 0 where inactive or without a chord. */
__device__ __forceinline__ float upperSlopeOf(double l, double u) {
  if (l >= 0) {
    return 1.0f;
  }
  // The last also where not a number: relu(z) <= intercept, which is infinite then.
  if (u <= 0 || l == -INFINITE || !(u > 0) || isnan(l)) {
    return 0.0f;
  }
  float slope = u == INFINITE ? 1.0f : __double2float_rn(u / (u - l));
  // A product with a subnormal slope would lose more than a unit.
  return slope < 0x1p-100f ? 0.0f : slope;
}

/** At least max(-slope l, u - slope u), for the slope as stored. */
__device__ __forceinline__ float upperInterceptOf(double l, double u, float slope) {
  if (u <= 0 || (l >= 0 && slope == 1.0f)) {
    return 0.0f;
  }
  if (isnan(l) || isnan(u)) {
    return INFINITE;
  }
  double atLower = slope == 0.0f ? 0.0 : __dmul_ru(-static_cast<double>(slope), l);
  double atUpper = slope == 1.0f ? 0.0 : __dmul_ru(__dsub_ru(1.0, slope), u);
  return fmaxf(__double2float_ru(fmax(atLower, atUpper)), 0x1p-100f);
}
