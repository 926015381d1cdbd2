package dev.hasse.kernels.cuda;

/** Biases of the maps that are trained, and the gradients by them. */
final class TrainingBiases {
  /** Eight for each thread of a block. */
  private static final int PIXELS_OF_SLICE = 8 * Kernel.CHANNEL_SUMS.grid().block();

  private static final int MOST_SLICES = 512;

  private final DeviceQueue queue;
  private final TrainingMemory memory;

  TrainingBiases(DeviceQueue queue, TrainingMemory memory) {
    this.queue = queue;
    this.memory = memory;
  }

  /**
   * Adds the bias to each row.
   *
   * @param of a factor of it for each row, of width 1; or null for ones
   */
  void add(TrainedMap map, DeviceValues y, DeviceValues of) {
    y.require(y.rows(), map.outputs());
    queue
        .launch(Kernel.ADD_BIAS)
        .pointer(y.at())
        .integer(y.leading())
        .integer(y.rows())
        .integer(y.width())
        .pointer(map.bias())
        .integer(map.pixels())
        .pointer(factors(of, y))
        .over(y.rows(), y.width());
  }

  /** {@code rows b}, of width 1. */
  DeviceValues product(TrainedMap map, DeviceValues rows) {
    rows.require(rows.rows(), map.outputs());
    DeviceValues result = memory.take(rows.rows(), 1);
    queue
        .launch(Kernel.BIAS_PRODUCT)
        .pointer(rows.at())
        .integer(rows.leading())
        .integer(rows.rows())
        .integer(rows.width())
        .pointer(map.bias())
        .integer(map.pixels())
        .pointer(result.at())
        .over(rows.rows(), rows.width());
    return result;
  }

  /**
   * Adds the sum of the rows.
   *
   * @param of a factor for each row, of width 1; or null for ones
   * @param gradient where that of the map's biases is
   */
  void addGradient(TrainedMap map, DeviceValues y, DeviceValues of, long gradient) {
    y.require(y.rows(), map.outputs());
    if (y.rows() == 0) {
      return;
    }
    if (map.pixels() == 1) {
      addSum(y.at(), y.rows(), map.biases(), factors(of, y), gradient);
      return;
    }
    int each = rowsOfSlice(y.rows(), map.pixels());
    int slices = Math.toIntExact(GradientSlices.ceiling(y.rows(), each));
    DeviceBlock sums = queue.take(Layout.matrixBytes(slices, map.biases()));
    queue
        .launch(Kernel.CHANNEL_SUMS)
        .pointer(y.at())
        .integer(y.leading())
        .integer(y.rows())
        .integer(map.biases())
        .integer(map.pixels())
        .pointer(factors(of, y))
        .integer(each)
        .pointer(sums.at(0))
        .integer(Layout.leading(map.biases()))
        .over(slices, map.biases());
    addSum(sums.at(0), slices, map.biases(), 0, gradient);
    sums.release();
  }

  private void addSum(long matrix, int rows, int width, long factors, long gradient) {
    queue
        .launch(Kernel.BIAS_GRADIENT)
        .pointer(matrix)
        .integer(Layout.leading(width))
        .integer(rows)
        .integer(width)
        .pointer(factors)
        .pointer(gradient)
        .over(1, width);
  }

  /** Enough pixels for a block, but not so few rows that there are too many slices to add. */
  private static int rowsOfSlice(int rows, int pixels) {
    long enough = GradientSlices.ceiling(PIXELS_OF_SLICE, pixels);
    return Math.toIntExact(Math.max(enough, GradientSlices.ceiling(rows, MOST_SLICES)));
  }

  private static long factors(DeviceValues of, DeviceValues rows) {
    if (of == null) {
      return 0;
    }
    of.require(rows.rows(), 1);
    return of.at();
  }
}
