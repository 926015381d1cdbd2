package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * The lines around an activation in one block: lower slopes, upper slopes, upper intercepts, the
 * largest magnitudes of the pre-activations, and lower intercepts unless it is a ReLU. Rows that
 * still have to pass the lines hold it too.
 */
final class DeviceRelaxation implements Tensor.Relaxation {
  private final int width;
  private final long matrix;
  private final boolean lowerIntercepts;
  private final DeviceBlock block;
  private boolean closed;

  private DeviceRelaxation(DeviceQueue queue, int boxes, int width, boolean lowerIntercepts) {
    this.width = width;
    this.lowerIntercepts = lowerIntercepts;
    this.matrix = Layout.matrixBytes(boxes, width);
    this.block = queue.take((lowerIntercepts ? 5 : 4) * matrix);
  }

  /** Lower lines through the origin, for a verb to write. */
  static DeviceRelaxation ofRelu(DeviceQueue queue, int boxes, int width) {
    return new DeviceRelaxation(queue, boxes, width, false);
  }

  /** Lines with both intercepts, for a verb to write. */
  static DeviceRelaxation withIntercepts(DeviceQueue queue, int boxes, int width) {
    return new DeviceRelaxation(queue, boxes, width, true);
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

  /** Whether the lower lines have intercepts: products do not apply such lines while they load. */
  boolean hasLowerIntercepts() {
    return lowerIntercepts;
  }

  /** 0 where there are none. */
  long lowerIntercept() {
    return lowerIntercepts ? block.at(4 * matrix) : 0;
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
