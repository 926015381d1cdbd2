package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Factor;
import dev.hasse.network.Convolution;

/** Products with the maps that are trained, and the gradients by their weights. */
final class TrainingProducts {
  private static final int TILE = Kernel.GRADIENT_TILES.grid().tileRows();

  private final DeviceQueue queue;
  private final TrainingMemory memory;

  TrainingProducts(DeviceQueue queue, TrainingMemory memory) {
    this.queue = queue;
    this.memory = memory;
  }

  /** {@code x F'}. */
  DeviceValues forward(TrainedMap map, DeviceValues x, Factor factor) {
    x.require(x.rows(), map.inputs());
    DeviceValues y = memory.take(x.rows(), map.outputs());
    if (map.matrix() != null) {
      multiply(x, map.matrix().transposed(), factor, y);
    } else if (map.windows() != null) {
      map.windows().forward(queue, x, factor, y);
    } else {
      scale(map, x, factor, y);
    }
    return y;
  }

  /** {@code y F}. */
  DeviceValues back(TrainedMap map, DeviceValues y, Factor factor) {
    y.require(y.rows(), map.outputs());
    DeviceValues x = memory.take(y.rows(), map.inputs());
    if (map.matrix() != null) {
      multiply(y, map.matrix().weights(), factor, x);
    } else if (map.windows() != null) {
      map.windows().back(queue, y, factor, x);
    } else {
      scale(map, y, factor, x);
    }
    return x;
  }

  private void multiply(DeviceValues a, long matrix, Factor factor, DeviceValues to) {
    queue
        .launch(Kernel.TRAINED_PRODUCT)
        .pointer(a.at())
        .integer(a.leading())
        .integer(a.rows())
        .pointer(matrix)
        .integer(a.width())
        .integer(TrainedMap.bits(factor))
        .pointer(to.at())
        .integer(to.leading())
        .integer(to.width())
        .over(to.rows(), to.width());
  }

  private void scale(TrainedMap map, DeviceValues x, Factor factor, DeviceValues to) {
    queue
        .launch(Kernel.MULTIPLY_COLUMNS)
        .pointer(x.at())
        .integer(x.leading())
        .integer(x.rows())
        .integer(x.width())
        .pointer(map.weights())
        .integer(TrainedMap.bits(factor))
        .pointer(to.at())
        .over(x.rows(), x.width());
  }

  /**
   * Adds {@code y' x}, with the weights' signs for magnitudes.
   *
   * @param map dense or a convolution
   * @param gradient where that of the map's weights is
   */
  void addWeightGradient(
      TrainedMap map, DeviceValues y, DeviceValues x, Factor factor, long gradient) {
    y.require(x.rows(), map.outputs());
    x.require(x.rows(), map.inputs());
    if (x.rows() == 0) {
      return;
    }
    if (map.windows() == null) {
      GradientShape shape = new GradientShape(1, map.outputs(), map.inputs(), x.rows());
      DeviceBlock tiles = queue.take(shape.bytes());
      ofMatrix(shape, y, x, tiles);
      add(shape, tiles, map, factor, gradient);
      tiles.release();
      return;
    }
    Convolution windows = map.windows().map();
    GradientShape shape =
        new GradientShape(
            windows.groups(),
            windows.outputChannels() / windows.groups(),
            windows.kernelSize(),
            (long) x.rows() * windows.outputPixels());
    DeviceBlock tiles = queue.take(shape.bytes());
    ofWindows(shape, map.windows(), y, x, tiles);
    add(shape, tiles, map, factor, gradient);
    tiles.release();
  }

  private void ofMatrix(GradientShape shape, DeviceValues y, DeviceValues x, DeviceBlock tiles) {
    queue
        .launch(Kernel.GRADIENT_TILES)
        .pointer(y.at())
        .integer(y.leading())
        .integer(y.width())
        .pointer(x.at())
        .integer(x.leading())
        .integer(x.rows())
        .integer(shape.slices().depth())
        .pointer(tiles.at(0))
        .over(shape.rows(), shape.columns());
  }

  private void ofWindows(
      GradientShape shape,
      TrainedWindows windows,
      DeviceValues y,
      DeviceValues x,
      DeviceBlock tiles) {
    queue
        .launch(Kernel.WINDOW_GRADIENT_TILES)
        .pointer(windows.geometry())
        .pointer(y.at())
        .integer(y.leading())
        .pointer(x.at())
        .integer(x.leading())
        .integer(x.rows())
        .integer(shape.groups())
        .integer(shape.slices().depth())
        .pointer(tiles.at(0))
        .integer(Layout.leading(shape.columns()))
        .over(shape.rows(), shape.columns());
  }

  private void add(
      GradientShape shape, DeviceBlock tiles, TrainedMap map, Factor factor, long gradient) {
    int outputs = shape.groups() * shape.channels();
    queue
        .launch(Kernel.ADD_GRADIENT_TILES)
        .pointer(tiles.at(0))
        .integer(Layout.leading(shape.columns()))
        .integer(shape.slices().count())
        .integer(shape.rows() / shape.slices().count())
        .integer(shape.channels())
        .integer(shape.groupRows())
        .integer(outputs)
        .integer(shape.columns())
        .pointer(factor == Factor.WEIGHTS ? 0 : map.weights())
        .pointer(gradient)
        .over(outputs, shape.columns());
  }

  /**
   * A gradient before its slices are added.
   *
   * @param groups of outputs
   * @param channels outputs of a group
   * @param columns weights of an output
   * @param slices of the sums
   */
  private record GradientShape(int groups, int channels, int columns, GradientSlices slices) {
    GradientShape(int groups, int channels, int columns, long terms) {
      this(groups, channels, columns, GradientSlices.of(tiles(groups, channels, columns), terms));
    }

    private static long tiles(int groups, int channels, int columns) {
      return groups
          * GradientSlices.ceiling(channels, TILE)
          * GradientSlices.ceiling(Layout.leading(columns), TILE);
    }

    /** Rows of a group, filled up to whole tiles. */
    int groupRows() {
      return Math.toIntExact(GradientSlices.ceiling(channels, TILE) * TILE);
    }

    /** Rows of all slices. */
    int rows() {
      return Math.multiplyExact(slices.count(), Math.multiplyExact(groups, groupRows()));
    }

    long bytes() {
      return Layout.matrixBytes(rows(), columns);
    }
  }
}
