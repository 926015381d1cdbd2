package dev.hasse.bench;

import java.util.Arrays;

/**
 * How many times as long B takes as A.
 *
 * <p>The interval is that of the Mann-Whitney test: where the times of B are those of A times one
 * factor, whatever their distribution is, the factor lies in it with a probability of at least 95
 * %, since all quotients b / a below its lower end are too few to have come by chance (Hodges and
 * Lehmann 1963, "Estimates of location based on rank tests", section 4, for logarithms). With fewer
 * than four samples a side there is no such interval: it is all positive numbers. It speaks of what
 * varies within the two runs, and nothing of a machine that was slower during one of them.
 *
 * @param ratio of the medians, B by A
 * @param lower end of the interval
 * @param upper end of the interval, perhaps infinite
 */
public record SampleComparison(double ratio, double lower, double upper) {
  private static final double ONE_SIDE = 0.025;

  /** Standard normal quantile of {@link #ONE_SIDE}. */
  private static final double NORMAL = 1.959964;

  /** Beyond this many pairs the normal approximation is as good. */
  private static final int EXACT_PAIRS = 2500;

  public static SampleComparison of(Samples first, Samples second) {
    double[] a = first.array();
    double[] b = second.array();
    double[] quotients = new double[a.length * b.length];
    for (int i = 0; i < quotients.length; i++) {
      quotients[i] = b[i % b.length] / a[i / b.length];
    }
    Arrays.sort(quotients);
    int left = leftOut(a.length, b.length);
    return new SampleComparison(
        second.median() / first.median(),
        left < 1 ? 0 : quotients[left - 1],
        left < 1 ? Double.POSITIVE_INFINITY : quotients[quotients.length - left]);
  }

  /** Whether B is slower by more than the threshold, beyond what varies within the runs. */
  public boolean isRegression(double threshold) {
    return lower > 1 + threshold;
  }

  /** Whether B is faster by as much. */
  public boolean isImprovement(double threshold) {
    return upper < 1 / (1 + threshold);
  }

  /** The largest c with P(U at most c - 1) at most 2.5 %; 0 where there is none. */
  static int leftOut(int m, int n) {
    if ((long) m * n > EXACT_PAIRS) {
      double deviation = Math.sqrt(m * (double) n * (m + n + 1) / 12);
      return (int) Math.floor(m * (double) n / 2 - NORMAL * deviation);
    }
    double[] probability = distribution(m, n);
    double below = 0;
    int c = 0;
    while (below + probability[c] <= ONE_SIDE) {
      below += probability[c];
      c++;
    }
    return c;
  }

  /** P(U = u), u from 0 to m n: by whether the largest of all is one of the first or the second. */
  private static double[] distribution(int m, int n) {
    double[][] row = new double[n + 1][];
    for (int i = 0; i <= m; i++) {
      for (int j = 0; j <= n; j++) {
        double[] next = new double[i * j + 1];
        if (i == 0 || j == 0) {
          next[0] = 1;
        } else {
          double share = (double) i / (i + j);
          for (int u = 0; u < row[j].length; u++) {
            next[u + j] += share * row[j][u]; // one of the first: it is above j of the second
          }
          for (int u = 0; u < row[j - 1].length; u++) {
            next[u] += (1 - share) * row[j - 1][u];
          }
        }
        row[j] = next;
      }
    }
    return row[n];
  }
}
