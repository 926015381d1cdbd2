// kernel            block  grid                                      dynamic shared memory
// intervalAffine      128  (ceil(LD(outputs) / 64), ceil(boxes / 64))    0
// magnitudeAffine     128  (ceil(LD(outputs) / 64), ceil(boxes / 128))   0
// magnitudeSum        128  ceil(boxes / 4), a warp a box                 0
// tighten             128  ceil(boxes / 4), a warp a box                 0
// widenByDust         128  ceil(boxes / 4), a warp a box                 0
// magnitudeDust       128  ceil(boxes / 4), a warp a box                 0
// all others          256  any; they stride. Best: enough for four numbers a thread (unstable: a
//                          warp a word), at most what the device holds at once
//
// Bounds are float [boxes][LD(width)], padding zero. boxes * LD(width) < 2^32.
// docs/SOUNDNESS.md, "The cuda backend", has the proof of each.

#include "boxes.cuh"
#include "lines.cuh"
#include "quads.cuh"
#include "warps.cuh"

namespace {

/** The largest magnitude of a box, the same in all lanes. */
__device__ __forceinline__ float largestOfBox(
    const float* lower, const float* upper, int ld, int box, int inputs) {
  size_t row = static_cast<size_t>(box) * ld;
  float found = 0.0f;
  for (int k = lane(); k < inputs; k += WARP) {
    found = larger(found, largest(lower[row + k], upper[row + k]));
  }
  return largestOfWarp(found);
}

}  // namespace

extern "C" {

/**
 * Interval arithmetic through W x + b on centre and radius.
 *
 * @param wt W transposed, [inputs][ldy]
 * @param inflation FloatAffine.radiusInflation()
 * @param finishError FloatAffine.finishError(i), padding 0
 * @param ldx LD(inputs)
 * @param ldy LD(outputs)
 */
__global__ void __launch_bounds__(IntervalTile::THREADS, IntervalTile::RESIDENT) intervalAffine(
    const float* __restrict__ wt, const float* __restrict__ bias,
    const float* __restrict__ finishError, float inflation, const float* __restrict__ lower,
    const float* __restrict__ upper, int ldx, int boxes, int inputs, int outputs,
    float* __restrict__ outLower, float* __restrict__ outUpper, int ldy,
    unsigned long long* __restrict__ undefined) {
  __shared__ IntervalTile::Shared shared;
  CentreRadius<IntervalTile> left(lower, upper, ldx, boxes, inflation);
  Right<IntervalTile, false> right(wt, ldy, inputs);
  Sums<IntervalTile> sums;
  product<IntervalTile, MultiplyNearest>(shared, left, right, ldx, sums);
  int found = 0;
  forEachFour<IntervalTile>(sums, boxes, ldy, [&](int box, int column, const Four (&x)[2]) {
    Four b(load4(bias + column));
    Four error(load4(finishError + column));
    Four low;
    Four high;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int undefinedHere =
          finishEnds(x[0].at[j], x[1].at[j], b.at[j], error.at[j], low.at[j], high.at[j]);
      found += column + j < outputs ? undefinedHere : 0;
    }
    storePadded(outLower, ldy, outputs, box, column, low);
    storePadded(outUpper, ldy, outputs, box, column, high);
  });
  count(undefined, found);
}

/**
 * Interval arithmetic through a diagonal map, each operation rounded outwards.
 *
 * @param relative FloatAffine.relative() rounded up to float
 */
__global__ void __launch_bounds__(256) intervalScale(
    const float* __restrict__ scale, const float* __restrict__ bias,
    const float* __restrict__ finishError, float relative, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int boxes, int width, float* __restrict__ outLower,
    float* __restrict__ outUpper, unsigned long long* __restrict__ undefined) {
  int found = 0;
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four l(load4(lower + at));
    Four u(load4(upper + at));
    Four w(load4(scale + column));
    Four b(load4(bias + column));
    Four error(load4(finishError + column));
    Four low;
    Four high;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      bool zero = w.at[j] == 0.0f; // times infinity is zero
      bool positive = w.at[j] >= 0.0f;
      float atLow = zero ? 0.0f : positive ? l.at[j] : u.at[j];
      float atHigh = zero ? 0.0f : positive ? u.at[j] : l.at[j];
      float product = zero ? 0.0f : __fmul_ru(fabsf(w.at[j]), largest(l.at[j], u.at[j]));
      float slack =
          relative == 0.0f ? error.at[j] : __fmaf_ru(relative, product, error.at[j]);
      low.at[j] = __fsub_rd(__fmaf_rd(w.at[j], atLow, b.at[j]), slack);
      high.at[j] = __fadd_ru(__fmaf_ru(w.at[j], atHigh, b.at[j]), slack);
      int undefinedHere = settle(low.at[j], high.at[j]);
      bool inside = column + j < width;
      found += inside ? undefinedHere : 0;
      low.at[j] = inside ? low.at[j] : 0.0f;
      high.at[j] = inside ? high.at[j] : 0.0f;
    }
    store4(outLower + at, low.packed());
    store4(outUpper + at, high.packed());
  }
  count(undefined, found);
}

/** Not-a-number would become [0, infinity]. */
__global__ void __launch_bounds__(256) intervalRelu(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes,
    float* __restrict__ outLower, float* __restrict__ outUpper) {
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four l(load4(lower + at));
    Four u(load4(upper + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      l.at[j] = l.at[j] > 0.0f ? l.at[j] : 0.0f;
      u.at[j] = u.at[j] > 0.0f ? u.at[j] : isNan(u.at[j]) ? INFINITE : 0.0f;
    }
    store4(outLower + at, l.packed());
    store4(outUpper + at, u.packed());
  }
}

__global__ void __launch_bounds__(256) intervalAdd(
    const float* __restrict__ aLower, const float* __restrict__ aUpper,
    const float* __restrict__ bLower, const float* __restrict__ bUpper, int ld, int boxes,
    float* __restrict__ outLower, float* __restrict__ outUpper,
    unsigned long long* __restrict__ undefined) {
  int found = 0;
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four l(load4(aLower + at));
    Four u(load4(aUpper + at));
    Four otherL(load4(bLower + at));
    Four otherU(load4(bUpper + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      l.at[j] = __fadd_rd(l.at[j], otherL.at[j]);
      u.at[j] = __fadd_ru(u.at[j], otherU.at[j]);
      found += settle(l.at[j], u.at[j]); // 0 + 0 in the padding
    }
    store4(outLower + at, l.packed());
    store4(outUpper + at, u.packed());
  }
  count(undefined, found);
}

/** @param source for each output the input that it is, or -1 for zero */
__global__ void __launch_bounds__(256) intervalSelect(
    const float* __restrict__ lower, const float* __restrict__ upper, int ldx, int boxes,
    const int* __restrict__ source, int outputs, float* __restrict__ outLower,
    float* __restrict__ outUpper, int ldy) {
  for (unsigned q = firstQuad(); q < quads(boxes, ldy); q += quadStride()) {
    size_t row = static_cast<size_t>(q / (ldy / 4)) * ldx;
    int column = q % (ldy / 4) * 4;
    Four l;
    Four u;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int from = column + j < outputs ? source[column + j] : -1;
      l.at[j] = from < 0 ? 0.0f : lower[row + max(from, 0)];
      u.at[j] = from < 0 ? 0.0f : upper[row + max(from, 0)];
    }
    store4(outLower + static_cast<size_t>(q) * 4, l.packed());
    store4(outUpper + static_cast<size_t>(q) * 4, u.packed());
  }
}

/** In place. Here dropping not-a-number is right: it says nothing. */
__global__ void __launch_bounds__(256) intersect(
    float* __restrict__ lower, float* __restrict__ upper, const float* __restrict__ otherLower,
    const float* __restrict__ otherUpper, int ld, int boxes) {
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four l(loadOwn4(lower + at));
    Four u(loadOwn4(upper + at));
    Four otherL(load4(otherLower + at));
    Four otherU(load4(otherUpper + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      l.at[j] = fmaxf(l.at[j], otherL.at[j]);
      u.at[j] = fminf(u.at[j], otherU.at[j]);
    }
    store4(lower + at, l.packed());
    store4(upper + at, u.packed());
  }
}

/**
 * In place, for the boxes firstBox .. firstBox + boxes - 1 of the chunk.
 *
 * @param rowStart length boxes + 1: the first row of each of these boxes; its first half are the
 *     neurons, its second half their negatives
 * @param selectionStart length boxes: where in neuron those of each of these boxes begin
 */
__global__ void __launch_bounds__(128) tighten(
    float* __restrict__ lower, float* __restrict__ upper, int ld,
    const int* __restrict__ rowStart, const int* __restrict__ selectionStart,
    const int* __restrict__ neuron, int firstBox, int boxes,
    const double* __restrict__ rowBounds) {
  int box = warpRow();
  if (box >= boxes) {
    return;
  }
  int row = rowStart[box];
  int size = (rowStart[box + 1] - row) / 2;
  size_t at = static_cast<size_t>(firstBox + box) * ld;
  for (int k = lane(); k < size; k += WARP) {
    size_t i = at + neuron[selectionStart[box] + k];
    lower[i] = fmaxf(lower[i], __double2float_rd(rowBounds[row + k]));
    upper[i] = fminf(upper[i], -__double2float_rd(rowBounds[row + size + k]));
  }
}

/** @param mask [boxes][words], words = ceil(width / 32); bit i % 32 of word i / 32 is neuron i */
__global__ void __launch_bounds__(256) unstable(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes, int width,
    unsigned* __restrict__ mask, int words) {
  unsigned total = static_cast<unsigned>(boxes) * words;
  for (unsigned word = firstQuad() / WARP; word < total; word += quadStride() / WARP) {
    int i = word % words * WARP + lane();
    size_t at = static_cast<size_t>(word / words) * ld + i;
    bool found = i < width && !(lower[at] >= 0.0f || upper[at] <= 0.0f);
    unsigned bits = __ballot_sync(ALL_LANES, found);
    if (lane() == 0) {
      mask[word] = bits;
    }
  }
}

/** As unstable, of an activation that is curved everywhere: whose bounds are no single number. */
__global__ void __launch_bounds__(256) varying(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes, int width,
    unsigned* __restrict__ mask, int words) {
  unsigned total = static_cast<unsigned>(boxes) * words;
  for (unsigned word = firstQuad() / WARP; word < total; word += quadStride() / WARP) {
    int i = word % words * WARP + lane();
    size_t at = static_cast<size_t>(word / words) * ld + i;
    bool found = i < width && !(lower[at] >= upper[at]);
    unsigned bits = __ballot_sync(ALL_LANES, found);
    if (lane() == 0) {
      mask[word] = bits;
    }
  }
}

/** The lines of relax.ReluRelaxation, bit by bit those of the cpu backend. */
__global__ void __launch_bounds__(256) relaxRelu(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes, int width,
    float* __restrict__ lowerSlope, float* __restrict__ upperSlope,
    float* __restrict__ upperIntercept, float* __restrict__ magnitude) {
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four l(load4(lower + at));
    Four u(load4(upper + at));
    Four below;
    Four above;
    Four intercept;
    Four size;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      bool inside = column + j < width;
      bool leansUp = l.at[j] >= 0.0f || u.at[j] > -l.at[j];
      float slope = upperSlopeOf(l.at[j], u.at[j]);
      below.at[j] = inside && leansUp ? 1.0f : 0.0f;
      above.at[j] = inside ? slope : 0.0f;
      intercept.at[j] = inside ? upperInterceptOf(l.at[j], u.at[j], slope) : 0.0f;
      size.at[j] = inside ? largest(l.at[j], u.at[j]) : 0.0f;
    }
    store4(lowerSlope + at, below.packed());
    store4(upperSlope + at, above.packed());
    store4(upperIntercept + at, intercept.packed());
    store4(magnitude + at, size.packed());
  }
}

/**
 * v = |W_f| xmax + offset, rounded up; infinite where that is not a number.
 *
 * @param wt W transposed, [inputs][ldv]
 * @param offset FloatAffine.magnitudeOffset(i), padding 0
 * @param ldv LD(outputs)
 */
__global__ void __launch_bounds__(NarrowTile::THREADS, NarrowTile::RESIDENT) magnitudeAffine(
    const float* __restrict__ wt, const float* __restrict__ offset,
    const float* __restrict__ lower, const float* __restrict__ upper, int ldx, int boxes,
    int inputs, int outputs, float* __restrict__ v, int ldv) {
  __shared__ NarrowTile::Shared shared;
  Magnitudes<NarrowTile> left(lower, upper, ldx, boxes);
  Right<NarrowTile, true> right(wt, ldv, inputs);
  Sums<NarrowTile> sums;
  product<NarrowTile, MultiplyUp>(shared, left, right, ldx, sums);
  forEachFour<NarrowTile>(sums, boxes, ldv, [&](int box, int column, const Four (&x)[1]) {
    Four more(load4(offset + column));
    Four result;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float sum = __fadd_ru(x[0].at[j], more.at[j]);
      result.at[j] = isNan(sum) ? INFINITE : sum;
    }
    storePadded(v, ldv, outputs, box, column, result);
  });
}

/** v = |scale| xmax + offset, rounded up. */
__global__ void __launch_bounds__(256) magnitudeScale(
    const float* __restrict__ scale, const float* __restrict__ offset,
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes, int width,
    float* __restrict__ v) {
  for (unsigned q = firstQuad(); q < quads(boxes, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four l(load4(lower + at));
    Four u(load4(upper + at));
    Four w(load4(scale + column));
    Four more(load4(offset + column));
    Four result;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float x = w.at[j] == 0.0f ? 0.0f : largest(l.at[j], u.at[j]);
      float sum = __fmaf_ru(fabsf(w.at[j]), x, more.at[j]);
      result.at[j] = column + j >= width ? 0.0f : isNan(sum) ? INFINITE : sum;
    }
    store4(v + at, result.packed());
  }
}

/** The sum of the largest magnitudes of each box, rounded up: what underflow is paid with. */
__global__ void __launch_bounds__(128) magnitudeSum(
    const float* __restrict__ lower, const float* __restrict__ upper, int ld, int boxes,
    float* __restrict__ sum) {
  int box = warpRow();
  if (box >= boxes) {
    return;
  }
  size_t row = static_cast<size_t>(box) * ld;
  float total = 0.0f;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four l(load4(lower + row + k));
    Four u(load4(upper + row + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      total = __fadd_ru(total, largest(l.at[j], u.at[j]));
    }
  }
  total = sumUp(total);
  if (lane() == 0) {
    sum[box] = isNan(total) ? INFINITE : total;
  }
}

/**
 * Widens the image of each box by what weights that were left out as too small can add.
 *
 * @param dust [outputs] FloatAffine.dust(i) rounded up to float
 */
__global__ void __launch_bounds__(128) widenByDust(
    const float* __restrict__ dust, const float* __restrict__ lower,
    const float* __restrict__ upper, int ldx, int boxes, int inputs, float* __restrict__ outLower,
    float* __restrict__ outUpper, int ldy, int outputs) {
  int box = warpRow();
  if (box >= boxes) {
    return;
  }
  float x = largestOfBox(lower, upper, ldx, box, inputs);
  size_t row = static_cast<size_t>(box) * ldy;
  for (int i = lane(); i < outputs; i += WARP) {
    float error = dust[i] == 0.0f ? 0.0f : __fmul_ru(dust[i], x);
    float low = __fsub_rd(outLower[row + i], error);
    float high = __fadd_ru(outUpper[row + i], error);
    outLower[row + i] = isNan(low) ? -INFINITE : low;
    outUpper[row + i] = isNan(high) ? INFINITE : high;
  }
}

/** Adds twice the dust's part to the magnitudes, over the unit roundoff, as magnitudeOffset does. */
__global__ void __launch_bounds__(128) magnitudeDust(
    const float* __restrict__ dust, const float* __restrict__ lower,
    const float* __restrict__ upper, int ldx, int boxes, int inputs, float* __restrict__ v,
    int ldv, int outputs) {
  int box = warpRow();
  if (box >= boxes) {
    return;
  }
  float x = largestOfBox(lower, upper, ldx, box, inputs);
  size_t row = static_cast<size_t>(box) * ldv;
  for (int i = lane(); i < outputs; i += WARP) {
    if (dust[i] != 0.0f) {
      float sum = __fmaf_ru(__fmul_ru(dust[i], 0x1p25f), x, v[row + i]);
      v[row + i] = isNan(sum) ? INFINITE : sum;
    }
  }
}
}
