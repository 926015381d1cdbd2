package dev.hasse.kernels.cuda;

import dev.hasse.numeric.RoundingError;

/**
 * What the verbs on affine maps launch for a convolution. Intervals, magnitudes and points take its
 * windows, rows those of its transpose; constants of rows are those of a dense map, whose sums are
 * as long as the outputs that one input reaches.
 */
final class ConvolutionVerbs {
  /** Rows that a thread takes: WINDOW_ROWS of windows.cuh. */
  private static final int ROWS = 4;

  private final DeviceQueue queue;

  ConvolutionVerbs(DeviceQueue queue) {
    this.queue = queue;
  }

  void interval(DeviceAffine map, DeviceInterval x, DeviceInterval y) {
    DeviceConvolution windows = map.convolution();
    KernelLaunch launch =
        queue
            .launch(Kernel.INTERVAL_CONVOLUTION)
            .pointer(windows.forwardGeometry())
            .pointer(windows.forwardWeights())
            .pointer(map.bias())
            .pointer(map.finishError())
            .single(map.map().radiusInflation())
            .pointer(x.lower())
            .pointer(x.upper())
            .integer(x.leading())
            .integer(x.boxes())
            .integer(map.outputs())
            .pointer(y.lower())
            .pointer(y.upper())
            .integer(y.leading())
            .pointer(y.undefined());
    overWindows(launch, Kernel.INTERVAL_CONVOLUTION, windows.forward(), x.boxes());
  }

  void magnitude(DeviceAffine map, DeviceInterval x, DeviceMagnitude v) {
    DeviceConvolution windows = map.convolution();
    KernelLaunch launch =
        queue
            .launch(Kernel.MAGNITUDE_CONVOLUTION)
            .pointer(windows.forwardGeometry())
            .pointer(windows.forwardWeights())
            .pointer(map.magnitudeOffset())
            .pointer(x.lower())
            .pointer(x.upper())
            .integer(x.leading())
            .integer(x.boxes())
            .integer(map.outputs())
            .pointer(v.values())
            .integer(v.leading());
    overWindows(launch, Kernel.MAGNITUDE_CONVOLUTION, windows.forward(), x.boxes());
  }

  void forward(DeviceAffine map, DevicePoints x, DevicePoints y) {
    DeviceConvolution windows = map.convolution();
    KernelLaunch launch =
        queue
            .launch(Kernel.FORWARD_CONVOLUTION)
            .pointer(windows.forwardGeometry())
            .pointer(windows.forwardWeights())
            .pointer(map.bias())
            .pointer(x.values())
            .integer(x.leading())
            .integer(x.count())
            .integer(map.outputs())
            .pointer(y.values())
            .integer(y.leading());
    overWindows(launch, Kernel.FORWARD_CONVOLUTION, windows.forward(), x.count());
  }

  /** The rows' coefficients are cleared first: most of each row is zero. */
  void start(DeviceAffine map, RowMap rowMap, DeviceMagnitude magnitude, DeviceRows rows) {
    double gamma = RoundingError.floatGammaOfComputed(2, map.map().relative());
    rows.clearCoefficients();
    queue
        .launch(Kernel.START_CONVOLUTION)
        .pointer(map.convolution().forwardGeometry())
        .pointer(map.convolution().weights())
        .pointer(map.bias())
        .real(map.map().exact() ? 0 : gamma)
        .pointer(magnitude.values())
        .integer(magnitude.leading())
        .pointer(rowMap.rowBox())
        .pointer(rowMap.rowNeuron())
        .integer(rows.rows())
        .integer(rows.leading())
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .over(rows.rows(), map.inputs());
  }

  /**
   * The product and the constants.
   *
   * @param rows wait for no lines
   * @param back is written
   */
  void back(DeviceAffine map, DeviceRows rows, DeviceMagnitude magnitude, DeviceRows back) {
    DeviceConvolution windows = map.convolution();
    KernelLaunch launch =
        queue
            .launch(windows.backKernel())
            .pointer(windows.backGeometry())
            .pointer(windows.backWeights())
            .pointer(rows.coefficients())
            .integer(rows.leading())
            .integer(rows.rows())
            .pointer(back.coefficients())
            .integer(back.leading())
            .integer(map.inputs());
    overWindows(launch, windows.backKernel(), windows.back(), rows.rows());
    queue
        .launch(Kernel.CONVOLUTION_CONSTANTS)
        .pointer(rows.coefficients())
        .integer(rows.leading())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(map.bias())
        .pointer(magnitude.values())
        .pointer(magnitude.inputSum())
        .real(map.price())
        .integer(map.map().backTerms())
        .integer(rows.rows())
        .pointer(back.constant())
        .over(rows.rows(), map.outputs());
  }

  /** A thread for each pixel of a channel and {@link #ROWS} rows, blocks for each few channels. */
  static void overWindows(KernelLaunch launch, Kernel kernel, WindowGeometry windows, int rows) {
    int groups = -Math.floorDiv(-rows, ROWS);
    launch.over(
        windows.channels(kernel.grid().tileRows()), Math.multiplyExact(groups, windows.pixels()));
  }
}
