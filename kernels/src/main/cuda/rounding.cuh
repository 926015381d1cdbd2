#pragma once

// Numbers and small operations that several kernels share. Compiled without contraction, fast math
// or flushing of subnormals: what is written here is what is rounded.

constexpr float INFINITE = __builtin_huge_valf();
constexpr float LARGEST_FLOAT = 0x1.fffffep127f;
constexpr int WARP = 32;

/** Far above what underflow can lose in one operation, far below all that matters. */
constexpr float TINY = 0x1p-120f;

__device__ __forceinline__ bool isFinite(float x) { return fabsf(x) <= LARGEST_FLOAT; }

__device__ __forceinline__ bool isNan(float x) { return x != x; }

/**
 * The larger of two numbers that are not negative, or the one that is not a number: its bits are
 * larger than those of infinity. fmaxf would drop it.
 */
__device__ __forceinline__ float larger(float x, float y) {
  return __int_as_float(max(__float_as_int(x), __float_as_int(y)));
}

/** max(|l|, |u|), or not-a-number. */
__device__ __forceinline__ float largest(float l, float u) { return larger(fabsf(l), fabsf(u)); }

__device__ __forceinline__ float4 load4(const float* at) {
  return __ldg(reinterpret_cast<const float4*>(at));
}

/** For memory that the same kernel writes. */
__device__ __forceinline__ float4 loadOwn4(const float* at) {
  return *reinterpret_cast<const float4*>(at);
}

__device__ __forceinline__ void store4(float* at, float4 value) {
  *reinterpret_cast<float4*>(at) = value;
}

__device__ __forceinline__ float4 make4(const float (&x)[4]) {
  return make_float4(x[0], x[1], x[2], x[3]);
}

/** The four numbers as an array; unrolled loops over it stay in registers. */
struct Four {
  float at[4];

  __device__ __forceinline__ Four() {}

  __device__ __forceinline__ Four(float4 x) : at{x.x, x.y, x.z, x.w} {}

  __device__ __forceinline__ float4 packed() const { return make4(at); }
};
