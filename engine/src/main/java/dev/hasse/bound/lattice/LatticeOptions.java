package dev.hasse.bound.lattice;

/**
 * How solves are run.
 *
 * @param threads solver instances side by side, each on one thread, at least 1
 * @param secondsPerBox wall time for all objectives of a box together; infinity for no limit
 */
public record LatticeOptions(int threads, double secondsPerBox) {
  public LatticeOptions {
    if (threads < 1 || !(secondsPerBox > 0)) {
      throw new IllegalArgumentException(threads + " threads, " + secondsPerBox + " s a box");
    }
  }

  /** A thread for each processor, no limit of time. */
  public static LatticeOptions standard() {
    return new LatticeOptions(Runtime.getRuntime().availableProcessors(), Double.POSITIVE_INFINITY);
  }
}
