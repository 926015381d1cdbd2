package dev.hasse.kernels.cuda;

import dev.hasse.compute.DeviceMemoryException;

/**
 * How a product with few results and long sums is cut, so that it fills a GPU: into slices of the
 * sums, each a set of tiles of its own. Depends on the shape alone and not on the GPU, so that
 * results do not either.
 *
 * @param count slices
 * @param depth terms of a slice, a multiple of 8; the last may have fewer
 */
record GradientSlices(int count, int depth) {
  /** Blocks that a product should have: four for each multiprocessor of a large GPU. */
  private static final int ENOUGH_BLOCKS = 512;

  /** Fewer terms are not worth a tile of their own, which has to be written and added. */
  private static final int FEWEST_TERMS = 256;

  private static final int STEP = 8;

  /** Kernels count terms in 32 bits, and some beyond the last. */
  private static final long MOST_TERMS = 1 << 30;

  /**
   * Cuts.
   *
   * @param tiles of the result
   * @param terms of each sum
   * @throws DeviceMemoryException when kernels could not count them
   */
  static GradientSlices of(long tiles, long terms) {
    if (terms > MOST_TERMS) {
      throw new DeviceMemoryException("sums of " + terms + " products are too long", null);
    }
    long most = Math.max(1, ENOUGH_BLOCKS / tiles);
    long wanted = Math.min(most, ceiling(terms, FEWEST_TERMS));
    int depth = Math.toIntExact(ceiling(ceiling(terms, Math.max(1, wanted)), STEP) * STEP);
    return new GradientSlices(Math.toIntExact(ceiling(terms, Math.max(STEP, depth))), depth);
  }

  static long ceiling(long count, long each) {
    return (count + each - 1) / each;
  }
}
