// kernel             block  grid                             dynamic shared memory
// biasProduct          128  ceil(rows / 4), a warp a row     0
// biasGradient         256  ceil(LD(outputs) / 32)           0
// channelSums          256  (LD(channels), slices of rows)   0
// all others           256  any; they stride over numbers    0
//
// Sums and multiples of matrices in training, and biases with their gradients
// (compute.training.TrainingLane). Matrices are float [rows][ld], padding zero; numbers of rows
// are matrices of width 1, [rows][8]. Biases have no padding: one an output channel, each that of
// `pixels` outputs in a row. No bound rests on any of this: round to nearest.

#include "quads.cuh"
#include "rounding.cuh"
#include "sums.cuh"

namespace {

constexpr int BLOCK = 256;

/** The factor of a row; 1 where there are none. */
__device__ __forceinline__ float factorOf(const float* of, int row) {
  return of == nullptr ? 1.0f : of[static_cast<size_t>(row) * NUMBER];
}

}  // namespace

extern "C" {

/** Adds factor times another matrix; may be the same. */
__global__ void __launch_bounds__(256) addScaled(
    float* target, float factor, const float* other, int ld, int rows) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four sum(loadOwn4(target + at));
    Four more(loadOwn4(other + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      sum.at[j] = __fmaf_rn(factor, more.at[j], sum.at[j]);
    }
    store4(target + at, sum.packed());
  }
}

__global__ void __launch_bounds__(256) addNumber(
    float* __restrict__ target, float number, int ld, int rows, int width) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four sum(loadOwn4(target + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      sum.at[j] = column + j < width ? __fadd_rn(sum.at[j], number) : 0.0f;
    }
    store4(target + at, sum.packed());
  }
}

/**
 * Each column times its factor.
 *
 * @param factors [width] without padding
 * @param mask bits of the factors to take: all, or all but the sign
 */
__global__ void __launch_bounds__(256) multiplyColumns(
    const float* __restrict__ x, int ld, int rows, int width, const float* __restrict__ factors,
    int mask, float* __restrict__ y) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four value(load4(x + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float factor = column + j < width ? factors[column + j] : 0.0f;
      float taken = __int_as_float(__float_as_int(factor) & mask);
      value.at[j] = column + j < width ? __fmul_rn(value.at[j], taken) : 0.0f;
    }
    store4(y + at, value.packed());
  }
}

/** @param of a factor of the bias for each row, [rows][8]; or null for ones */
__global__ void __launch_bounds__(256) addBias(
    float* __restrict__ y, int ld, int rows, int width, const float* __restrict__ bias, int pixels,
    const float* __restrict__ of) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    float factor = factorOf(of, q / (ld / 4));
    Four sum(loadOwn4(y + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      if (column + j < width) {
        sum.at[j] = __fmaf_rn(factor, bias[(column + j) / pixels], sum.at[j]);
      }
    }
    store4(y + at, sum.packed());
  }
}

/** @param result [rows][8] */
__global__ void __launch_bounds__(128) biasProduct(
    const float* __restrict__ a, int ld, int rows, int width, const float* __restrict__ bias,
    int pixels, float* __restrict__ result) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  const float* own = a + static_cast<size_t>(row) * ld;
  float sum = 0.0f;
  for (int k = lane(); k < width; k += WARP) {
    sum = __fmaf_rn(own[k], bias[k / pixels], sum);
  }
  storeNumber(result, row, sumOfWarp(sum));
}

/**
 * Adds the sum of the rows, each times its factor, to the gradient of a bias for each output.
 *
 * @param of [rows][8], or null for ones
 */
__global__ void __launch_bounds__(BLOCK) biasGradient(
    const float* __restrict__ y, int ld, int rows, int outputs, const float* __restrict__ of,
    float* __restrict__ gradient) {
  // A comment in the PTX, from which the build takes the manifest's tile sizes.
  asm volatile("// tile %0 x %1" ::"n"(1), "n"(WARP));
  constexpr int WARPS = BLOCK / WARP;
  __shared__ float sums[WARPS][WARP];
  int warp = threadIdx.x / WARP;
  int output = blockIdx.x * WARP + lane();
  float sum = 0.0f;
  if (output < outputs) {
    for (int row = warp; row < rows; row += WARPS) {
      sum = __fmaf_rn(factorOf(of, row), y[static_cast<size_t>(row) * ld + output], sum);
    }
  }
  sums[warp][lane()] = sum;
  __syncthreads();
  if (warp == 0 && output < outputs) {
    for (int w = 1; w < WARPS; w++) {
      sum = __fadd_rn(sum, sums[w][lane()]);
    }
    gradient[output] = __fadd_rn(gradient[output], sum);
  }
}

/**
 * The sums of images by channel, each image times its row's factor, a few rows a slice: rows for
 * biasGradient where all pixels of a channel share a bias.
 *
 * @param of [rows][8], or null for ones
 * @param each rows of a slice
 * @param sums [slices][lds]
 */
__global__ void __launch_bounds__(BLOCK) channelSums(
    const float* __restrict__ y, int ld, int rows, int channels, int pixels,
    const float* __restrict__ of, int each, float* __restrict__ sums, int lds) {
  asm volatile("// tile %0 x %1" ::"n"(1), "n"(1));
  constexpr int WARPS = BLOCK / WARP;
  __shared__ float sumsOfWarps[WARPS];
  int channel = blockIdx.x;
  int first = blockIdx.y * each;
  int end = channel < channels ? min(rows, first + each) : first; // padding is 0
  const float* own = y + static_cast<size_t>(channel) * pixels;
  // Without a division in the loop: so many rows and pixels on to the thread's next pixel.
  int row = first + static_cast<int>(threadIdx.x) / pixels;
  int pixel = static_cast<int>(threadIdx.x) % pixels;
  int rowsOn = BLOCK / pixels;
  int pixelsOn = BLOCK % pixels;
  float sum = 0.0f;
  while (row < end) {
    sum = __fmaf_rn(factorOf(of, row), own[static_cast<size_t>(row) * ld + pixel], sum);
    pixel += pixelsOn;
    row += rowsOn + (pixel < pixels ? 0 : 1);
    pixel -= pixel < pixels ? 0 : pixels;
  }
  sum = sumOfWarp(sum);
  if (lane() == 0) {
    sumsOfWarps[threadIdx.x / WARP] = sum;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int w = 1; w < WARPS; w++) {
      sum = __fadd_rn(sum, sumsOfWarps[w]);
    }
    sums[static_cast<size_t>(blockIdx.y) * lds + channel] = sum;
  }
}
}
