package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * The lines around an activation in one block: lower slopes, upper slopes, upper intercepts, the
 * largest magnitudes of the pre-activations, and lower intercepts unless it is a ReLU. Rows that
 * still have to pass the lines hold it too.
 */
final class DeviceRelaxation implements Tensor.Relaxation {
  /** The matrices of the block in their order. */
  static final int LOWER_SLOPE = 0;

  static final int UPPER_SLOPE = 1;
  static final int UPPER_INTERCEPT = 2;
  static final int MAGNITUDE = 3;
  static final int LOWER_INTERCEPT = 4;
  static final int PARTS = 5;

  private final int width;
  private final long matrix;
  private final boolean lowerIntercepts;
  private final DeviceBlock block;
  private boolean closed;

  private DeviceRelaxation(DeviceQueue queue, int boxes, int width, boolean lowerIntercepts) {
    this.width = width;
    this.lowerIntercepts = lowerIntercepts;
    this.matrix = Layout.matrixBytes(boxes, width);
    this.block = queue.take((lowerIntercepts ? PARTS : PARTS - 1) * matrix);
  }

  /** Lower lines through the origin, for a verb to write. */
  static DeviceRelaxation ofRelu(DeviceQueue queue, int boxes, int width) {
    return new DeviceRelaxation(queue, boxes, width, false);
  }

  /**
   * Uploads lines with both intercepts.
   *
   * @param parts {@code [box][neuron]} flat, each
   */
  static DeviceRelaxation of(DeviceQueue queue, int boxes, int width, float[][] parts) {
    DeviceRelaxation lines = new DeviceRelaxation(queue, boxes, width, true);
    for (int part = 0; part < PARTS; part++) {
      DeviceAddress start = lines.block.start().plus(part * lines.matrix);
      Transfers.uploadMatrix(queue, start, boxes, width, parts[part]);
    }
    return lines;
  }

  int leading() {
    return Layout.leading(width);
  }

  long lowerSlope() {
    return part(LOWER_SLOPE);
  }

  long upperSlope() {
    return part(UPPER_SLOPE);
  }

  long upperIntercept() {
    return part(UPPER_INTERCEPT);
  }

  long magnitude() {
    return part(MAGNITUDE);
  }

  /** Whether the lower lines have intercepts: products do not apply such lines while they load. */
  boolean hasLowerIntercepts() {
    return lowerIntercepts;
  }

  /** 0 where there are none. */
  long lowerIntercept() {
    return lowerIntercepts ? part(LOWER_INTERCEPT) : 0;
  }

  private long part(int index) {
    return block.at(index * matrix);
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
