#pragma once

#include "rounding.cuh"

// One warp a row: lanes take four neurons at a time, in order, and a butterfly adds up the lanes.
// The order depends on the row's width alone, so results repeat bit by bit.

constexpr unsigned ALL_LANES = 0xffffffffu;

__device__ __forceinline__ int lane() { return threadIdx.x % WARP; }

/** Which row of the grid is this warp's; warps of the last block may have none. */
__device__ __forceinline__ int warpRow() {
  return blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
}

/** Sum over LANES neighbouring lanes, every addition rounded down. */
template <int LANES = WARP>
__device__ __forceinline__ double sumDown(double x) {
#pragma unroll
  for (int distance = LANES / 2; distance > 0; distance /= 2) {
    x = __dadd_rd(x, __shfl_xor_sync(ALL_LANES, x, distance));
  }
  return x;
}

/** Sum over LANES neighbouring lanes, every addition rounded up. */
template <int LANES = WARP>
__device__ __forceinline__ float sumUp(float x) {
#pragma unroll
  for (int distance = LANES / 2; distance > 0; distance /= 2) {
    x = __fadd_ru(x, __shfl_xor_sync(ALL_LANES, x, distance));
  }
  return x;
}

/** The largest of the warp's numbers, none negative, or not-a-number where there is one. */
__device__ __forceinline__ float largestOfWarp(float x) {
#pragma unroll
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    x = larger(x, __shfl_xor_sync(ALL_LANES, x, distance));
  }
  return x;
}
