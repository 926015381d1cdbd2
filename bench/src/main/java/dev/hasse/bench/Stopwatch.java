package dev.hasse.bench;

/** Times a piece of work after a warm-up. */
final class Stopwatch {
  /** The compiler needs seconds, not calls: three equal slow times do not mean that it is done. */
  private static final double WARM_UP_SECONDS = 3;

  /** Short calls are timed several at once, so that the clock and the scheduler do not count. */
  private static final double SHORTEST_SAMPLE_SECONDS = 0.05;

  private Stopwatch() {}

  /** Runs the work until it is warm; returns how many calls make one sample. */
  static int warmUp(Runnable work) {
    double total = 0;
    double shortest = Double.POSITIVE_INFINITY;
    while (total < WARM_UP_SECONDS) {
      double once = seconds(work, 1);
      total += once;
      shortest = Math.min(shortest, once);
    }
    return (int) Math.max(1, Math.ceil(SHORTEST_SAMPLE_SECONDS / shortest));
  }

  /** Mean seconds of one of so many calls. */
  static double seconds(Runnable work, int calls) {
    long start = System.nanoTime();
    for (int k = 0; k < calls; k++) {
      work.run();
    }
    return (System.nanoTime() - start) / (1e9 * calls);
  }
}
