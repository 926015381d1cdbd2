package dev.hasse.kernels.cuda;

import dev.hasse.compute.DeviceMemoryException;

/** How arrays lie in device memory. */
final class Layout {
  /** Rows of matrices begin at sectors: 32 bytes. */
  private static final int FLOATS_A_SECTOR = 8;

  /** What the driver's own allocations are aligned to, and parts of one block too. */
  static final int ALIGNMENT = 256;

  /** Kernels count floats of a matrix in 32 bits, and steps of a whole grid beyond its end. */
  static final long MOST_FLOATS = 1L << 31;

  private Layout() {}

  /** Floats from one row of a matrix to the next; those past the width are 0. */
  static int leading(int width) {
    return (width + FLOATS_A_SECTOR - 1) & -FLOATS_A_SECTOR;
  }

  /**
   * Bytes of a matrix of floats, up to where the next part of a block may begin.
   *
   * @throws DeviceMemoryException when kernels could not number its floats
   */
  static long matrixBytes(int rows, int width) {
    long floats = (long) rows * leading(width);
    if (floats > MOST_FLOATS) {
      throw new DeviceMemoryException(rows + " rows of " + width + " are too many at once", null);
    }
    return aligned(floats * Float.BYTES);
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
