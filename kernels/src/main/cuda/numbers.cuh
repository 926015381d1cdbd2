#pragma once

// Kernels whose threads stride over single numbers, padding included where there is any.

__device__ __forceinline__ unsigned firstNumber() { return blockIdx.x * blockDim.x + threadIdx.x; }

__device__ __forceinline__ unsigned numberStride() { return gridDim.x * blockDim.x; }
