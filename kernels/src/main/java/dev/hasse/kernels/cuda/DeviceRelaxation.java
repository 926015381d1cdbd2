package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * The lines around a ReLU in one block: lower slopes, upper slopes, upper intercepts, and the
 * largest magnitudes of the pre-activations. Rows that still have to pass the lines hold it too.
 */
final class DeviceRelaxation implements Tensor.Relaxation {
  private final int width;
  private final long matrix;
  private final DeviceBlock block;
  private boolean closed;

  DeviceRelaxation(DeviceQueue queue, int boxes, int width) {
    this.width = width;
    this.matrix = Layout.matrixBytes(boxes, width);
    this.block = queue.take(4 * matrix);
  }

  int leading() {
    return Layout.leading(width);
  }

  long lowerSlope() {
    return block.at(0);
  }

  long upperSlope() {
    return block.at(matrix);
  }

  long upperIntercept() {
    return block.at(2 * matrix);
  }

  long magnitude() {
    return block.at(3 * matrix);
  }

  /** Keeps the lines beyond {@link #close}; each hold wants a {@link #release}. */
  DeviceRelaxation hold() {
    block.hold();
    return this;
  }

  void release() {
    block.release();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      block.release();
    }
  }
}
