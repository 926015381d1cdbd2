#pragma once

#include "rounding.cuh"

// Products of matrices, tile by tile: C = A B, A row-major [rows][depth], B row-major
// [depth][columns], every leading dimension a multiple of 8 and the padding of A zero.
//
// A warp makes 64 x (16 GROUPS) entries, a thread 8 x (4 GROUPS) of them: rows 4 r .. 4 r + 3 and 32
// further, r = lane % 8, columns 4 c .. 4 c + 3 of each group of 16, c = lane / 8. A quarter warp
// thus reads 128 consecutive bytes of A's tile and one address of B's: no bank conflicts. A's tile
// is stored transposed, [depth][row], by threads 2 i and 2 i + 1 for row i; its stride is 4 more
// than a multiple of 32, so that both write to different banks.
//
// Tiles are 8 deep, which makes one 32-byte sector of each row of A. While one is multiplied the
// next is on its way to registers and then to the other half of shared memory. Rows, columns and
// depths outside are clamped, not guarded: what they give is multiplied by A's zeros or not written.
//
// What A's entries are made from is the loader's business: Left has
//   bind(slot, row, k)     once, a slot for each four entries that a thread loads of a tile
//   fetch(slot)            starts the loads of the slot's next four entries
//   plane(slot, p)         the four entries for A's plane p
// and Multiply has add(a, b, sum). A tile with two planes makes A_0 B and A_1 |B| at once.

template <int WARPS_DOWN, int WARPS_ACROSS, int GROUPS_, int PLANES_, int RESIDENT_>
struct Tile {
  static constexpr int GROUPS = GROUPS_;
  static constexpr int PLANES = PLANES_;
  /** Blocks that a multiprocessor shall hold at once: a limit of registers. */
  static constexpr int RESIDENT = RESIDENT_;
  static constexpr int DOWN = WARPS_DOWN;
  static constexpr int ROWS = 64 * WARPS_DOWN;
  static constexpr int COLUMNS = 16 * GROUPS * WARPS_ACROSS;
  static constexpr int THREADS = WARP * WARPS_DOWN * WARPS_ACROSS;
  static constexpr int WARPS = WARPS_DOWN * WARPS_ACROSS;
  static constexpr int DEPTH = 8;
  static constexpr int STRIDE = ROWS + 4;
  static constexpr int SLOTS = 2 * ROWS / THREADS;
  static_assert(SLOTS * THREADS == 2 * ROWS && SLOTS <= 2, "whole slots");
  static_assert(2 * COLUMNS == THREADS, "one load of B a thread");

  static constexpr int LEFT = PLANES * DEPTH * STRIDE;
  static constexpr int RIGHT = DEPTH * COLUMNS;

  /** Two halves of each: [plane][depth][row] and [depth][column]. */
  struct Shared {
    alignas(16) float left[2 * LEFT];
    alignas(16) float right[2 * RIGHT];
  };

  __device__ static __forceinline__ int firstRow() { return blockIdx.y * ROWS; }

  __device__ static __forceinline__ int firstColumn() { return blockIdx.x * COLUMNS; }
};

/** 128 x 128, 256 threads. */
using WideTile = Tile<2, 4, 2, 1, 2>;

/** 128 x 64, 128 threads: for maps of at most 64 columns, or little work. */
using NarrowTile = Tile<2, 2, 2, 1, 3>;

/** 64 x 64, 128 threads, centre and radius. */
using IntervalTile = Tile<1, 4, 1, 2, 4>;

struct MultiplyNearest {
  __device__ static __forceinline__ float add(float a, float b, float sum) {
    return __fmaf_rn(a, b, sum);
  }
};

struct MultiplyUp {
  __device__ static __forceinline__ float add(float a, float b, float sum) {
    return __fmaf_ru(a, b, sum);
  }
};

/**
 * Where a thread's share of A is: an offset from the tile's first row, so that what differs between
 * threads is 32 bits.
 */
template <int SLOTS>
struct Offsets {
  unsigned at[SLOTS];

  /** Rows past the last are the last again. */
  __device__ __forceinline__ void bind(int slot, int row, int rows, int firstRow, int ld, int k) {
    at[slot] = static_cast<unsigned>(min(row, rows - 1) - firstRow) * ld + k;
  }
};

/** A as it is stored. */
template <class T>
struct PlainLeft {
  Offsets<T::SLOTS> offsets;
  float4 staged[T::SLOTS];
  const float* tile;
  int ld;
  int rows;

  __device__ __forceinline__ PlainLeft(const float* matrix, int ld, int rows)
      : tile(matrix + static_cast<size_t>(T::firstRow()) * ld), ld(ld), rows(rows) {}

  __device__ __forceinline__ void bind(int slot, int row, int k) {
    offsets.bind(slot, row, rows, T::firstRow(), ld, k);
  }

  __device__ __forceinline__ void fetch(int slot) {
    staged[slot] = load4(tile + offsets.at[slot]);
    offsets.at[slot] += T::DEPTH;
  }

  __device__ __forceinline__ float4 plane(int slot, int) const { return staged[slot]; }
};

/** B as it is stored, or its magnitudes. */
template <class T, bool MAGNITUDES>
struct Right {
  const float* column;
  float4 staged;
  int ld;
  int last;
  int k;

  __device__ __forceinline__ Right(const float* matrix, int ld, int depth)
      : ld(ld), last(depth - 1), k(threadIdx.x / (T::COLUMNS / 4)) {
    int at = T::firstColumn() + threadIdx.x % (T::COLUMNS / 4) * 4;
    column = matrix + min(at, ld - 4);
  }

  __device__ __forceinline__ void fetch() {
    staged = load4(column + static_cast<size_t>(min(k, last)) * static_cast<size_t>(ld));
    k += T::DEPTH;
  }

  __device__ __forceinline__ float4 value() const {
    float4 x = staged;
    if (MAGNITUDES) {
      x = make_float4(fabsf(x.x), fabsf(x.y), fabsf(x.z), fabsf(x.w));
    }
    return x;
  }
};

/** A thread's share of the product. */
template <class T>
struct Sums {
  float at[T::PLANES][8][4 * T::GROUPS];
};

/** Adds the products of one depth. */
template <class T, class Multiply>
__device__ __forceinline__ void multiply(
    const typename T::Shared& shared, int leftAt, int rightAt, Sums<T>& sums) {
  Four b[T::GROUPS];
#pragma unroll
  for (int g = 0; g < T::GROUPS; g++) {
    b[g] = Four(loadOwn4(&shared.right[rightAt + 16 * g]));
  }
#pragma unroll
  for (int p = 0; p < T::PLANES; p++) {
    Four low(loadOwn4(&shared.left[leftAt + p * T::DEPTH * T::STRIDE]));
    Four high(loadOwn4(&shared.left[leftAt + p * T::DEPTH * T::STRIDE + 32]));
#pragma unroll
    for (int j = 0; j < 4 * T::GROUPS; j++) {
      float w = p == 0 ? b[j / 4].at[j % 4] : fabsf(b[j / 4].at[j % 4]);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        sums.at[p][i][j] = Multiply::add(low.at[i], w, sums.at[p][i][j]);
        sums.at[p][i + 4][j] = Multiply::add(high.at[i], w, sums.at[p][i + 4][j]);
      }
    }
  }
}

/**
 * Adds the products of half a tile. The loop is not unrolled further: assemblers before CUDA 13
 * load all depths in advance then, and run out of registers.
 */
template <class T, class Multiply>
__device__ __forceinline__ void multiplyHalf(
    const typename T::Shared& shared, int leftAt, int rightAt, int span, Sums<T>& sums) {
  constexpr int STEP = 2;
  int end = rightAt + span;
#pragma unroll 1
  for (; rightAt < end; rightAt += STEP * T::COLUMNS, leftAt += STEP * T::STRIDE) {
#pragma unroll
    for (int k = 0; k < STEP; k++) {
      multiply<T, Multiply>(shared, leftAt + k * T::STRIDE, rightAt + k * T::COLUMNS, sums);
    }
  }
}

/** Where in its tile a thread's first row and column are. */
template <class T>
__device__ __forceinline__ int threadRow() {
  return threadIdx.x / WARP % T::DOWN * 64 + threadIdx.x % 8 * 4;
}

template <class T>
__device__ __forceinline__ int warpColumn() {
  return threadIdx.x / WARP / T::DOWN * (16 * T::GROUPS);
}

template <class T>
__device__ __forceinline__ int threadColumn() {
  return warpColumn<T>() + threadIdx.x % WARP / 8 * 4;
}

/** Where a thread stores and reads in shared memory; the two halves take turns. */
template <class T>
struct Places {
  int leftTo;
  int rightTo;
  int leftAt;
  int rightAt;

  __device__ __forceinline__ Places()
      : leftTo(threadIdx.x % 2 * 4 * T::STRIDE + threadIdx.x / 2),
        rightTo(threadIdx.x * 4),
        leftAt(T::LEFT + threadRow<T>()),
        rightAt(T::RIGHT + threadColumn<T>()) {}

  __device__ __forceinline__ void swap() {
    leftTo = T::LEFT + 2 * leftFirst() - leftTo;
    rightTo = T::RIGHT + 2 * rightFirst() - rightTo;
    leftAt = T::LEFT + 2 * threadRow<T>() - leftAt;
    rightAt = T::RIGHT + 2 * threadColumn<T>() - rightAt;
  }

 private:
  __device__ static __forceinline__ int leftFirst() {
    return threadIdx.x % 2 * 4 * T::STRIDE + threadIdx.x / 2;
  }

  __device__ static __forceinline__ int rightFirst() { return threadIdx.x * 4; }
};

template <class T, class Left>
__device__ __forceinline__ void storeLeft(
    typename T::Shared& shared, const Left& left, int slot, int to) {
#pragma unroll
  for (int p = 0; p < T::PLANES; p++) {
    Four x(left.plane(slot, p));
#pragma unroll
    for (int j = 0; j < 4; j++) {
      shared.left[to + (p * T::DEPTH + j) * T::STRIDE + slot * (T::THREADS / 2)] = x.at[j];
    }
  }
}

/**
 * The whole sum for this block's tile.
 *
 * @param depth length of the sums with A's padding, a multiple of 8
 */
template <class T, class Multiply, class Left, class B>
__device__ __forceinline__ void product(
    typename T::Shared& shared, Left& left, B& right, int depth, Sums<T>& sums) {
  // A comment in the PTX, from which the build takes the manifest's tile sizes.
  asm volatile("// tile %0 x %1" ::"n"(T::ROWS), "n"(T::COLUMNS));
#pragma unroll
  for (int slot = 0; slot < T::SLOTS; slot++) {
    int index = threadIdx.x + slot * T::THREADS;
    left.bind(slot, T::firstRow() + index / 2, index % 2 * 4);
  }
#pragma unroll
  for (int p = 0; p < T::PLANES; p++) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
#pragma unroll
      for (int j = 0; j < 4 * T::GROUPS; j++) {
        sums.at[p][i][j] = 0.0f;
      }
    }
  }
  Places<T> places;
#pragma unroll
  for (int slot = 0; slot < T::SLOTS; slot++) {
    left.fetch(slot);
    storeLeft<T>(shared, left, slot, places.leftTo);
  }
  right.fetch();
  store4(&shared.right[places.rightTo], right.value());
  places.swap();
  __syncthreads();
  constexpr int LEFT_HALF = T::DEPTH / 2 * T::STRIDE;
  constexpr int RIGHT_HALF = T::DEPTH / 2 * T::COLUMNS;
  // A warp whose columns are all outside only helps to load.
  int span = T::firstColumn() + warpColumn<T>() < right.ld ? T::DEPTH / 2 * T::COLUMNS : 0;
#pragma unroll 1
  for (int next = T::DEPTH; next < depth; next += T::DEPTH) {
    // Half of the loads at a time are under way: fewer registers.
    left.fetch(0);
    multiplyHalf<T, Multiply>(shared, places.leftAt, places.rightAt, span, sums);
    storeLeft<T>(shared, left, 0, places.leftTo);
    if (T::SLOTS > 1) {
      left.fetch(T::SLOTS - 1);
    }
    right.fetch();
    multiplyHalf<T, Multiply>(
        shared, places.leftAt + LEFT_HALF, places.rightAt + RIGHT_HALF, span, sums);
    if (T::SLOTS > 1) {
      storeLeft<T>(shared, left, T::SLOTS - 1, places.leftTo);
    }
    store4(&shared.right[places.rightTo], right.value());
    places.swap();
    __syncthreads();
  }
  multiplyHalf<T, Multiply>(shared, places.leftAt, places.rightAt, span, sums);
  multiplyHalf<T, Multiply>(shared, places.leftAt + LEFT_HALF, places.rightAt + RIGHT_HALF, span, sums);
}

/** Calls finish(row, column, planes) for each four neighbours of a thread that are inside. */
template <class T, class Finish>
__device__ __forceinline__ void forEachFour(
    const Sums<T>& sums, int rows, int ld, const Finish& finish) {
#pragma unroll
  for (int g = 0; g < T::GROUPS; g++) {
    int column = T::firstColumn() + threadColumn<T>() + 16 * g;
    if (column < ld) {
#pragma unroll
      for (int i = 0; i < 8; i++) {
        int row = T::firstRow() + threadRow<T>() + i / 4 * 32 + i % 4;
        if (row < rows) {
          Four planes[T::PLANES];
#pragma unroll
          for (int p = 0; p < T::PLANES; p++) {
#pragma unroll
            for (int j = 0; j < 4; j++) {
              planes[p].at[j] = sums.at[p][i][4 * g + j];
            }
          }
          finish(row, column, planes);
        }
      }
    }
  }
}

/** Four neighbours of a row with zeros in the padding. */
__device__ __forceinline__ void storePadded(
    float* matrix, int ld, int width, int row, int column, Four x) {
#pragma unroll
  for (int j = 0; j < 4; j++) {
    x.at[j] = column + j < width ? x.at[j] : 0.0f;
  }
  store4(matrix + static_cast<size_t>(row) * ld + column, x.packed());
}
