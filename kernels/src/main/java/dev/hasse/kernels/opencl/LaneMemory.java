package dev.hasse.kernels.opencl;

import dev.hasse.compute.DeviceMemoryException;
import java.util.ArrayList;
import java.util.List;

/** The blocks that one lane or session has taken. Closing it frees what is left of them. */
final class LaneMemory implements AutoCloseable {
  /** From this many on the list is swept of blocks that were released one by one. */
  private static final int SWEEP = 1024;

  private final OpenClDevice device;
  private List<Block> taken = new ArrayList<>();
  private int sweepAt = SWEEP;

  LaneMemory(OpenClDevice device) {
    this.device = device;
  }

  OpenClDevice device() {
    return device;
  }

  /**
   * A block with undefined content.
   *
   * @throws DeviceMemoryException when the device has no room
   */
  Block take(long floats) {
    Block block = device.take(floats);
    if (taken.size() >= sweepAt) {
      taken.removeIf(Block::isFree);
      sweepAt = SWEEP + 2 * taken.size();
    }
    taken.add(block);
    return block;
  }

  /** A block that holds these values. */
  Block upload(float[] values) {
    Block block = take(values.length);
    device.upload(values, block);
    return block;
  }

  @Override
  public void close() {
    taken.forEach(Block::abandon);
    taken = new ArrayList<>();
  }
}
