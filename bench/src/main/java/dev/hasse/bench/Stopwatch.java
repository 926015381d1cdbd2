package dev.hasse.bench;

import java.util.Arrays;

/** Times a piece of work: warm-up until the times settle, then a number of repetitions. */
final class Stopwatch {
  private static final int LONGEST_WARM_UP = 50;
  private static final double WARM_UP_SECONDS = 10;
  private static final int SETTLED_RUNS = 3;
  private static final double SETTLED_SPREAD = 1.05;

  private Stopwatch() {}

  /** Sorted seconds of the repetitions. */
  static double[] sortedSeconds(Runnable work, int repetitions) {
    warmUp(work);
    double[] seconds = new double[repetitions];
    Arrays.setAll(seconds, k -> seconds(work));
    Arrays.sort(seconds);
    return seconds;
  }

  /** Until the last three runs differ by at most 5 %, or 10 seconds or 50 runs have passed. */
  private static void warmUp(Runnable work) {
    double[] seconds = new double[LONGEST_WARM_UP];
    double total = 0;
    for (int k = 0; k < LONGEST_WARM_UP && total < WARM_UP_SECONDS; k++) {
      seconds[k] = seconds(work);
      total += seconds[k];
      if (k + 1 >= SETTLED_RUNS) {
        double[] last = Arrays.copyOfRange(seconds, k + 1 - SETTLED_RUNS, k + 1);
        Arrays.sort(last);
        if (last[SETTLED_RUNS - 1] <= SETTLED_SPREAD * last[0]) {
          return;
        }
      }
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
