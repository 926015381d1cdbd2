package dev.hasse.kernels.cuda;

import dev.hasse.compute.DeviceMemoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The device memory of one stream, used again without asking the driver: allocating costs it a
 * hundred microseconds, and freeing waits for the device. A block that is given back may still be
 * read by kernels in flight; the next holder's kernels follow them in the same stream, so nothing
 * has to wait.
 *
 * <p>One thread at a time takes and gives back. When the device runs out of memory any lane's
 * thread may empty the caches of all, which is why these are guarded.
 */
final class DevicePool implements AutoCloseable {
  /** A block up to this many classes larger serves as well: less than twice the size. */
  private static final int NEXT_CLASSES = 3;

  private final CudaDevice device;
  private final CUstream stream;
  private final List<Deque<DeviceBlock>> cached = new ArrayList<>();
  private final List<DeviceBlock> all = new ArrayList<>();
  private boolean closed;

  DevicePool(CudaDevice device, CUstream stream) {
    this.device = device;
    this.stream = stream;
    for (int k = 0; k < SizeClass.COUNT; k++) {
      cached.add(new ArrayDeque<>(0));
    }
    device.add(this);
  }

  /**
   * A block of at least so many bytes with one holder; it holds old values.
   *
   * @throws DeviceMemoryException when there is no room even after all caches were emptied
   */
  DeviceBlock take(long bytes) {
    int sizeClass = SizeClass.of(bytes);
    DeviceBlock block = takeCached(sizeClass);
    return (block == null ? allocate(sizeClass) : block).hold();
  }

  private synchronized DeviceBlock takeCached(int sizeClass) {
    for (int k = sizeClass; k <= Math.min(sizeClass + NEXT_CLASSES, SizeClass.COUNT - 1); k++) {
      DeviceBlock block = cached.get(k).poll();
      if (block != null) {
        return block;
      }
    }
    return null;
  }

  private DeviceBlock allocate(int sizeClass) {
    long bytes = SizeClass.bytes(sizeClass);
    DeviceAddress address = device.tryAllocate(bytes);
    if (address == null) {
      device.emptyCaches();
      address = device.tryAllocate(bytes);
    }
    if (address == null) {
      throw new DeviceMemoryException(
          device.description() + " has no room for " + bytes + " more bytes", null);
    }
    DeviceBlock block = new DeviceBlock(this, address, sizeClass);
    synchronized (this) {
      all.add(block);
    }
    return block;
  }

  synchronized void giveBack(DeviceBlock block) {
    if (!closed) {
      cached.get(block.sizeClass()).push(block);
    }
  }

  /**
   * Frees what nobody holds. What was given back before this begins may be in use by kernels that
   * are in the stream already, so these are waited for.
   */
  synchronized void emptyCache() {
    if (closed || cached.stream().allMatch(Deque::isEmpty)) {
      return;
    }
    device.status().check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    for (Deque<DeviceBlock> blocks : cached) {
      all.removeAll(blocks);
      blocks.forEach(block -> device.free(block.start()));
      blocks.clear();
    }
  }

  /** Frees everything, held or not. The stream must have nothing left to do. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      device.remove(this);
      all.forEach(block -> device.free(block.start()));
      all.clear();
      cached.clear();
    }
  }
}
