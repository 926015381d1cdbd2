package dev.hasse.sweep.store;

/**
 * A share of questions with its 95 % confidence interval by the score test (Wilson, Journal of the
 * American Statistical Association 22, 1927): the true shares {@code p} that lie within {@code z}
 * standard deviations {@code sqrt(p (1 - p) / n)} of the share that was seen, where {@code z} is
 * the normal distribution's 97.5 % quantile. It takes the questions for independent draws. Rounded
 * to the nearest: a statistic, no bound.
 *
 * @param hits at most {@code trials}
 * @param trials at least 1
 */
public record WilsonInterval(long hits, long trials) {
  private static final double Z = 1.959963984540054;

  /** Checks the counts. */
  public WilsonInterval {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException(hits + " of " + trials);
    }
  }

  /** The share that was seen. */
  public double share() {
    return (double) hits / trials;
  }

  /** The lower end, not above the share. */
  public double lower() {
    return hits == 0 ? 0 : Math.min(share(), Math.max(0, centre() - halfWidth()));
  }

  /** The upper end, not below the share. */
  public double upper() {
    return hits == trials ? 1 : Math.max(share(), Math.min(1, centre() + halfWidth()));
  }

  /** Half way between the roots of {@code (s - p)^2 = z^2 p (1 - p) / n}. */
  private double centre() {
    return (share() + Z * Z / (2.0 * trials)) / (1 + Z * Z / trials);
  }

  private double halfWidth() {
    double variance = share() * (1 - share()) / trials + Z * Z / (4.0 * trials * trials);
    return Z * Math.sqrt(variance) / (1 + Z * Z / trials);
  }
}
