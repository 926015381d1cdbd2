// All kernels: block 128, grid ceil(rows / 4), a warp a row, no dynamic shared memory.
//
// Rows that take lines of their own at a ReLU, with one parameter for each row and neuron
// (compute.Tensor.Slopes). Parameters, their means and squares, rows and points are float
// [rows][ld], bounds and lines [boxes][ld], padding zero; int box[rows], the box within the chunk.
// docs/SOUNDNESS.md, "The cuda backend", has the proof of each.

#include "lines.cuh"
#include "payments.cuh"
#include "warps.cuh"

namespace {

/** Added to roots, so that nothing is divided by zero; as in compute.Adam. */
constexpr double SMALLEST = 1e-12;

/** What a parameter means: by the bounds of the pre-activation as they are now. */
struct Meaning {
  bool unstable;
  bool active;

  __device__ __forceinline__ Meaning(float l, float u)
      : unstable(!(l >= 0.0f || u <= 0.0f)), active(l >= 0.0f) {}

  /** The nearest value that keeps a row below: a slope, or minus a multiplier of what the sign says. */
  __device__ __forceinline__ float within(float parameter) const {
    float low = unstable ? 0.0f : -INFINITE;
    float high = unstable ? 1.0f : 0.0f;
    float value = fmaxf(low, fminf(high, parameter));
    return isFinite(value) && !isNan(parameter) ? value : 0.0f;
  }
};

}  // namespace

extern "C" {

/**
 * Puts parameters into their ranges, or makes the adaptive slopes and no multipliers.
 *
 * @param adaptive whether to make them
 */
__global__ void __launch_bounds__(128) startSlopes(
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int rows, int width, int adaptive,
    float* __restrict__ parameters) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  for (int k = lane(); k < ld; k += WARP) {
    float l = lower[ofBox + k];
    float u = upper[ofBox + k];
    Meaning meaning(l, u);
    float leaning = meaning.unstable && u > -l ? 1.0f : 0.0f;
    float value = meaning.within(adaptive ? leaning : parameters[from + k]);
    parameters[from + k] = k < width ? value : 0.0f;
  }
}

/**
 * Rows through a ReLU by their parameters.
 *
 * @param lower bounds of the pre-activations
 * @param upperSlope the lines above
 */
__global__ void __launch_bounds__(128) applySlopes(
    const float* __restrict__ a, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, const float* __restrict__ upperSlope,
    const float* __restrict__ upperIntercept, const float* __restrict__ parameters, int ld,
    int rows, float* __restrict__ b, double* __restrict__ outConstant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  double sum = 0.0;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four given(load4(parameters + from + k));
    Four l(load4(lower + ofBox + k));
    Four u(load4(upper + ofBox + k));
    Four high(load4(upperSlope + ofBox + k));
    Four intercept(load4(upperIntercept + ofBox + k));
    Four y;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      Meaning meaning(l.at[j], u.at[j]);
      float parameter = meaning.within(given.at[j]);
      double off;
      if (meaning.unstable) {
        float slope = slopeFor(x.at[j], parameter, high.at[j]);
        y.at[j] = __fmul_rn(x.at[j], slope);
        off = distanceUp(__dmul_rn(x.at[j], slope), y.at[j]); // the product is exact
        sum = addProductDown(x.at[j], interceptFor(x.at[j], intercept.at[j]), sum);
      } else {
        float passed = meaning.active ? x.at[j] : 0.0f;
        float added = meaning.active ? parameter : -parameter;
        y.at[j] = __fadd_rn(passed, added);
        off = fabsf(sumError(passed, added, y.at[j]));
      }
      sum = payDown(off, largest(l.at[j], u.at[j]), sum);
    }
    store4(b + from + k, y.packed());
  }
  sum = sumDown(sum);
  if (lane() == 0) {
    outConstant[row] = __dadd_rd(constant[row], sum);
  }
}

/** Each row's point through the lines that the row takes; to nearest, no bound rests on it. */
__global__ void __launch_bounds__(128) forwardRelaxed(
    const float* __restrict__ points, const float* __restrict__ a,
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, const float* __restrict__ upperSlope,
    const float* __restrict__ upperIntercept, const float* __restrict__ parameters, int ld,
    int rows, float* __restrict__ result) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  for (int k = lane(); k < ld; k += WARP) {
    Meaning meaning(lower[ofBox + k], upper[ofBox + k]);
    bool below = meaning.unstable && a[from + k] >= 0.0f;
    float slope = below ? parameters[from + k] : upperSlope[ofBox + k];
    float intercept = below ? 0.0f : upperIntercept[ofBox + k];
    result[from + k] = __fmaf_rn(slope, points[from + k], intercept);
  }
}

/**
 * One step of Adam (compute.Adam) on the parameters.
 *
 * @param a the rows over the activation
 * @param points one a row, over the pre-activation
 * @param keptOfMean what the next mean keeps of the last
 * @param meanCorrection what a mean is multiplied by, since it began at 0
 */
__global__ void __launch_bounds__(128) ascend(
    const float* __restrict__ a, const float* __restrict__ points,
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int rows, int width, float rate, float keptOfMean,
    float keptOfSquare, float meanCorrection, float squareCorrection,
    float* __restrict__ parameters, float* __restrict__ means, float* __restrict__ squares) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  float largestOfRow = 0.0f;
  for (int k = lane(); k < ld; k += WARP) {
    largestOfRow = larger(largestOfRow, fabsf(a[from + k]));
  }
  largestOfRow = largestOfWarp(largestOfRow);
  for (int k = lane(); k < width; k += WARP) {
    Meaning meaning(lower[ofBox + k], upper[ofBox + k]);
    float z = points[from + k];
    float gradient = meaning.unstable ? __fmul_rn(fmaxf(a[from + k], 0.0f), z)
        : meaning.active ? z : -z;
    float mean = __fadd_rn(
        __fmul_rn(keptOfMean, means[from + k]),
        __fmul_rn(__fsub_rn(1.0f, keptOfMean), gradient));
    float square = __fadd_rn(
        __fmul_rn(keptOfSquare, squares[from + k]),
        __fmul_rn(__fmul_rn(__fsub_rn(1.0f, keptOfSquare), gradient), gradient));
    double root = __dsqrt_rn(__dmul_rn(squareCorrection, square));
    double direction =
        __ddiv_rn(__dmul_rn(meanCorrection, mean), __dadd_rn(root, SMALLEST));
    float move = __fmul_rn(rate, meaning.unstable ? 1.0f : largestOfRow);
    float moved = __double2float_rn(__dmul_rn(move, direction));
    means[from + k] = mean;
    squares[from + k] = square;
    parameters[from + k] = meaning.within(__fadd_rn(parameters[from + k], moved));
  }
}
}
