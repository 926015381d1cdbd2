// kernel         block  grid                                         dynamic shared memory
// forwardAffine    128  (ceil(LD(outputs) / 64), ceil(points / 128))     0
// divergence       128  ceil(points / 4), a warp a point                 0
// all others       256  any; they stride over four numbers a thread      0
//
// Points are float [points][LD(width)], padding zero. No bound rests on them: round to nearest.

#include "philox.cuh"
#include "quads.cuh"
#include "tiles.cuh"
#include "warps.cuh"

extern "C" {

/**
 * W_f x + b_f.
 *
 * @param wt W transposed, [inputs][ldy]
 */
__global__ void __launch_bounds__(NarrowTile::THREADS, NarrowTile::RESIDENT) forwardAffine(
    const float* __restrict__ wt, const float* __restrict__ bias, const float* __restrict__ x,
    int ldx, int points, int inputs, int outputs, float* __restrict__ y, int ldy) {
  __shared__ NarrowTile::Shared shared;
  PlainLeft<NarrowTile> left(x, ldx, points);
  Right<NarrowTile, false> right(wt, ldy, inputs);
  Sums<NarrowTile> sums;
  product<NarrowTile, MultiplyNearest>(shared, left, right, ldx, sums);
  forEachFour<NarrowTile>(sums, points, ldy, [&](int point, int column, const Four (&s)[1]) {
    Four b(load4(bias + column));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      b.at[j] = __fadd_rn(s[0].at[j], b.at[j]);
    }
    storePadded(y, ldy, outputs, point, column, b);
  });
}

__global__ void __launch_bounds__(256) forwardScale(
    const float* __restrict__ scale, const float* __restrict__ bias, const float* __restrict__ x,
    int ld, int points, int width, float* __restrict__ y) {
  for (unsigned q = firstQuad(); q < quads(points, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four value(load4(x + at));
    Four w(load4(scale + column));
    Four b(load4(bias + column));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float moved = __fmaf_rn(w.at[j], value.at[j], b.at[j]);
      value.at[j] = column + j < width ? moved : 0.0f;
    }
    store4(y + at, value.packed());
  }
}

/** Not-a-number stays. */
__global__ void __launch_bounds__(256) forwardRelu(
    const float* __restrict__ x, int ld, int points, float* __restrict__ y) {
  for (unsigned q = firstQuad(); q < quads(points, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four value(load4(x + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      value.at[j] = value.at[j] <= 0.0f ? 0.0f : value.at[j];
    }
    store4(y + at, value.packed());
  }
}

__global__ void __launch_bounds__(256) forwardAdd(
    const float* __restrict__ a, const float* __restrict__ b, int ld, int points,
    float* __restrict__ y) {
  for (unsigned q = firstQuad(); q < quads(points, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four left(load4(a + at));
    Four right(load4(b + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      left.at[j] = __fadd_rn(left.at[j], right.at[j]);
    }
    store4(y + at, left.packed());
  }
}

/** @param source for each output the input that it is, or -1 for zero */
__global__ void __launch_bounds__(256) forwardSelect(
    const float* __restrict__ x, int ldx, int points, const int* __restrict__ source, int outputs,
    float* __restrict__ y, int ldy) {
  for (unsigned q = firstQuad(); q < quads(points, ldy); q += quadStride()) {
    size_t row = static_cast<size_t>(q / (ldy / 4)) * ldx;
    int column = q % (ldy / 4) * 4;
    Four value;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int from = column + j < outputs ? source[column + j] : -1;
      value.at[j] = from < 0 ? 0.0f : x[row + max(from, 0)];
    }
    store4(y + static_cast<size_t>(q) * 4, value.packed());
  }
}

/**
 * Pseudo-random points, uniform in each box: low + t (high - low) in double, t from
 * numeric.Philox.uniforms(seed, firstBox + box, point of the box), never outside.
 *
 * @param lower bounds of the boxes, [boxes][ld]
 * @param points [boxes * perBox][ld]
 */
__global__ void __launch_bounds__(256) samplePoints(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes, int width,
    int perBox, unsigned long long seed, int firstBox, float* __restrict__ points) {
  for (unsigned q = firstQuad(); q < quads(boxes * perBox, ld); q += quadStride()) {
    unsigned group = q % (ld / 4);
    unsigned point = q / (ld / 4);
    unsigned box = point / perBox;
    size_t at = static_cast<size_t>(box) * ld + group * 4;
    Four low(load4(lower + at));
    Four high(load4(upper + at));
    uint4 words =
        philox(make_uint4(group, point % perBox, firstBox + box, 0u), seed);
    unsigned word[4] = {words.x, words.y, words.z, words.w};
    Four value;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      double l = low.at[j];
      double moved = __dadd_rn(l, __dmul_rn(uniform(word[j]), __dsub_rn(high.at[j], l)));
      float nearest = __double2float_rn(moved);
      float inside = fmaxf(low.at[j], fminf(high.at[j], nearest));
      value.at[j] = group * 4 + j < static_cast<unsigned>(width) ? inside : 0.0f;
    }
    store4(points + static_cast<size_t>(q) * 4, value.packed());
  }
}

/**
 * The largest |a_i - b_i| of each point; not-a-number where there is one.
 *
 * @param result points of width 1, [points][8]
 */
__global__ void __launch_bounds__(128) divergence(
    const float* __restrict__ a, const float* __restrict__ b, int ld, int points, int width,
    float* __restrict__ result) {
  int point = warpRow();
  if (point >= points) {
    return;
  }
  size_t row = static_cast<size_t>(point) * ld;
  float found = 0.0f;
  for (int k = lane(); k < width; k += WARP) {
    found = larger(found, fabsf(__fsub_rn(a[row + k], b[row + k])));
  }
  found = largestOfWarp(found);
  if (lane() < 8) {
    result[static_cast<size_t>(point) * 8 + lane()] = lane() == 0 ? found : 0.0f;
  }
}
}
