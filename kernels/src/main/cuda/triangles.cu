// kernel             block  grid                             dynamic shared memory
// relaxRows            128  ceil(rows / 4), a warp a row     0
// leastOfRows          128  the same                         0
// all others           256  any; they stride over numbers    0
//
// ReLUs of training on boxes, rows through the ReLU's triangle relaxation and over boxes, and the
// derivatives of all (compute.training.TrainingLane). Boxes are centres and radii, float
// [samples][ld]; rows float [rows][ld], those of a sample one after the other, `each` of them;
// numbers of rows are matrices of width 1, [rows][8]. Padding is zero. No bound rests on any of
// this: round to nearest. Not-a-number stays, so that a training that diverges is seen to.

#include "numbers.cuh"
#include "quads.cuh"
#include "rounding.cuh"
#include "sums.cuh"

namespace {

constexpr float SMALLEST_NORMAL = 0x1p-126f;

__device__ __forceinline__ float positive(float x) { return x <= 0.0f ? 0.0f : x; }

/**
 * Both lines of a neuron with lower bound l and upper bound u: below with slope 0 or 1, above the
 * chord s z + t, s = u+ / (u+ + l-) and t = s l-, where l- = max(-l, 0). An active neuron has
 * slopes 1 and an inactive one 0, both no intercept.
 */
struct Triangle {
  float below;
  float above;
  float intercept;

  __device__ __forceinline__ Triangle(float centre, float radius) {
    float upper = positive(__fadd_rn(centre, radius));
    float lower = positive(__fsub_rn(radius, centre));
    float width = __fadd_rn(upper, lower);
    above = __fdiv_rn(upper, width < SMALLEST_NORMAL ? SMALLEST_NORMAL : width);
    intercept = __fmul_rn(above, lower);
    below = upper > lower ? 1.0f : __fmul_rn(0.0f, upper); // 0, or not-a-number
  }
};

/** The nearest between two numbers. */
__device__ __forceinline__ float cut(float x, float least, float most) {
  return x < least ? least : x > most ? most : x;
}

__device__ __forceinline__ float signOf(float x) { return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : 0.0f; }

/** The row that a number belongs to, `each` numbers a sample: its own, or one of the sample's group. */
__device__ __forceinline__ unsigned rowOf(const float* group, unsigned number, unsigned each) {
  return group == nullptr
      ? number
      : static_cast<unsigned>(group[static_cast<size_t>(number / each) * NUMBER]) * each
          + number % each;
}

}  // namespace

extern "C" {

__global__ void __launch_bounds__(256) reluBack(
    const float* __restrict__ x, const float* __restrict__ gradient, int ld, int rows,
    float* __restrict__ y) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four value(load4(x + at));
    Four by(load4(gradient + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      by.at[j] = value.at[j] <= 0.0f ? 0.0f : by.at[j];
    }
    store4(y + at, by.packed());
  }
}

/** Boxes of one radius around points, cut to what lies between two numbers. */
__global__ void __launch_bounds__(256) pointBoxes(
    const float* __restrict__ points, int ld, int rows, int width, float distance, float least,
    float most, float* __restrict__ centre, float* __restrict__ radius) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    int column = q % (ld / 4) * 4;
    size_t at = static_cast<size_t>(q) * 4;
    Four c(load4(points + at));
    Four r(c);
#pragma unroll
    for (int j = 0; j < 4; j++) {
      bool inside = column + j < width;
      float lower = cut(__fsub_rn(c.at[j], distance), least, most);
      float upper = cut(__fadd_rn(c.at[j], distance), least, most);
      c.at[j] = inside ? __fmul_rn(__fadd_rn(upper, lower), 0.5f) : 0.0f;
      r.at[j] = inside ? __fmul_rn(__fsub_rn(upper, lower), 0.5f) : 0.0f;
    }
    store4(centre + at, c.packed());
    store4(radius + at, r.packed());
  }
}

__global__ void __launch_bounds__(256) boxRelu(
    const float* __restrict__ centre, const float* __restrict__ radius, int ld, int rows,
    float* __restrict__ outCentre, float* __restrict__ outRadius) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four c(load4(centre + at));
    Four r(load4(radius + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float upper = positive(__fadd_rn(c.at[j], r.at[j]));
      float lower = positive(__fsub_rn(c.at[j], r.at[j]));
      c.at[j] = __fmul_rn(__fadd_rn(upper, lower), 0.5f);
      r.at[j] = __fmul_rn(__fsub_rn(upper, lower), 0.5f);
    }
    store4(outCentre + at, c.packed());
    store4(outRadius + at, r.packed());
  }
}

/** What a loss's gradient by the boxes of boxRelu is by the boxes that it took. */
__global__ void __launch_bounds__(256) boxReluBack(
    const float* __restrict__ centre, const float* __restrict__ radius,
    const float* __restrict__ byCentre, const float* __restrict__ byRadius, int ld, int rows,
    float* __restrict__ ofCentre, float* __restrict__ ofRadius) {
  for (unsigned q = firstQuad(); q < quads(rows, ld); q += quadStride()) {
    size_t at = static_cast<size_t>(q) * 4;
    Four c(load4(centre + at));
    Four r(load4(radius + at));
    Four byC(load4(byCentre + at));
    Four byR(load4(byRadius + at));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      bool inactive = __fadd_rn(c.at[j], r.at[j]) <= 0.0f;
      bool active = __fsub_rn(c.at[j], r.at[j]) >= 0.0f;
      float half = __fmul_rn(__fadd_rn(byC.at[j], byR.at[j]), 0.5f);
      byC.at[j] = inactive ? 0.0f : active ? byC.at[j] : half;
      byR.at[j] = inactive ? 0.0f : active ? byR.at[j] : half;
    }
    store4(ofCentre + at, byC.packed());
    store4(ofRadius + at, byR.packed());
  }
}

/**
 * Rows through ReLUs by their triangles.
 *
 * @param centre of the ReLUs' inputs
 * @param constants [rows][8], to which the intercepts are added
 */
__global__ void __launch_bounds__(128) relaxRows(
    const float* __restrict__ a, int ld, int rows, int each, const float* __restrict__ centre,
    const float* __restrict__ radius, float* __restrict__ b, float* __restrict__ constants) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t box = static_cast<size_t>(row / each) * ld;
  float sum = 0.0f;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four c(load4(centre + box + k));
    Four r(load4(radius + box + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      Triangle lines(c.at[j], r.at[j]);
      bool below = !(x.at[j] < 0.0f);
      sum = below ? sum : __fmaf_rn(x.at[j], lines.intercept, sum);
      x.at[j] = __fmul_rn(x.at[j], below ? lines.below : lines.above);
    }
    store4(b + from + k, x.packed());
  }
  sum = sumOfWarp(sum);
  if (lane() == 0) {
    float* constant = constants + static_cast<size_t>(row) * NUMBER;
    *constant = __fadd_rn(*constant, sum);
  }
}

/**
 * The way back. The gradient by a box is a sum over the sample's rows, which one thread makes. With
 * centre c and radius r of an unstable neuron its slope is (c + r) / (2 r) and its intercept
 * (r^2 - c^2) / (2 r).
 *
 * @param a the rows over the ReLUs' outputs
 * @param by the gradient by the rows over their inputs
 * @param byConstants and by the constants, [rows][8]
 * @param ofCentre to which the gradient by the boxes is added
 * @param to the gradient by a
 */
__global__ void __launch_bounds__(256) relaxRowsBack(
    const float* __restrict__ a, const float* __restrict__ by,
    const float* __restrict__ byConstants, int ld, int samples, int each,
    const float* __restrict__ centre, const float* __restrict__ radius,
    float* __restrict__ ofCentre, float* __restrict__ ofRadius, float* __restrict__ to) {
  unsigned count = static_cast<unsigned>(samples) * static_cast<unsigned>(ld);
  for (unsigned k = firstNumber(); k < count; k += numberStride()) {
    unsigned sample = k / ld;
    float c = centre[k];
    float r = radius[k];
    Triangle lines(c, r);
    float bySlope = 0.0f;
    float byIntercept = 0.0f;
    for (unsigned row = sample * each; row < (sample + 1) * each; row++) {
      size_t at = static_cast<size_t>(row) * ld + k % ld;
      float value = a[at];
      float gradient = by[at];
      float byConstant = byConstants[static_cast<size_t>(row) * NUMBER];
      if (value < 0.0f) {
        bySlope = __fmaf_rn(value, gradient, bySlope);
        byIntercept = __fmaf_rn(value, byConstant, byIntercept);
        to[at] = __fmaf_rn(gradient, lines.above, __fmul_rn(byConstant, lines.intercept));
      } else {
        to[at] = __fmul_rn(gradient, lines.below);
      }
    }
    if (r > fabsf(c)) {
      float inverse = __fdiv_rn(1.0f, r < SMALLEST_NORMAL ? SMALLEST_NORMAL : r);
      float quotient = __fmul_rn(c, inverse);
      float half = __fmul_rn(__fmul_rn(0.5f, bySlope), inverse);
      float square = __fmaf_rn(quotient, quotient, 1.0f);
      float centreMore = __fmaf_rn(-byIntercept, quotient, half);
      float radiusMore = __fmaf_rn(-half, quotient, __fmul_rn(__fmul_rn(0.5f, byIntercept), square));
      ofCentre[k] = __fadd_rn(ofCentre[k], centreMore);
      ofRadius[k] = __fadd_rn(ofRadius[k], radiusMore);
    }
  }
}

/**
 * The least value of each row over its box: a c - |a| r.
 *
 * @param count of results, `each` a sample
 * @param group whose rows a sample has, [samples][8]; null if each has its own
 * @param result [count][8]
 */
__global__ void __launch_bounds__(128) leastOfRows(
    const float* __restrict__ a, int ld, int count, int each, const float* __restrict__ group,
    const float* __restrict__ centre, const float* __restrict__ radius,
    float* __restrict__ result) {
  int number = warpRow();
  if (number >= count) {
    return;
  }
  size_t from = static_cast<size_t>(rowOf(group, number, each)) * ld;
  size_t box = static_cast<size_t>(number / each) * ld;
  float sum = 0.0f;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four c(load4(centre + box + k));
    Four r(load4(radius + box + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      sum = __fmaf_rn(x.at[j], c.at[j], sum);
      sum = __fmaf_rn(-fabsf(x.at[j]), r.at[j], sum);
    }
  }
  storeNumber(result, number, sumOfWarp(sum));
}

/**
 * The way back by rows that no other sample has; the sign of 0 is 0.
 *
 * @param by the gradient by the results, [rows][8]
 * @param to the gradient by a
 */
__global__ void __launch_bounds__(256) leastOfRowsBack(
    const float* __restrict__ a, const float* __restrict__ by, int ld, int samples, int each,
    int width, const float* __restrict__ centre, const float* __restrict__ radius,
    float* __restrict__ to) {
  unsigned count = static_cast<unsigned>(samples) * static_cast<unsigned>(ld);
  for (unsigned k = firstNumber(); k < count; k += numberStride()) {
    unsigned sample = k / ld;
    bool inside = k % ld < static_cast<unsigned>(width);
    float c = centre[k];
    float r = radius[k];
    for (unsigned row = sample * each; row < (sample + 1) * each; row++) {
      size_t at = static_cast<size_t>(row) * ld + k % ld;
      float end = __fmaf_rn(-signOf(a[at]), r, c);
      to[at] = inside ? __fmul_rn(by[static_cast<size_t>(row) * NUMBER], end) : 0.0f;
    }
  }
}

/**
 * The way back by shared rows, summed over the samples of a group in their order.
 *
 * @param order the samples, group by group, [samples][8]
 * @param start where each group begins in it, and its end, [groups + 1][8]
 */
__global__ void __launch_bounds__(256) leastOfSharedRowsBack(
    const float* __restrict__ a, const float* __restrict__ by, int ld, int rows, int each,
    int width, const float* __restrict__ order, const float* __restrict__ start,
    const float* __restrict__ centre, const float* __restrict__ radius, float* __restrict__ to) {
  size_t count = static_cast<size_t>(rows) * ld;
  for (size_t at = firstNumber(); at < count; at += numberStride()) {
    unsigned row = at / ld;
    unsigned k = at % ld;
    unsigned group = row / each;
    unsigned end = start[static_cast<size_t>(group + 1) * NUMBER];
    float sign = signOf(a[at]);
    float sum = 0.0f;
    for (unsigned j = start[static_cast<size_t>(group) * NUMBER]; j < end; j++) {
      unsigned sample = order[static_cast<size_t>(j) * NUMBER];
      size_t box = static_cast<size_t>(sample) * ld + k;
      float point = __fmaf_rn(-sign, radius[box], centre[box]);
      size_t number = static_cast<size_t>(sample) * each + row % each;
      sum = __fmaf_rn(by[number * NUMBER], point, sum);
    }
    to[at] = k < static_cast<unsigned>(width) ? sum : 0.0f;
  }
}

/**
 * The way back by the boxes over which shared rows were least.
 *
 * @param group as above
 * @param ofCentre to which the gradient by the boxes is added
 */
__global__ void __launch_bounds__(256) leastOfSharedBoxesBack(
    const float* __restrict__ a, const float* __restrict__ by, int ld, int samples, int each,
    int width, const float* __restrict__ group, float* __restrict__ ofCentre,
    float* __restrict__ ofRadius) {
  unsigned count = static_cast<unsigned>(samples) * static_cast<unsigned>(ld);
  for (unsigned k = firstNumber(); k < count; k += numberStride()) {
    if (k % ld >= static_cast<unsigned>(width)) {
      continue;
    }
    unsigned first = (k / ld) * each;
    float byCentre = 0.0f;
    float byRadius = 0.0f;
    for (unsigned number = first; number < first + each; number++) {
      float value = a[static_cast<size_t>(rowOf(group, number, each)) * ld + k % ld];
      float gradient = by[static_cast<size_t>(number) * NUMBER];
      byCentre = __fmaf_rn(gradient, value, byCentre);
      byRadius = __fmaf_rn(-gradient, fabsf(value), byRadius);
    }
    ofCentre[k] = __fadd_rn(ofCentre[k], byCentre);
    ofRadius[k] = __fadd_rn(ofRadius[k], byRadius);
  }
}
}
