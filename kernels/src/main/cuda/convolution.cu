// kernel                    block  grid                                                  dynamic shared memory
// intervalConvolution         128  (ceil(ceil(boxes / 4) P / 128), channels in eights)       0
// magnitudeConvolution        128  the same                                                  0
// forwardConvolution          128  (ceil(ceil(points / 4) P / 128), channels in eights)      0
// backConvolution             128  (ceil(ceil(rows / 4) P / 128), channels in sixteens)      0
// backConvolutionNarrow       128  (ceil(ceil(rows / 4) P / 128), channels in fours)         0
// convolutionConstants        128  ceil(rows / 4), a warp a row                              0
// startConvolution            128  ceil(rows / 4), a warp a row                              0
//
// P is phases * perPhase of both axes: the pixels of a channel of the results, for a stride a few
// more. Channels are counted in stretches of each group: groups * ceil(channels of a group / 8).
// Bounds, rows and points as in interval.cu, rows.cu and points.cu; images lie channel by channel.
// Biases, errors, offsets and magnitudes are one an output, as those of a dense map.
// docs/SOUNDNESS.md, "The cuda backend", has the proof of each.

#include "ends.cuh"
#include "substitution.cuh"
#include "windows.cuh"

namespace {

/** Stretches of channels: of the convolution, of its transpose, and of one with few channels. */
constexpr int FORWARD = 8;
constexpr int BACK = 16;
constexpr int NARROW = 4;

/** Blocks that a multiprocessor shall hold at once, a limit of registers: 64 sums a thread, 32. */
constexpr int FEW = 3;
constexpr int MANY = 5;

/** Boxes as the source. */
struct EndsSource : SourceRows {
  const float* lower;
  const float* upper;

  __device__ __forceinline__ EndsSource(const float* lower, const float* upper, int ld)
      : SourceRows(ld), lower(lower), upper(upper) {}
};

/** Boxes as centres and inflated radii. */
struct CentreRadiusSource : EndsSource {
  float inflation;

  __device__ __forceinline__ CentreRadiusSource(
      const float* lower, const float* upper, int ld, float inflation)
      : EndsSource(lower, upper, ld), inflation(inflation) {}

  __device__ __forceinline__ void values(int r, unsigned at, float (&x)[2]) const {
    float l = lower[row[r] + at];
    float u = upper[row[r] + at];
    x[0] = centre(l, u);
    x[1] = radius(l, u, inflation);
  }
};

/** Boxes as their largest magnitudes. */
struct MagnitudeSource : EndsSource {
  using EndsSource::EndsSource;

  __device__ __forceinline__ void values(int r, unsigned at, float (&x)[1]) const {
    x[0] = largest(lower[row[r] + at], upper[row[r] + at]);
  }
};

/** x |w| + sum, rounded up. */
struct MultiplyMagnitudeUp {
  __device__ static __forceinline__ float add(float x, float w, float sum) {
    return __fmaf_ru(x, fabsf(w), sum);
  }
};

template <int CHANNELS>
__device__ __forceinline__ void backThroughWindows(
    const Windows& windows, const float* weights, const float* a, int lda, int rows, float* b,
    int ldb, int inputs) {
  WindowPlace<CHANNELS> place(windows);
  if (!place.inside(windows, rows)) {
    return;
  }
  PlainSource source(a, lda);
  WindowSums<CHANNELS, 1> sums;
  sumWindows<true, CHANNELS, 1, MultiplyNearest>(windows, place, weights, source, rows, sums);
  forEachResult(windows, place, sums, rows, [&](int row, int column, const float (&x)[1]) {
    b[static_cast<size_t>(row) * ldb + column] = x[0];
  });
  clearPadding(place, b, ldb, inputs, rows);
}

}  // namespace

extern "C" {

/**
 * Interval arithmetic on centre and radius.
 *
 * @param geometry the convolution
 * @param weights packed for it, FORWARD channels at a time
 * @param inflation FloatAffine.radiusInflation()
 * @param finishError FloatAffine.finishError(i)
 * @param ldx LD(inputs)
 * @param ldy LD(outputs)
 */
__global__ void __launch_bounds__(WINDOW_THREADS, FEW) intervalConvolution(
    const Windows* __restrict__ geometry, const float* __restrict__ weights,
    const float* __restrict__ bias, const float* __restrict__ finishError, float inflation,
    const float* __restrict__ lower, const float* __restrict__ upper, int ldx, int boxes,
    int outputs, float* __restrict__ outLower, float* __restrict__ outUpper, int ldy,
    unsigned long long* __restrict__ undefined) {
  const Windows& windows = *geometry;
  WindowPlace<FORWARD> place(windows);
  if (!place.inside(windows, boxes)) {
    return;
  }
  CentreRadiusSource source(lower, upper, ldx, inflation);
  WindowSums<FORWARD, 2> sums;
  sumWindows<false, FORWARD, 2, MultiplyNearest>(windows, place, weights, source, boxes, sums);
  int found = 0;
  forEachResult(windows, place, sums, boxes, [&](int box, int column, const float (&x)[2]) {
    float low;
    float high;
    found += finishEnds(x[0], x[1], bias[column], finishError[column], low, high);
    size_t at = static_cast<size_t>(box) * ldy + column;
    outLower[at] = low;
    outUpper[at] = high;
  });
  count(undefined, found);
  clearPadding(place, outLower, ldy, outputs, boxes);
  clearPadding(place, outUpper, ldy, outputs, boxes);
}

/**
 * v = |W_f| xmax + offset, rounded up; infinite where that is not a number.
 *
 * @param geometry the convolution
 * @param weights packed for it, FORWARD channels at a time
 * @param offset FloatAffine.magnitudeOffset(i)
 */
__global__ void __launch_bounds__(WINDOW_THREADS, MANY) magnitudeConvolution(
    const Windows* __restrict__ geometry, const float* __restrict__ weights,
    const float* __restrict__ offset, const float* __restrict__ lower,
    const float* __restrict__ upper, int ldx, int boxes, int outputs, float* __restrict__ v,
    int ldv) {
  const Windows& windows = *geometry;
  WindowPlace<FORWARD> place(windows);
  if (!place.inside(windows, boxes)) {
    return;
  }
  MagnitudeSource source(lower, upper, ldx);
  WindowSums<FORWARD, 1> sums;
  sumWindows<false, FORWARD, 1, MultiplyMagnitudeUp>(windows, place, weights, source, boxes, sums);
  forEachResult(windows, place, sums, boxes, [&](int box, int column, const float (&x)[1]) {
    float sum = __fadd_ru(x[0], offset[column]);
    v[static_cast<size_t>(box) * ldv + column] = isNan(sum) ? INFINITE : sum;
  });
  clearPadding(place, v, ldv, outputs, boxes);
}

/** W_f x + b_f to nearest; no bound rests on it. Geometry and weights as above. */
__global__ void __launch_bounds__(WINDOW_THREADS, MANY) forwardConvolution(
    const Windows* __restrict__ geometry, const float* __restrict__ weights,
    const float* __restrict__ bias, const float* __restrict__ x, int ldx, int points, int outputs,
    float* __restrict__ y, int ldy) {
  const Windows& windows = *geometry;
  WindowPlace<FORWARD> place(windows);
  if (!place.inside(windows, points)) {
    return;
  }
  PlainSource source(x, ldx);
  WindowSums<FORWARD, 1> sums;
  sumWindows<false, FORWARD, 1, MultiplyNearest>(windows, place, weights, source, points, sums);
  forEachResult(windows, place, sums, points, [&](int point, int column, const float (&s)[1]) {
    y[static_cast<size_t>(point) * ldy + column] = __fadd_rn(s[0], bias[column]);
  });
  clearPadding(place, y, ldy, outputs, points);
}

/**
 * B = A W_f; lines are applied before, constants made by convolutionConstants.
 *
 * @param geometry the transpose
 * @param weights packed for it, BACK channels at a time
 * @param lda LD(outputs)
 * @param ldb LD(inputs)
 */
__global__ void __launch_bounds__(WINDOW_THREADS, FEW) backConvolution(
    const Windows* __restrict__ geometry, const float* __restrict__ weights,
    const float* __restrict__ a, int lda, int rows, float* __restrict__ b, int ldb, int inputs) {
  backThroughWindows<BACK>(*geometry, weights, a, lda, rows, b, ldb, inputs);
}

/** The same for groups of few input channels. */
__global__ void __launch_bounds__(WINDOW_THREADS, MANY) backConvolutionNarrow(
    const Windows* __restrict__ geometry, const float* __restrict__ weights,
    const float* __restrict__ a, int lda, int rows, float* __restrict__ b, int ldb, int inputs) {
  backThroughWindows<NARROW>(*geometry, weights, a, lda, rows, b, ldb, inputs);
}

/**
 * Constants of rows through a convolution, with the prices.
 *
 * @param ld LD(outputs), of a and v
 * @param inputSum magnitudeSum of the map's input, [boxes]
 * @param price RoundingError.floatGammaOfComputed(length + 8, relative)
 * @param length products in the longest sum of backConvolution
 */
__global__ void __launch_bounds__(128) convolutionConstants(
    const float* __restrict__ a, int ld, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ bias, const float* __restrict__ v,
    const float* __restrict__ inputSum, double price, int length, int rows,
    double* __restrict__ outConstant) {
  Lines none{nullptr, nullptr, nullptr};
  Terms terms{constant, rowBox, bias, v, inputSum, price, length};
  constantsThroughMap<false, WARP>(a, ld, warpRow(), rows, none, terms, outConstant);
}

/**
 * Rows of W_f, or their negatives, into coefficients that are zero.
 *
 * @param geometry the convolution
 * @param w FloatAffine.weights(): [output channel][channel of the group][kernel row][kernel column]
 * @param error 0 if the map is exact, else RoundingError.floatGammaOfComputed(2, relative)
 * @param v of the map, [boxes][ldv]
 * @param rowNeuron the neuron i for a row of +z, ~i for one of -z
 * @param ld LD(inputs)
 */
__global__ void __launch_bounds__(128) startConvolution(
    const Windows* __restrict__ geometry, const float* __restrict__ w,
    const float* __restrict__ bias, double error, const float* __restrict__ v, int ldv,
    const int* __restrict__ rowBox, const int* __restrict__ rowNeuron, int rows, int ld,
    float* __restrict__ coefficients, double* __restrict__ constant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  const Axis& down = geometry->rows;
  const Axis& across = geometry->columns;
  int given = rowNeuron[row];
  int neuron = given < 0 ? ~given : given;
  int channel = neuron / (down.results * across.results);
  int pixel = neuron % (down.results * across.results);
  int top = pixel / across.results * down.stride - down.padding;
  int left = pixel % across.results * across.stride - across.padding;
  int firstChannel = channel / geometry->resultChannels * geometry->sourceChannels;
  int window = down.kernel * across.kernel;
  int size = geometry->sourceChannels * window;
  float* own = coefficients + static_cast<size_t>(row) * ld;
  for (int k = lane(); k < size; k += WARP) {
    int sy = top + k % window / across.kernel * down.dilation;
    int sx = left + k % across.kernel * across.dilation;
    if (isInside(sy, down) && isInside(sx, across)) {
      float x = w[static_cast<size_t>(channel) * size + k];
      int plane = firstChannel + k / window;
      own[(plane * down.sources + sy) * across.sources + sx] = given < 0 ? -x : x;
    }
  }
  if (lane() == 0) {
    double b = given < 0 ? -bias[neuron] : bias[neuron];
    // Nothing is paid for no error, whatever v.
    double size = v[static_cast<size_t>(rowBox[row]) * ldv + neuron];
    constant[row] = error == 0.0 ? b : __fma_rd(-error, size, b);
  }
}
}
