package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/** Values, a row of a matrix for each point. */
final class DevicePoints implements Tensor.Points {
  private final DeviceQueue queue;
  private final int count;
  private final int width;
  private DeviceBlock block;

  DevicePoints(DeviceQueue queue, int count, int width) {
    this.queue = queue;
    this.count = count;
    this.width = width;
    this.block = queue.take(Layout.matrixBytes(count, width));
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int width() {
    return width;
  }

  int leading() {
    return Layout.leading(width);
  }

  long values() {
    return block.at(0);
  }

  DeviceAddress start() {
    return block.start();
  }

  @Override
  public double[] download() {
    queue.enter();
    return Transfers.downloadMatrix(queue, block.start(), count, width);
  }

  @Override
  public void close() {
    if (block != null) {
      block.release();
      block = null;
    }
  }
}
