package dev.hasse.kernels.cuda;

/**
 * A piece of device memory from a {@link DevicePool}, shared by counted holders. Used by one thread
 * at a time, like the lane it belongs to.
 */
final class DeviceBlock {
  private final DevicePool pool;
  private final DeviceAddress start;
  private final int sizeClass;
  private int holders;

  DeviceBlock(DevicePool pool, DeviceAddress start, int sizeClass) {
    this.pool = pool;
    this.start = start;
    this.sizeClass = sizeClass;
  }

  int sizeClass() {
    return sizeClass;
  }

  /** Where it begins. */
  DeviceAddress start() {
    return start;
  }

  /** The place so many bytes after its begin, as kernels take it. */
  long at(long offset) {
    return start.value() + offset;
  }

  /** One more holder. */
  DeviceBlock hold() {
    holders++;
    return this;
  }

  /** One holder less; after the last the pool may hand the memory out again. */
  void release() {
    holders--;
    if (holders == 0) {
      pool.giveBack(this);
    }
  }
}
