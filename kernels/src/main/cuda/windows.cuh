#pragma once

#include "rounding.cuh"

// Sums over windows: a convolution and its transpose. A result, one pixel of one channel, is the sum
// over the positions of the window and the channels of its group of weight times source pixel. For
// the transpose the results are the convolution's inputs and the sources its outputs; each result
// asks which sources it reaches, so that nothing is added to memory. No matrix is unrolled.
//
// A thread makes one pixel of ROWS rows and CHANNELS channels, so one weight is used ROWS times and
// one source pixel CHANNELS times, and what is outside is found out once for all of them. Neighbouring
// lanes have neighbouring pixels. A stride sorts the results of a transpose into phases, which meet
// different positions of the window; a warp has pixels of one phase, but for its ends.
//
// The order of a sum is that of the loops, the same for every launch: sixteen channels at a time, so
// that what the next positions read again is still in the L1 cache, then positions, then channels.

/** Rows of a thread: of boxes, of rows or of points. */
constexpr int WINDOW_ROWS = 4;

constexpr int WINDOW_THREADS = 128;

/** Source channels that are summed over all positions before the next. */
constexpr int CHANNELS_AT_ONCE = 16;

/** One axis of the image, as WindowGeometry uploads it. */
struct Axis {
  int results;
  int sources;
  int kernel;
  int stride;
  int dilation;
  int padding;
  /** Results n, n + phases, n + 2 phases, ... meet the same positions. */
  int phases;
  int perPhase;
  /** From one position that a result meets to the next; at most the kernel. */
  int every;
  /** How far the source moves with it. */
  int step;
};

struct Windows {
  Axis rows;
  Axis columns;
  /** Channels of a group. */
  int resultChannels;
  int sourceChannels;
};

/** The first position of the window that a result meets, and the source that it is over. */
struct Walk {
  int position;
  int source;

  __device__ __forceinline__ Walk(const Axis& axis, int result, bool transposed)
      : position(0), source(result * axis.stride - axis.padding) {
    if (transposed) {
      int at = result + axis.padding;
      while (position < axis.every && at % axis.stride != 0) {
        position++;
        at -= axis.dilation;
      }
      position = position < axis.every ? position : axis.kernel;
      source = at / axis.stride;
    }
  }
};

__device__ __forceinline__ bool isInside(int source, const Axis& axis) {
  return static_cast<unsigned>(source) < static_cast<unsigned>(axis.sources);
}

/** Which results are a thread's: a pixel, a stretch of channels and of rows. */
template <int CHANNELS>
struct WindowPlace {
  int y;
  int x;
  int group;
  /** First channel, within the group. */
  int channel;
  int firstRow;
  /** Whether the padding of the rows is this thread's too. */
  bool first;

  __device__ __forceinline__ explicit WindowPlace(const Windows& windows) {
    // A comment in the PTX, from which the build takes the manifest's tile sizes.
    asm volatile("// tile %0 x %1" ::"n"(CHANNELS), "n"(WINDOW_THREADS));
    unsigned across = windows.columns.phases * windows.columns.perPhase;
    unsigned pixels = windows.rows.phases * windows.rows.perPhase * across;
    unsigned item = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned pixel = item % pixels;
    y = ordered(pixel / across, windows.rows);
    x = ordered(pixel % across, windows.columns);
    firstRow = static_cast<int>(item / pixels) * WINDOW_ROWS;
    int blocks = (windows.resultChannels + CHANNELS - 1) / CHANNELS;
    group = static_cast<int>(blockIdx.y) / blocks;
    channel = static_cast<int>(blockIdx.y) % blocks * CHANNELS;
    first = pixel == 0 && blockIdx.y == 0;
  }

  /** Phase by phase. */
  __device__ static __forceinline__ int ordered(unsigned n, const Axis& axis) {
    unsigned perPhase = axis.perPhase;
    return static_cast<int>(n % perPhase) * axis.phases + static_cast<int>(n / perPhase);
  }

  __device__ __forceinline__ bool inside(const Windows& windows, int rows) const {
    return y < windows.rows.results && x < windows.columns.results && firstRow < rows;
  }
};

template <int CHANNELS, int PLANES>
struct WindowSums {
  float at[PLANES][WINDOW_ROWS][CHANNELS];
};

/**
 * The sums of one thread. Source has bind(r, row), once for each of the thread's rows, and
 * values(r, at, x), its numbers for each plane; plane 1 is multiplied by |w|.
 *
 * @param weights in the order of use: for each group and stretch of CHANNELS channels
 *     [position][source channel][CHANNELS], past the last channel zero
 */
template <bool TRANSPOSED, int CHANNELS, int PLANES, class Multiply, class Source>
__device__ __forceinline__ void sumWindows(
    const Windows& windows, const WindowPlace<CHANNELS>& place, const float* weights,
    Source& source, int rows, WindowSums<CHANNELS, PLANES>& sums) {
#pragma unroll
  for (int r = 0; r < WINDOW_ROWS; r++) {
    source.bind(r, min(place.firstRow + r, rows - 1));
#pragma unroll
    for (int p = 0; p < PLANES; p++) {
#pragma unroll
      for (int c = 0; c < CHANNELS; c++) {
        sums.at[p][r][c] = 0.0f;
      }
    }
  }
  const Axis& down = windows.rows;
  const Axis& across = windows.columns;
  Walk startDown(down, place.y, TRANSPOSED);
  Walk startAcross(across, place.x, TRANSPOSED);
  int pixels = down.sources * across.sources;
  int channels = windows.sourceChannels;
  const float* own =
      weights + static_cast<size_t>(blockIdx.y) * (down.kernel * across.kernel) * channels * CHANNELS;
#pragma unroll 1
  for (int c = 0; c < channels; c += CHANNELS_AT_ONCE) {
    int count = min(CHANNELS_AT_ONCE, channels - c);
    unsigned plane = static_cast<unsigned>(place.group * channels + c) * pixels;
    int sy = startDown.source;
#pragma unroll 1
    for (int i = startDown.position; i < down.kernel; i += down.every, sy += down.step) {
      int sx = startAcross.source;
#pragma unroll 1
      for (int j = startAcross.position; j < across.kernel; j += across.every, sx += across.step) {
        if (!isInside(sy, down) || !isInside(sx, across)) {
          continue;
        }
        unsigned at = plane + sy * across.sources + sx;
        const float* w =
            own + (static_cast<size_t>(i * across.kernel + j) * channels + c) * CHANNELS;
        const float* end = w + count * CHANNELS;
#pragma unroll 1
        for (; w != end; w += CHANNELS, at += pixels) {
          float x[WINDOW_ROWS][PLANES];
#pragma unroll
          for (int r = 0; r < WINDOW_ROWS; r++) {
            source.values(r, at, x[r]);
          }
#pragma unroll
          for (int q = 0; q < CHANNELS / 4; q++) {
            Four four(loadOwn4(w + 4 * q)); // not load4: its addresses are sums of their own
#pragma unroll
            for (int n = 0; n < 4; n++) {
#pragma unroll
              for (int p = 0; p < PLANES; p++) {
                float factor = p == 0 ? four.at[n] : fabsf(four.at[n]);
#pragma unroll
                for (int r = 0; r < WINDOW_ROWS; r++) {
                  float& sum = sums.at[p][r][4 * q + n];
                  sum = Multiply::add(x[r][p], factor, sum);
                }
              }
            }
          }
        }
      }
    }
  }
}

/** Calls finish(row, column, planes) for each result of a thread that is there. */
template <int CHANNELS, int PLANES, class Finish>
__device__ __forceinline__ void forEachResult(
    const Windows& windows, const WindowPlace<CHANNELS>& place,
    const WindowSums<CHANNELS, PLANES>& sums, int rows, const Finish& finish) {
  int pixels = windows.rows.results * windows.columns.results;
  int pixel = place.y * windows.columns.results + place.x;
#pragma unroll
  for (int c = 0; c < CHANNELS; c++) {
    if (place.channel + c < windows.resultChannels) {
      int channel = place.group * windows.resultChannels + place.channel + c;
#pragma unroll
      for (int r = 0; r < WINDOW_ROWS; r++) {
        if (place.firstRow + r < rows) {
          float planes[PLANES];
#pragma unroll
          for (int p = 0; p < PLANES; p++) {
            planes[p] = sums.at[p][r][c];
          }
          finish(place.firstRow + r, channel * pixels + pixel, planes);
        }
      }
    }
  }
}

/** Zeros behind the width of a thread's rows, if they are its. */
template <int CHANNELS>
__device__ __forceinline__ void clearPadding(
    const WindowPlace<CHANNELS>& place, float* matrix, int ld, int width, int rows) {
  if (place.first) {
    for (int row = place.firstRow; row < min(place.firstRow + WINDOW_ROWS, rows); row++) {
      for (int k = width; k < ld; k++) {
        matrix[static_cast<size_t>(row) * ld + k] = 0.0f;
      }
    }
  }
}

/** Where a thread's rows begin; Layout.MOST_FLOATS keeps floats of a matrix countable in 32 bits. */
struct SourceRows {
  unsigned ld;
  unsigned row[WINDOW_ROWS];

  __device__ __forceinline__ explicit SourceRows(int ld) : ld(ld) {}

  __device__ __forceinline__ void bind(int r, int index) {
    row[r] = static_cast<unsigned>(index) * ld;
  }
};

/** A matrix as the source. */
struct PlainSource : SourceRows {
  const float* matrix;

  __device__ __forceinline__ PlainSource(const float* matrix, int ld)
      : SourceRows(ld), matrix(matrix) {}

  __device__ __forceinline__ void values(int r, unsigned at, float (&x)[1]) const {
    x[0] = matrix[row[r] + at];
  }
};
