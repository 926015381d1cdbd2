#pragma once

#include "warps.cuh"

// Sums of rows, to nearest: matrices of width 1, float [rows][8], padding zero.

/** Floats from one number to the next in a matrix of width 1. */
constexpr int NUMBER = 8;

/** Sum over the warp. */
__device__ __forceinline__ float sumOfWarp(float x) {
#pragma unroll
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    x = __fadd_rn(x, __shfl_xor_sync(ALL_LANES, x, distance));
  }
  return x;
}

/** A warp's row of a matrix of width 1. */
__device__ __forceinline__ void storeNumber(float* numbers, int row, float x) {
  if (lane() < NUMBER) {
    numbers[static_cast<size_t>(row) * NUMBER + lane()] = lane() == 0 ? x : 0.0f;
  }
}
