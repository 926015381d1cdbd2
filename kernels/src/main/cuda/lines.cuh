#pragma once

#include "rounding.cuh"

// The lines around a ReLU as a row meets them: a positive coefficient takes the lower slope, a
// negative one the upper slope and the intercept. Not-a-number takes the upper ones and stays.

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

/** x * y + sum rounded down; the product of two floats is exact in double. */
__device__ __forceinline__ double addProductDown(float x, float y, double sum) {
  return __fma_rd(static_cast<double>(x), static_cast<double>(y), sum);
}
