package dev.hasse.kernels.cuda;

/** Biases of the maps that are trained, and the gradients by them. */
final class TrainingBiases {
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
    boolean shared = map.pixels() > 1;
    KernelLaunch launch =
        queue
            .launch(shared ? Kernel.CHANNEL_GRADIENT : Kernel.BIAS_GRADIENT)
            .pointer(y.at())
            .integer(y.leading())
            .integer(y.rows())
            .integer(map.biases());
    if (shared) {
      launch.integer(map.pixels());
    }
    launch.pointer(factors(of, y)).pointer(gradient).over(1, map.biases());
  }

  private static long factors(DeviceValues of, DeviceValues rows) {
    if (of == null) {
      return 0;
    }
    of.require(rows.rows(), 1);
    return of.at();
  }
}
