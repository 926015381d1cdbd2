package dev.hasse.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Copies memory on all processors of this process: 128 MiB, more than caches hold. */
final class MemoryCopy {
  private static final int FLOATS = 1 << 25;
  private static final int REPETITIONS = 3;

  private final float[] from = new float[FLOATS];
  private final float[] to = new float[FLOATS];
  private final int threads = Runtime.getRuntime().availableProcessors();

  MemoryCopy() {
    Arrays.fill(from, 1);
    copy(); // pages of the target are there from now on
  }

  /** 10^9 bytes a second, read and written together; the fastest of three copies. */
  double gigabytesPerSecond() {
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < REPETITIONS; k++) {
      best = Math.min(best, Stopwatch.seconds(this::copy, 1));
    }
    return 2e-9 * Float.BYTES * FLOATS / best;
  }

  private void copy() {
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            part -> {
              int start = (int) ((long) FLOATS * part / threads);
              int end = (int) ((long) FLOATS * (part + 1) / threads);
              System.arraycopy(from, start, to, start, end - start);
            });
  }
}
