package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Factor;
import dev.hasse.network.Convolution;

/**
 * The weights of a convolution as the kernels of windows want them: packed for it and for its
 * transpose, with and without signs. The kernels are those of bounds; that of points adds a bias,
 * here of zeros.
 */
final class TrainedWindows {
  private static final Kernel FORWARD = Kernel.FORWARD_CONVOLUTION;

  private final Convolution map;
  private final WindowGeometry forward;
  private final WindowGeometry back;
  private final Kernel backKernel;
  private final long backGeometry;
  private final long zeros;
  private final long forwardWeights;
  private final long forwardMagnitudes;
  private final long backWeights;
  private final long backMagnitudes;
  private final DeviceBlock block;

  /** Makes room and uploads the geometry; {@link #refresh} fills in the weights. */
  TrainedWindows(DeviceQueue queue, Convolution map) {
    this.map = map;
    this.forward = WindowGeometry.of(map);
    this.back = WindowGeometry.transposeOf(map);
    this.backKernel = DeviceConvolution.backKernel(back.resultChannels());
    int[] shape = forward.packed();
    long geometry = Layout.aligned((long) shape.length * Integer.BYTES);
    long packedForward = Layout.matrixBytes(1, forward.packedCount(stretch(FORWARD)));
    long packedBack = Layout.matrixBytes(1, back.packedCount(stretch(backKernel)));
    this.backGeometry = geometry;
    this.zeros = backGeometry + geometry;
    this.forwardWeights = zeros + Layout.matrixBytes(1, map.outputs());
    this.forwardMagnitudes = forwardWeights + packedForward;
    this.backWeights = forwardMagnitudes + packedForward;
    this.backMagnitudes = backWeights + packedBack;
    this.block = queue.take(backMagnitudes + packedBack);
    Transfers.uploadInts(queue, block.start(), shape);
    Transfers.uploadInts(queue, block.start().plus(backGeometry), back.packed());
    queue.zero(block.start().plus(zeros), forwardWeights - zeros);
  }

  private static int stretch(Kernel kernel) {
    return kernel.grid().tileRows();
  }

  /**
   * Takes the weights as they are now.
   *
   * @param weights where they are, as in {@link Convolution#weights()}
   */
  void refresh(DeviceQueue queue, long weights) {
    for (Factor factor : Factor.values()) {
      pack(queue, weights, geometry(), forward, stretch(FORWARD), factor, forwardWeights(factor));
      pack(
          queue,
          weights,
          block.at(backGeometry),
          back,
          stretch(backKernel),
          factor,
          backWeights(factor));
    }
  }

  private void pack(
      DeviceQueue queue,
      long weights,
      long geometry,
      WindowGeometry windows,
      int stretch,
      Factor factor,
      long to) {
    int count = windows.packedCount(stretch);
    queue
        .launch(Kernel.PACK_WINDOWS)
        .pointer(geometry)
        .pointer(weights)
        .integer(stretch)
        .integer(windows == back ? 1 : 0)
        .integer(TrainedMap.bits(factor))
        .integer(count)
        .pointer(to)
        .over(1, count);
  }

  private long forwardWeights(Factor factor) {
    return block.at(factor == Factor.WEIGHTS ? forwardWeights : forwardMagnitudes);
  }

  private long backWeights(Factor factor) {
    return block.at(factor == Factor.WEIGHTS ? backWeights : backMagnitudes);
  }

  Convolution map() {
    return map;
  }

  /** That of the convolution, on the device. */
  long geometry() {
    return block.at(0);
  }

  /** {@code y = x F'}. */
  void forward(DeviceQueue queue, DeviceValues x, Factor factor, DeviceValues y) {
    KernelLaunch launch =
        queue
            .launch(FORWARD)
            .pointer(geometry())
            .pointer(forwardWeights(factor))
            .pointer(block.at(zeros))
            .pointer(x.at())
            .integer(x.leading())
            .integer(x.rows())
            .integer(map.outputs())
            .pointer(y.at())
            .integer(y.leading());
    ConvolutionVerbs.overWindows(launch, FORWARD, forward, x.rows());
  }

  /** {@code x = y F}. */
  void back(DeviceQueue queue, DeviceValues y, Factor factor, DeviceValues x) {
    KernelLaunch launch =
        queue
            .launch(backKernel)
            .pointer(block.at(backGeometry))
            .pointer(backWeights(factor))
            .pointer(y.at())
            .integer(y.leading())
            .integer(y.rows())
            .pointer(x.at())
            .integer(x.leading())
            .integer(map.inputs());
    ConvolutionVerbs.overWindows(launch, backKernel, back, y.rows());
  }
}
