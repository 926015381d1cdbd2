package dev.hasse.compute.nd4j;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.RowBounds;

/** The smallest value of each row over bounds of the node that it is over, rounded down. */
final class RowMinima {
  /** How many terms a float sum takes before it is added to a double. */
  private static final int BLOCK = 64;

  /** How many coefficients are summed up at once: they stay in the cache. */
  private static final int AT_ONCE = 1 << 15;

  private final RowStrips strips;
  private final DoublePool pool;

  RowMinima(RowStrips strips, DoublePool pool) {
    this.strips = strips;
    this.pool = pool;
  }

  /**
   * Adds the smallest value of {@code a x}, x in [l, u], for each coefficient: {@code a (l + u) / 2
   * - |a| (u - l) / 2}, less the price of rounding. Float sums are kept short, since their error
   * grows with their length, and added up in double.
   *
   * @param rows with no lines to pass, every neuron and every row stored
   */
  RowBounds of(CpuRows rows, Interval bounds) {
    double[] lower = pool.take(rows.rows());
    System.arraycopy(rows.constant(), 0, lower, 0, rows.rows());
    int width = rows.width();
    float[] middle = new float[width];
    float[] half = new float[width];
    for (int first = 0; first < rows.range().count(); ) {
      int end = first + 1;
      while (end < rows.range().count()
          && (rows.start()[end + 1] - rows.start()[first]) * (long) width <= AT_ONCE) {
        end++;
      }
      int from = rows.start()[first];
      int count = rows.start()[end] - from;
      strips.reset(count, width);
      double[] fixed = new double[end - first];
      for (int k = first; k < end; k++) {
        int at = (rows.range().from() + k) * width;
        fixed[k - first] = RowStrips.underflow(width, middlesAndHalves(bounds, at, middle, half));
        strips.add(rows.coefficients(), rows.offset(k), rows.rows(k), middle, half);
      }
      for (int n = 0; n < width; n += BLOCK) {
        strips.sum(n, Math.min(BLOCK, width - n));
        for (int k = first; k < end; k++) {
          int at = rows.start()[k];
          strips.addTo(lower, at, at - from, rows.rows(k), n == 0 ? fixed[k - first] : 0);
        }
      }
      first = end;
    }
    for (int r = 0; r < rows.rows(); r++) {
      lower[r] = Double.isNaN(lower[r]) ? Double.NEGATIVE_INFINITY : lower[r];
    }
    return new RowBounds(pool, lower, rows.rows());
  }

  /**
   * What a and |a| are multiplied by; returns no less than the sum of the largest magnitudes. Short
   * loops, for the JVM's compiler vectorises no others.
   */
  private static double middlesAndHalves(Interval bounds, int at, float[] middle, float[] half) {
    int width = middle.length;
    System.arraycopy(bounds.lower(), at, middle, 0, width);
    System.arraycopy(bounds.upper(), at, half, 0, width);
    float most = 0;
    for (int first = 0; first < width; first += BLOCK) {
      int end = Math.min(width, first + BLOCK);
      float price = LinePairs.price(end - first, 0);
      for (int i = first; i < end; i++) {
        most = Math.max(most, Math.max(Math.abs(middle[i]), Math.abs(half[i])));
      }
      halves(middle, half, price, first, end);
    }
    middles(bounds.lower(), bounds.upper(), at, middle, width);
    return width * (double) most;
  }

  private static void middles(float[] lower, float[] upper, int at, float[] middle, int width) {
    for (int i = 0; i < width; i++) {
      middle[i] = 0.5f * lower[at + i] + 0.5f * upper[at + i];
    }
  }

  /** Half of the difference, less the price, in place of the upper bound. */
  private static void halves(float[] lower, float[] upper, float price, int first, int end) {
    for (int i = first; i < end; i++) {
      float largest = Math.max(Math.abs(lower[i]), Math.abs(upper[i]));
      upper[i] = 0.5f * lower[i] - 0.5f * upper[i] - price * largest - LinePairs.UNDERFLOW;
    }
  }
}
