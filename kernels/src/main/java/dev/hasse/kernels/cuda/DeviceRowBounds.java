package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/** One bound a row, double. */
final class DeviceRowBounds implements Tensor.RowBounds {
  private final DeviceQueue queue;
  private final RowMap map;
  private DeviceBlock block;

  /**
   * For a verb to write.
   *
   * @param map a holder of it is handed over
   */
  DeviceRowBounds(DeviceQueue queue, RowMap map) {
    this.queue = queue;
    this.map = map;
    this.block = queue.take((long) map.rows() * Double.BYTES);
  }

  RowMap map() {
    return map;
  }

  long lower() {
    return block.at(0);
  }

  @Override
  public double[] download() {
    queue.enter();
    return Transfers.downloadDoubles(queue, block.start(), map.rows());
  }

  @Override
  public void close() {
    if (block != null) {
      block.release();
      block = null;
      map.release();
    }
  }
}
