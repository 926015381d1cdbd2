#pragma once

#include "rounding.cuh"

// What rows pay for: errors of coefficients, rounded up, times activations, off a constant.

/** |x - y| rounded up; not-a-number stays. */
__device__ __forceinline__ double distanceUp(double x, double y) {
  double up = __dsub_ru(x, y);
  double down = __dsub_ru(y, x);
  return up > down || up != up ? up : down;
}

/** x + y - sum, exact, for sum = fl(x + y): TwoSum of Knuth. Not a number where it overflows. */
__device__ __forceinline__ float sumError(float x, float y, float sum) {
  float part = __fsub_rn(sum, x);
  return __fadd_rn(__fsub_rn(x, __fsub_rn(sum, part)), __fsub_rn(y, part));
}

/** sum less x * y rounded down, where nothing is paid for no error, whatever y. */
__device__ __forceinline__ double payDown(double x, float y, double sum) {
  return x == 0.0 ? sum : __fma_rd(-x, static_cast<double>(y), sum);
}
