#pragma once

// Element-wise kernels: four neurons at a time, threads stride over the whole matrix.

__device__ __forceinline__ unsigned firstQuad() { return blockIdx.x * blockDim.x + threadIdx.x; }

__device__ __forceinline__ unsigned quadStride() { return gridDim.x * blockDim.x; }

__device__ __forceinline__ unsigned quads(int rows, int ld) {
  return static_cast<unsigned>(rows) * static_cast<unsigned>(ld / 4);
}
