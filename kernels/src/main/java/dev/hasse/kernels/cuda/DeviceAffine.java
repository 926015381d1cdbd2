package dev.hasse.kernels.cuda;

import dev.hasse.compute.FloatAffine;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/**
 * An affine map on the device: W and its transpose, or the diagonal, or a convolution; and for each
 * output the bias, the error of a finished interval, the offset of a magnitude, and the dust where
 * there is any.
 */
final class DeviceAffine {
  private final FloatAffine map;
  private final boolean dusty;
  private final DeviceConvolution convolution;
  private final DeviceBlock block;
  private final long transposed;
  private final long vectors;
  private final long vector;

  DeviceAffine(DeviceQueue queue, FloatAffine map) {
    int inputs = map.inputs();
    int outputs = map.outputs();
    this.map = map;
    this.dusty = map.dusty();
    this.vector = Layout.matrixBytes(1, outputs);
    boolean dense = !map.diagonal() && map.convolution() == null;
    this.convolution =
        map.convolution() == null
            ? null
            : new DeviceConvolution(queue, map.convolution(), map.weights());
    this.transposed = dense ? Layout.matrixBytes(outputs, inputs) : map.diagonal() ? vector : 0;
    this.vectors = transposed + (dense ? Layout.matrixBytes(inputs, outputs) : 0);
    this.block = queue.take(vectors + 4 * vector);
    if (map.diagonal()) {
      put(queue, 0, map.weights());
    }
    if (dense) {
      Transfers.uploadMatrix(queue, block.start(), outputs, inputs, map.weights());
      Transfers.uploadMatrix(
          queue, block.start().plus(transposed), inputs, outputs, map.transposed());
    }
    put(queue, vectors, map.bias());
    float[] values = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      values[i] = map.finishError(i);
    }
    put(queue, vectors + vector, values);
    for (int i = 0; i < outputs; i++) {
      values[i] = map.magnitudeOffset(i);
    }
    put(queue, vectors + 2 * vector, values);
    for (int i = 0; i < outputs; i++) {
      values[i] = Outward.floatUp(map.dust(i));
    }
    put(queue, vectors + 3 * vector, values);
  }

  private void put(DeviceQueue queue, long at, float[] values) {
    Transfers.uploadMatrix(queue, block.start().plus(at), 1, values.length, values);
  }

  FloatAffine map() {
    return map;
  }

  boolean diagonal() {
    return map.diagonal();
  }

  /** The windows, or null where the map is no convolution. */
  DeviceConvolution convolution() {
    return convolution;
  }

  /**
   * The price of one unit of magnitude: the sum behind a row's entry and the few roundings around.
   */
  double price() {
    return RoundingError.floatGammaOfComputed(map.backTerms() + 8L, map.relative());
  }

  /** Whether any weight was left out as too small. */
  boolean dusty() {
    return dusty;
  }

  int inputs() {
    return map.inputs();
  }

  int outputs() {
    return map.outputs();
  }

  /** W, {@code outputs x inputs}, or the diagonal. */
  long weights() {
    return block.at(0);
  }

  /** W transposed, {@code inputs x outputs}. */
  long transposed() {
    return block.at(transposed);
  }

  long bias() {
    return block.at(vectors);
  }

  long finishError() {
    return block.at(vectors + vector);
  }

  long magnitudeOffset() {
    return block.at(vectors + 2 * vector);
  }

  long dust() {
    return block.at(vectors + 3 * vector);
  }
}
