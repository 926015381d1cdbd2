package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * Parameters of rows at a ReLU in one block with Adam's two means of each: gradients and their
 * squares. The bounds that say what a parameter means are read when it is used, and it is put into
 * its range then, so tightening them in between is no harm.
 */
final class DeviceSlopes implements Tensor.Slopes {
  private final DeviceQueue queue;
  private final DeviceInterval bounds;
  private final int rows;
  private final long matrix;
  private DeviceBlock block;

  /**
   * Means of zero, and parameters for a verb to write.
   *
   * @param bounds of the pre-activations; not owned
   */
  DeviceSlopes(DeviceQueue queue, DeviceInterval bounds, int rows) {
    this.queue = queue;
    this.bounds = bounds;
    this.rows = rows;
    this.matrix = Layout.matrixBytes(rows, bounds.width());
    this.block = queue.take(3 * matrix);
    queue.zero(block.start().plus(matrix), 2 * matrix);
  }

  DeviceInterval bounds() {
    return bounds;
  }

  long parameters() {
    return block.at(0);
  }

  DeviceAddress start() {
    return block.start();
  }

  long means() {
    return block.at(matrix);
  }

  long squares() {
    return block.at(2 * matrix);
  }

  @Override
  public float[] download() {
    queue.enter();
    return Transfers.downloadFloats(queue, block.start(), rows, bounds.width());
  }

  @Override
  public void close() {
    if (block != null) {
      block.release();
      block = null;
    }
  }
}
