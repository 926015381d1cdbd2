// kernel               block  grid                                                        dynamic shared memory
// trainedProduct         128  (ceil(LD(columns) / 64), ceil(rows / 64))                   0
// gradientTiles          128  (ceil(LD(inputs) / 64), slices * ceil(outputs / 64))        0
// windowGradientTiles    128  (ceil(LD(weights) / 64), slices * groups * ceil(c / 64))    0
// all others             256  any; they stride over single numbers                        0
//
// Maps whose weights change with each step of training, and the gradients by them. Weights and
// biases of all maps are one vector without padding (compute.training.Parameters); from it the
// padded matrices and packed windows are made that products want. Matrices of samples and rows are
// float [rows][LD(width)], padding zero. No bound rests on any of this: round to nearest.
//
// A gradient is a sum over all rows, for a convolution over their pixels too: long, and of few
// results. So it is cut into slices, each a row of blocks with sums of its own, which are added in
// the order of the slices: no atomics, and the same result each time. c is the number of output
// channels of a group, weights is how many of them an output channel has.

#include "numbers.cuh"
#include "tiles.cuh"
#include "windows.cuh"

namespace {

/** 64 x 64, 128 threads: batches of training are a few hundred rows, and larger tiles too few. */
using TrainingTile = Tile<1, 4, 1, 1, 4>;

/** B with some bits of each number: all of them, or all but the sign. */
struct MaskedRight : Right<TrainingTile, false> {
  int mask;

  __device__ __forceinline__ MaskedRight(const float* matrix, int ld, int depth, int mask)
      : Right<TrainingTile, false>(matrix, ld, depth), mask(mask) {}

  __device__ __forceinline__ float4 value() const {
    Four x(staged);
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = __int_as_float(__float_as_int(x.at[j]) & mask);
    }
    return x.packed();
  }
};

/** Which stretch of the sums is this block's, and which of the results. */
struct Slice {
  int begin;
  int end;
  /** Row of the grid's tiles where the results of this block's group begin. */
  int firstRow;
  int group;

  __device__ __forceinline__ Slice(int groups, int channels, int sliceDepth, int depth) {
    int tiles = (channels + TrainingTile::ROWS - 1) / TrainingTile::ROWS;
    int tile = blockIdx.y % tiles;
    int block = blockIdx.y / tiles;
    firstRow = (static_cast<int>(blockIdx.y) - tile) * TrainingTile::ROWS;
    group = block % groups;
    begin = block / groups * sliceDepth;
    end = begin + min(sliceDepth, depth - begin);
  }
};

/** The transpose of a matrix as A; zeros behind the slice. */
struct TransposedLeft {
  const float* matrix;
  int ld;
  int columns;
  int firstRow;
  int k;
  int end;
  float4 staged;

  __device__ __forceinline__ TransposedLeft(
      const float* matrix, int ld, int columns, const Slice& slice)
      : matrix(matrix), ld(ld), columns(columns), firstRow(slice.firstRow), k(slice.begin),
        end(slice.end) {}

  __device__ __forceinline__ void bind(int, int row, int first) {
    matrix += min(row - firstRow, columns - 1);
    k += first;
  }

  __device__ __forceinline__ void fetch(int) {
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = k + j < end ? matrix[static_cast<size_t>(k + j) * ld] : 0.0f;
    }
    staged = x.packed();
    k += TrainingTile::DEPTH;
  }

  __device__ __forceinline__ float4 plane(int, int) const { return staged; }
};

/** Channels of images as A: a channel a row, the pixels of all images side by side. */
struct ChannelsLeft {
  const float* images;
  int ld;
  int pixels;
  int channels;
  int firstRow;
  int k;
  int end;
  float4 staged;

  __device__ __forceinline__ ChannelsLeft(
      const float* images, int ld, const Windows& windows, const Slice& slice)
      : ld(ld),
        pixels(windows.rows.results * windows.columns.results),
        channels(windows.resultChannels),
        firstRow(slice.firstRow),
        k(slice.begin),
        end(slice.end) {
    this->images = images + static_cast<size_t>(slice.group) * channels * pixels;
  }

  __device__ __forceinline__ void bind(int, int row, int first) {
    images += static_cast<size_t>(min(row - firstRow, channels - 1)) * pixels;
    k += first;
  }

  __device__ __forceinline__ void fetch(int) {
    Four x;
    unsigned pixel = static_cast<unsigned>(k) % pixels;
    const float* image = images + static_cast<size_t>(static_cast<unsigned>(k) / pixels) * ld;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = k + j < end ? image[pixel] : 0.0f;
      bool last = ++pixel == static_cast<unsigned>(pixels);
      pixel = last ? 0 : pixel;
      image += last ? ld : 0;
    }
    staged = x.packed();
    k += TrainingTile::DEPTH;
  }

  __device__ __forceinline__ float4 plane(int, int) const { return staged; }
};

/** Windows of images as B: a column for each weight of a channel, a row for each pixel. */
struct WindowsRight {
  const float* images;
  int ldx;
  /** Floats of a row of the result: columns from here on are nobody's. */
  int ld;
  int k;
  int last;
  const Windows& windows;
  float4 staged;
  /** Of each of a thread's four columns: where it is from the pixel under the window's corner. */
  int offset[4];
  int down[4];
  int across[4];

  __device__ __forceinline__ WindowsRight(
      const float* images, int ldx, int ld, const Windows& windows, const Slice& slice)
      : images(images),
        ldx(ldx),
        ld(ld),
        k(slice.begin + static_cast<int>(threadIdx.x) / (TrainingTile::COLUMNS / 4)),
        last(slice.end - 1),
        windows(windows) {
    int kernel = windows.rows.kernel * windows.columns.kernel;
    int first = TrainingTile::firstColumn() + threadIdx.x % (TrainingTile::COLUMNS / 4) * 4;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int weight = min(first + j, windows.sourceChannels * kernel - 1);
      int channel = slice.group * windows.sourceChannels + weight / kernel;
      int position = weight % kernel;
      down[j] = position / windows.columns.kernel * windows.rows.dilation - windows.rows.padding;
      across[j] =
          position % windows.columns.kernel * windows.columns.dilation - windows.columns.padding;
      offset[j] = (channel * windows.rows.sources + down[j]) * windows.columns.sources + across[j];
    }
  }

  __device__ __forceinline__ void fetch() {
    unsigned pixels = windows.rows.results * windows.columns.results;
    unsigned at = min(k, last);
    unsigned pixel = at % pixels;
    int top = static_cast<int>(pixel / windows.columns.results) * windows.rows.stride;
    int left = static_cast<int>(pixel % windows.columns.results) * windows.columns.stride;
    const float* image = images + static_cast<size_t>(at / pixels) * ldx;
    int corner = top * windows.columns.sources + left;
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      bool inside =
          isInside(top + down[j], windows.rows) && isInside(left + across[j], windows.columns);
      x.at[j] = inside ? image[offset[j] + corner] : 0.0f;
    }
    staged = x.packed();
    k += TrainingTile::DEPTH;
  }

  __device__ __forceinline__ float4 value() const { return staged; }
};

/** The block's tile, with whatever is in its rows and columns outside. */
__device__ __forceinline__ void storeTile(
    const Sums<TrainingTile>& sums, float* tiles, int ld) {
  forEachFour<TrainingTile>(
      sums, gridDim.y * TrainingTile::ROWS, ld, [&](int row, int column, const Four (&s)[1]) {
        store4(tiles + static_cast<size_t>(row) * ld + column, s[0].packed());
      });
}

}  // namespace

extern "C" {

/**
 * C = A B, of each number of B the bits of the mask: B or |B|.
 *
 * @param lda LD(depth)
 * @param b [depth][ldc]
 * @param ldc LD(columns)
 */
__global__ void __launch_bounds__(TrainingTile::THREADS, TrainingTile::RESIDENT) trainedProduct(
    const float* __restrict__ a, int lda, int rows, const float* __restrict__ b, int depth,
    int mask, float* __restrict__ c, int ldc, int columns) {
  __shared__ TrainingTile::Shared shared;
  PlainLeft<TrainingTile> left(a, lda, rows);
  MaskedRight right(b, ldc, depth, mask);
  Sums<TrainingTile> sums;
  product<TrainingTile, MultiplyNearest>(shared, left, right, lda, sums);
  forEachFour<TrainingTile>(sums, rows, ldc, [&](int row, int column, const Four (&s)[1]) {
    storePadded(c, ldc, columns, row, column, s[0]);
  });
}

/**
 * Y' X, slice by slice.
 *
 * @param y [rows][ldy], over the outputs
 * @param x [rows][ldx], over the inputs
 * @param sliceDepth rows of a slice, a multiple of 8
 * @param tiles [slice][outputs, filled up to 64s][ldx]
 */
__global__ void __launch_bounds__(TrainingTile::THREADS, TrainingTile::RESIDENT) gradientTiles(
    const float* __restrict__ y, int ldy, int outputs, const float* __restrict__ x, int ldx,
    int rows, int sliceDepth, float* __restrict__ tiles) {
  __shared__ TrainingTile::Shared shared;
  Slice slice(1, outputs, sliceDepth, rows);
  TransposedLeft left(y, ldy, outputs, slice);
  Right<TrainingTile, false> right(
      x + static_cast<size_t>(slice.begin) * ldx, ldx, slice.end - slice.begin);
  Sums<TrainingTile> sums;
  product<TrainingTile, MultiplyNearest>(shared, left, right, slice.end - slice.begin, sums);
  storeTile(sums, tiles, ldx);
}

/**
 * The same of a convolution, summed over its positions.
 *
 * @param geometry the convolution
 * @param sliceDepth pixels of a slice, a multiple of 8; there are rows times output pixels
 * @param tiles [slice][group][output channels of the group, filled up to 64s][ld]
 * @param ld LD(weights of an output channel)
 */
__global__ void __launch_bounds__(TrainingTile::THREADS, TrainingTile::RESIDENT)
    windowGradientTiles(
        const Windows* __restrict__ geometry, const float* __restrict__ y, int ldy,
        const float* __restrict__ x, int ldx, int rows, int groups, int sliceDepth,
        float* __restrict__ tiles, int ld) {
  __shared__ TrainingTile::Shared shared;
  const Windows& windows = *geometry;
  int pixels = windows.rows.results * windows.columns.results;
  Slice slice(groups, windows.resultChannels, sliceDepth, rows * pixels);
  ChannelsLeft left(y, ldy, windows, slice);
  WindowsRight right(x, ldx, ld, windows, slice);
  Sums<TrainingTile> sums;
  product<TrainingTile, MultiplyNearest>(shared, left, right, slice.end - slice.begin, sums);
  storeTile(sums, tiles, ld);
}

/**
 * Adds the slices to a gradient, in their order.
 *
 * @param sliceRows rows of the tiles of a slice
 * @param channels outputs of a group; of a dense map all
 * @param groupRows the same, filled up to 64s
 * @param outputs of all groups
 * @param columns weights of an output
 * @param weights whose signs to multiply by, or null
 * @param gradient [outputs][columns] without padding
 */
__global__ void __launch_bounds__(256) addGradientTiles(
    const float* __restrict__ tiles, int ld, int slices, int sliceRows, int channels,
    int groupRows, int outputs, int columns, const float* __restrict__ weights,
    float* __restrict__ gradient) {
  unsigned count = static_cast<unsigned>(outputs) * static_cast<unsigned>(columns);
  for (unsigned k = firstNumber(); k < count; k += numberStride()) {
    int output = k / columns;
    int row = output / channels * groupRows + output % channels;
    const float* at = tiles + static_cast<size_t>(row) * ld + k % columns;
    float sum = 0.0f;
    for (int s = 0; s < slices; s++, at += static_cast<size_t>(sliceRows) * ld) {
      sum = __fadd_rn(sum, *at);
    }
    if (weights != nullptr) {
      float w = weights[k];
      sum = w == 0.0f ? 0.0f : w < 0.0f ? -sum : sum;
    }
    gradient[k] = __fadd_rn(gradient[k], sum);
  }
}

/**
 * A padded matrix from weights without padding: itself or its transpose.
 *
 * @param weights entry (r, c) is at r rowStride + c columnStride
 * @param to [rows][ld]
 */
__global__ void __launch_bounds__(256) layOutWeights(
    const float* __restrict__ weights, int rows, int columns, int rowStride, int columnStride,
    float* __restrict__ to, int ld) {
  unsigned count = static_cast<unsigned>(rows) * static_cast<unsigned>(ld);
  for (unsigned k = firstNumber(); k < count; k += numberStride()) {
    size_t row = k / ld;
    size_t column = k % ld;
    bool inside = column < static_cast<size_t>(columns);
    to[k] = inside ? weights[row * rowStride + column * columnStride] : 0.0f;
  }
}

/**
 * A convolution's weights in the order of use (WindowGeometry.packed).
 *
 * @param geometry the convolution, or its transpose
 * @param weights [output channel][input channel of the group][position]
 * @param stretch result channels that a thread takes
 * @param transposed whether the geometry is the transpose's
 * @param mask bits of each number to take: all, or all but the sign
 * @param count of the packed weights
 * @param packed [group][stretch][position][source channel][result channel of the stretch]
 */
__global__ void __launch_bounds__(256) packWindows(
    const Windows* __restrict__ geometry, const float* __restrict__ weights, int stretch,
    int transposed, int mask, int count, float* __restrict__ packed) {
  unsigned kernel = geometry->rows.kernel * geometry->columns.kernel;
  unsigned sources = geometry->sourceChannels;
  unsigned results = geometry->resultChannels;
  unsigned stretches = (results + stretch - 1) / stretch;
  for (unsigned k = firstNumber(); k < static_cast<unsigned>(count); k += numberStride()) {
    unsigned source = k / stretch % sources;
    unsigned position = k / stretch / sources % kernel;
    unsigned block = k / stretch / sources / kernel;
    unsigned group = block / stretches;
    unsigned result = block % stretches * stretch + k % stretch;
    size_t pair = transposed ? static_cast<size_t>(group * sources + source) * results + result
                             : static_cast<size_t>(group * results + result) * sources + source;
    int bits = result < results ? __float_as_int(weights[pair * kernel + position]) : 0;
    packed[k] = __int_as_float(bits & mask);
  }
}
}
