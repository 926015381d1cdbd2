#pragma once

#include "rounding.cuh"

// Both ends of a neuron's bounds: as centre and radius, as a magnitude, and as what is not a number.

/** Finite exactly where both ends are. */
__device__ __forceinline__ float middle(float l, float u) {
  return __fmaf_rn(0.5f, l, __fmul_rn(0.5f, u));
}

/** Any finite number would do: the radius is measured from it. */
__device__ __forceinline__ float centre(float l, float u) {
  float c = middle(l, u);
  return isFinite(c) ? c : 0.0f;
}

/** At least |x - c|, inflated; infinite where an end is, or is not a number. */
__device__ __forceinline__ float radius(float l, float u, float inflation) {
  float c = middle(l, u);
  float half = fmaxf(__fsub_ru(u, c), __fsub_ru(c, l));
  float inflated = __fmaf_ru(__fadd_ru(fabsf(c), half), inflation, half);
  return isFinite(c) ? inflated : INFINITE;
}

/** Replaces not-a-number by the whole line; says whether it did. */
__device__ __forceinline__ int settle(float& lower, float& upper) {
  bool undefined = isNan(lower) || isNan(upper);
  lower = undefined ? -INFINITE : lower;
  upper = undefined ? INFINITE : upper;
  return undefined;
}

/**
 * The bounds of a finished sum: y + b -+ r -+ error, each operation rounded outwards. Says whether
 * they are not numbers; then they are the whole line.
 */
__device__ __forceinline__ int finishEnds(
    float y, float r, float bias, float error, float& lower, float& upper) {
  // An infinite sum may stand for anything: it overflowed on the way.
  y = isFinite(y) ? y : __int_as_float(0x7fffffff);
  lower = __fsub_rd(__fsub_rd(__fadd_rd(y, bias), r), error);
  upper = __fadd_ru(__fadd_ru(__fadd_ru(y, bias), r), error);
  return settle(lower, upper);
}

__device__ __forceinline__ void count(unsigned long long* undefined, int found) {
  if (found > 0) {
    atomicAdd(undefined, static_cast<unsigned long long>(found));
  }
}
