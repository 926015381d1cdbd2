#pragma once

#include "lines.cuh"
#include "tiles.cuh"
#include "warps.cuh"

// What back-substitution through an affine map makes of rows besides the product: slopes on the way
// into the tile, and the constants.

/** The lines of an activation, [boxes][ld]. */
struct Lines {
  const float* lowerSlope;
  const float* upperSlope;
  const float* upperIntercept;
};

/** Rows that pass the lines as they are loaded. */
template <class T>
struct RelaxedLeft {
  PlainLeft<T> rows;
  unsigned at[T::SLOTS];
  float4 lowerSlope[T::SLOTS];
  float4 upperSlope[T::SLOTS];
  const int* box;
  Lines lines;

  __device__ __forceinline__ RelaxedLeft(
      const float* a, int ld, int count, const int* box, const Lines& lines)
      : rows(a, ld, count), box(box), lines(lines) {}

  __device__ __forceinline__ void bind(int slot, int row, int k) {
    rows.bind(slot, row, k);
    at[slot] = static_cast<unsigned>(box[min(row, rows.rows - 1)]) * rows.ld + k;
  }

  __device__ __forceinline__ void fetch(int slot) {
    rows.fetch(slot);
    lowerSlope[slot] = load4(lines.lowerSlope + at[slot]);
    upperSlope[slot] = load4(lines.upperSlope + at[slot]);
    at[slot] += T::DEPTH;
  }

  __device__ __forceinline__ float4 plane(int slot, int) const {
    Four a(rows.staged[slot]);
    Four low(lowerSlope[slot]);
    Four high(upperSlope[slot]);
#pragma unroll
    for (int j = 0; j < 4; j++) {
      a.at[j] = relaxed(a.at[j], low.at[j], high.at[j]);
    }
    return a.packed();
  }
};

/** What a row's constant needs besides its coefficients. */
struct Terms {
  const double* constant;
  const int* box;
  const float* bias;
  const float* v;
  const float* inputSum;
  double price;
  /** Products in the longest sum behind a new coefficient. */
  int length;
};

/** Lanes that make the constant of one row: few networks are so wide that a warp would be busy. */
constexpr int TEAM = 8;

/** Rows whose constants a warp makes at once. */
constexpr int TEAMS = WARP / TEAM;

/**
 * The constants of WARP / LANES rows after the map, by one warp: c + y.b + (a's share of intercepts), less
 * price (|y| + 2^-120).v over the live coefficients and what underflow can cost, all rounded down.
 * Four neurons at a time are summed in float, because many devices are slow in double.
 *
 * @param row the team's row; past the last it is not written
 */
template <bool RELAXED, int LANES = TEAM>
__device__ __forceinline__ void constantsThroughMap(
    const float* a, int ld, int row, int rows, const Lines& lines, const Terms& terms,
    double* outConstant) {
  int inside = min(row, rows - 1);
  const float* from = a + static_cast<size_t>(inside) * ld;
  int box = terms.box[inside];
  size_t ofBox = static_cast<size_t>(box) * ld;
  double sum = 0.0;
  float paid = 0.0f;
  for (int k = lane() % LANES * 4; k < ld; k += 4 * LANES) {
    Four x(load4(from + k));
    Four b(load4(terms.bias + k));
    Four v(load4(terms.v + ofBox + k));
    Four low;
    Four high;
    Four intercept;
    if (RELAXED) {
      low = Four(load4(lines.lowerSlope + ofBox + k));
      high = Four(load4(lines.upperSlope + ofBox + k));
      intercept = Four(load4(lines.upperIntercept + ofBox + k));
    }
    float four = 0.0f;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float y = x.at[j];
      bool live = y != 0.0f;
      if (RELAXED) {
        float slope = slopeFor(x.at[j], low.at[j], high.at[j]);
        live = live && slope != 0.0f;
        y = __fmul_rn(x.at[j], slope);
        four = __fmaf_rd(x.at[j], interceptFor(x.at[j], intercept.at[j]), four);
      }
      four = __fmaf_rd(y, b.at[j], four);
      // Zero coefficients meet infinite magnitudes without harm.
      paid = __fmaf_ru(
          live ? __fadd_ru(fabsf(y), TINY) : 0.0f, live ? v.at[j] : 0.0f, paid);
    }
    sum = __dadd_rd(sum, static_cast<double>(four));
  }
  sum = sumDown<LANES>(sum);
  paid = sumUp<LANES>(paid);
  if (lane() % LANES == 0 && row < rows) {
    double constant = __dadd_rd(terms.constant[row], sum);
    if (!(paid == 0.0f)) {
      constant = __fma_rd(-terms.price, static_cast<double>(paid), constant);
      double lost = terms.length * 0x1p-149;
      constant = __fma_rd(-lost, static_cast<double>(terms.inputSum[box]), constant);
    }
    outConstant[row] = constant;
  }
}

/** The blocks side by side share the constants of their rows. */
template <class T, bool RELAXED>
__device__ __forceinline__ void constantsOfTile(
    const float* a, int ld, int rows, const Lines& lines, const Terms& terms,
    double* outConstant) {
  int end = min(T::ROWS, rows - T::firstRow());
  int first = TEAMS * (blockIdx.x + gridDim.x * (threadIdx.x / WARP));
  for (int r = first; r < end; r += TEAMS * gridDim.x * T::WARPS) {
    constantsThroughMap<RELAXED>(
        a, ld, T::firstRow() + r + lane() / TEAM, rows, lines, terms, outConstant);
  }
}
