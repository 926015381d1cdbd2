// kernel             block  grid                                       dynamic shared memory
// backAffine           256  (ceil(LD(inputs) / 128), ceil(rows / 128))   0
// backAffineNarrow     128  (ceil(LD(inputs) / 64), ceil(rows / 128))    0
// backSelect           256  any; it strides over four numbers a thread   0
// all others           128  ceil(rows / 4), a warp a row                 0
//
// Rows: float coefficients [rows][LD(width)], padding zero, double constant[rows], int box[rows],
// the box within the chunk. Lines and magnitudes are per box of the chunk.
// docs/SOUNDNESS.md, "The cuda backend", has the proof of each.

#include "payments.cuh"
#include "quads.cuh"
#include "substitution.cuh"

namespace {

template <class T, bool RELAXED, class Left>
__device__ __forceinline__ void backThroughMap(
    typename T::Shared& shared, Left& left, const float* a, int lda, const Lines& lines,
    const Terms& terms, const float* w, int ldw, int rows, int inputs, float* b,
    double* outConstant) {
  constantsOfTile<T, RELAXED>(a, lda, rows, lines, terms, outConstant);
  Right<T, false> right(w, ldw, terms.length);
  Sums<T> sums;
  product<T, MultiplyNearest>(shared, left, right, lda, sums);
  forEachFour<T>(sums, rows, ldw, [&](int row, int column, const Four (&x)[1]) {
    storePadded(b, ldw, inputs, row, column, x[0]);
  });
}

template <class T>
__device__ __forceinline__ void backThroughMap(
    typename T::Shared& shared, const float* a, int lda, const Lines& lines, const Terms& terms,
    const float* w, int ldw, int rows, int inputs, float* b, double* outConstant) {
  if (lines.lowerSlope != nullptr) {
    RelaxedLeft<T> left(a, lda, rows, terms.box, lines);
    backThroughMap<T, true>(
        shared, left, a, lda, lines, terms, w, ldw, rows, inputs, b, outConstant);
  } else {
    PlainLeft<T> left(a, lda, rows);
    backThroughMap<T, false>(
        shared, left, a, lda, lines, terms, w, ldw, rows, inputs, b, outConstant);
  }
}

}  // namespace

extern "C" {

/**
 * Rows of W_f, or their negatives.
 *
 * @param error 0 if the map is exact, else RoundingError.floatGammaOfComputed(2, relative)
 * @param v of the map, [boxes][ldv]
 * @param rowNeuron the neuron i for a row of +z, ~i for one of -z
 * @param ld LD(inputs), of w and coefficients
 */
__global__ void __launch_bounds__(128) startRows(
    const float* __restrict__ w, const float* __restrict__ bias, double error,
    const float* __restrict__ v, int ldv, const int* __restrict__ rowBox,
    const int* __restrict__ rowNeuron, int rows, int ld, float* __restrict__ coefficients,
    double* __restrict__ constant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  int given = rowNeuron[row];
  int neuron = given < 0 ? ~given : given;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(w + static_cast<size_t>(neuron) * ld + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = given < 0 ? -x.at[j] : x.at[j];
    }
    store4(coefficients + static_cast<size_t>(row) * ld + k, x.packed());
  }
  if (lane() == 0) {
    double b = given < 0 ? -bias[neuron] : bias[neuron];
    constant[row] = payDown(error, v[static_cast<size_t>(rowBox[row]) * ldv + neuron], b);
  }
}

/** @param rowNeuron as in startRows */
__global__ void __launch_bounds__(128) unitRows(
    const int* __restrict__ rowNeuron, int rows, int ld, float* __restrict__ coefficients,
    double* __restrict__ constant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  int given = rowNeuron[row];
  int neuron = given < 0 ? ~given : given;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = k + j == neuron ? (given < 0 ? -1.0f : 1.0f) : 0.0f;
    }
    store4(coefficients + static_cast<size_t>(row) * ld + k, x.packed());
  }
  if (lane() == 0) {
    constant[row] = 0.0;
  }
}

/**
 * Linear forms of the outputs, rounded to float.
 *
 * @param exact [rows][width] without padding
 * @param outLower bounds of the outputs, [boxes][ld]
 */
__global__ void __launch_bounds__(128) objectiveRows(
    const double* __restrict__ exact, const double* __restrict__ exactConstant,
    const int* __restrict__ rowBox, const float* __restrict__ outLower,
    const float* __restrict__ outUpper, int rows, int width, float* __restrict__ coefficients,
    int ld, double* __restrict__ constant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  double sum = 0.0;
  for (int k = lane(); k < ld; k += WARP) {
    float stored = 0.0f;
    if (k < width) {
      double given = exact[static_cast<size_t>(row) * width + k];
      stored = __double2float_rn(given);
      sum = payDown(
          distanceUp(given, stored), largest(outLower[ofBox + k], outUpper[ofBox + k]), sum);
    }
    coefficients[static_cast<size_t>(row) * ld + k] = stored;
  }
  sum = sumDown(sum);
  if (lane() == 0) {
    constant[row] = __dadd_rd(exactConstant[row], sum);
  }
}

/**
 * Rows through an activation.
 *
 * @param lowerIntercept null where the lower lines have none
 * @param ld LD(width), of all matrices
 */
__global__ void __launch_bounds__(128) applyLines(
    const float* __restrict__ a, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ lowerSlope,
    const float* __restrict__ upperSlope, const float* __restrict__ lowerIntercept,
    const float* __restrict__ upperIntercept, const float* __restrict__ magnitude, int ld,
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
    Four low(load4(lowerSlope + ofBox + k));
    Four high(load4(upperSlope + ofBox + k));
    Four above(load4(upperIntercept + ofBox + k));
    Four below(make_float4(0.0f, 0.0f, 0.0f, 0.0f));
    if (lowerIntercept != nullptr) {
      below = Four(load4(lowerIntercept + ofBox + k));
    }
    Four size(load4(magnitude + ofBox + k));
    Four y;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float slope = slopeFor(x.at[j], low.at[j], high.at[j]);
      y.at[j] = __fmul_rn(x.at[j], slope);
      float intercept = interceptFor(x.at[j], below.at[j], above.at[j]);
      sum = addProductDown(x.at[j], intercept, sum);
      double product = __dmul_rn(x.at[j], slope); // exact
      sum = payDown(distanceUp(product, y.at[j]), size.at[j], sum);
    }
    store4(b + from + k, y.packed());
  }
  sum = sumDown(sum);
  if (lane() == 0) {
    outConstant[row] = __dadd_rd(constant[row], sum);
  }
}

/**
 * B = s(A) W_f with the constants and prices; lines all null where no activation waits.
 *
 * @param lda LD(outputs), of a, the lines and v
 * @param w W, [outputs][ldw]
 * @param inputSum magnitudeSum of the map's input, [boxes]
 * @param price RoundingError.floatGammaOfComputed(outputs + 8, relative)
 * @param ldw LD(inputs), of w and b
 */
__global__ void __launch_bounds__(WideTile::THREADS, WideTile::RESIDENT) backAffine(
    const float* __restrict__ a, int lda, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ lowerSlope,
    const float* __restrict__ upperSlope, const float* __restrict__ upperIntercept,
    const float* __restrict__ w, int ldw, const float* __restrict__ bias,
    const float* __restrict__ v, const float* __restrict__ inputSum, double price, int rows,
    int outputs, int inputs, float* __restrict__ b, double* __restrict__ outConstant) {
  __shared__ WideTile::Shared shared;
  Lines lines{lowerSlope, upperSlope, upperIntercept};
  Terms terms{constant, rowBox, bias, v, inputSum, price, outputs};
  backThroughMap<WideTile>(
      shared, a, lda, lines, terms, w, ldw, rows, inputs, b, outConstant);
}

/** The same for maps of few inputs. */
__global__ void __launch_bounds__(NarrowTile::THREADS, NarrowTile::RESIDENT) backAffineNarrow(
    const float* __restrict__ a, int lda, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ lowerSlope,
    const float* __restrict__ upperSlope, const float* __restrict__ upperIntercept,
    const float* __restrict__ w, int ldw, const float* __restrict__ bias,
    const float* __restrict__ v, const float* __restrict__ inputSum, double price, int rows,
    int outputs, int inputs, float* __restrict__ b, double* __restrict__ outConstant) {
  __shared__ NarrowTile::Shared shared;
  Lines lines{lowerSlope, upperSlope, upperIntercept};
  Terms terms{constant, rowBox, bias, v, inputSum, price, outputs};
  backThroughMap<NarrowTile>(
      shared, a, lda, lines, terms, w, ldw, rows, inputs, b, outConstant);
}

/**
 * Rows through a diagonal map; lines are applied before.
 *
 * @param inputSum magnitudeSum of the map's input, [boxes]
 * @param price RoundingError.floatGammaOfComputed(9, relative)
 */
__global__ void __launch_bounds__(128) backScale(
    const float* __restrict__ a, int ld, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ scale,
    const float* __restrict__ bias, const float* __restrict__ v,
    const float* __restrict__ inputSum, double price, int rows, float* __restrict__ b,
    double* __restrict__ outConstant) {
  int row = warpRow();
  size_t from = static_cast<size_t>(row) * ld;
  for (int k = lane() * 4; row < rows && k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four w(load4(scale + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = __fmul_rn(x.at[j], w.at[j]);
    }
    store4(b + from + k, x.packed());
  }
  // As many teams in a warp as warps in a block.
  if (threadIdx.x < WARP) {
    Lines none{nullptr, nullptr, nullptr};
    Terms terms{constant, rowBox, bias, v, inputSum, price, 1};
    int first = blockIdx.x * (blockDim.x / WARP);
    constantsThroughMap<false>(a, ld, first + lane() / TEAM, rows, none, terms, outConstant);
  }
}

/**
 * Rows through an index map; constants stay.
 *
 * @param target for each input the output that it is, or -1
 */
__global__ void __launch_bounds__(256) backSelect(
    const float* __restrict__ a, int lda, int rows, const int* __restrict__ target, int inputs,
    float* __restrict__ b, int ldb) {
  for (unsigned q = firstQuad(); q < quads(rows, ldb); q += quadStride()) {
    size_t row = static_cast<size_t>(q / (ldb / 4)) * lda;
    int column = q % (ldb / 4) * 4;
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int from = column + j < inputs ? target[column + j] : -1;
      x.at[j] = from < 0 ? 0.0f : a[row + max(from, 0)];
    }
    store4(b + static_cast<size_t>(q) * 4, x.packed());
  }
}

/**
 * The sum of two blocks of rows over one node.
 *
 * @param lower bounds of that node
 */
__global__ void __launch_bounds__(128) mergeRows(
    const float* __restrict__ x, const double* __restrict__ xConstant,
    const float* __restrict__ y, const double* __restrict__ yConstant,
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int rows, float* __restrict__ b,
    double* __restrict__ outConstant) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  double sum = 0.0;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four p(load4(x + from + k));
    Four q(load4(y + from + k));
    Four l(load4(lower + ofBox + k));
    Four u(load4(upper + ofBox + k));
    Four result;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float added = __fadd_rn(p.at[j], q.at[j]);
      float error = sumError(p.at[j], q.at[j], added);
      sum = payDown(fabsf(error), largest(l.at[j], u.at[j]), sum);
      result.at[j] = added;
    }
    store4(b + from + k, result.packed());
  }
  sum = sumDown(sum);
  if (lane() == 0) {
    outConstant[row] = __dadd_rd(__dadd_rd(xConstant[row], yConstant[row]), sum);
  }
}

/** The smallest value of each row over its box, rounded down; -infinity where nothing is known. */
__global__ void __launch_bounds__(128) concretize(
    const float* __restrict__ a, const double* __restrict__ constant,
    const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int rows, double* __restrict__ bound) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  double sum = 0.0;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four l(load4(lower + ofBox + k));
    Four u(load4(upper + ofBox + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float at = x.at[j] >= 0.0f ? l.at[j] : u.at[j];
      at = x.at[j] == 0.0f ? 0.0f : at; // zero times infinity is zero
      sum = addProductDown(x.at[j], at, sum);
      // An infinite coefficient overflowed and may stand for anything.
      sum = isFinite(x.at[j]) ? sum : -static_cast<double>(INFINITE);
    }
  }
  sum = sumDown(sum);
  if (lane() == 0) {
    double found = __dadd_rd(constant[row], sum);
    bound[row] = found != found ? -static_cast<double>(INFINITE) : found;
  }
}

/** The corner of each row's box where the row is smallest. */
__global__ void __launch_bounds__(128) minimizer(
    const float* __restrict__ a, const int* __restrict__ rowBox, const float* __restrict__ lower,
    const float* __restrict__ upper, int ld, int rows, float* __restrict__ points) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  size_t from = static_cast<size_t>(row) * ld;
  size_t ofBox = static_cast<size_t>(rowBox[row]) * ld;
  for (int k = lane() * 4; k < ld; k += 4 * WARP) {
    Four x(load4(a + from + k));
    Four l(load4(lower + ofBox + k));
    Four u(load4(upper + ofBox + k));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      l.at[j] = x.at[j] < 0.0f ? u.at[j] : l.at[j];
    }
    store4(points + from + k, l.packed());
  }
}
}
