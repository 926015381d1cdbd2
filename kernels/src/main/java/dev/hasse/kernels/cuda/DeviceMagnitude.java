package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * What rounding errors of an affine map's rows are proportional to, one a box and output; and for
 * each box the sum of its inputs' magnitudes, which underflow is proportional to.
 */
final class DeviceMagnitude implements Tensor.Magnitude {
  private final int outputs;
  private final long matrix;
  private DeviceBlock block;

  DeviceMagnitude(DeviceQueue queue, int boxes, int outputs) {
    this.outputs = outputs;
    this.matrix = Layout.matrixBytes(boxes, outputs);
    this.block = queue.take(matrix + (long) boxes * Float.BYTES);
  }

  int leading() {
    return Layout.leading(outputs);
  }

  long values() {
    return block.at(0);
  }

  long inputSum() {
    return block.at(matrix);
  }

  @Override
  public void close() {
    if (block != null) {
      block.release();
      block = null;
    }
  }
}
