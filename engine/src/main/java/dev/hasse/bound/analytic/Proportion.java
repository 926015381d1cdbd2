package dev.hasse.bound.analytic;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A share of independent trials with its confidence interval, the exact one of Clopper and Pearson
 * (Biometrika 26, 1934). For trials of different probabilities it holds for their mean, being
 * conservative then (Hoeffding, Annals of Mathematical Statistics 27, 1956).
 *
 * @param hits at most {@code trials}
 * @param trials at least 1
 * @param lower end of the interval
 * @param upper end of the interval
 */
public record Proportion(long hits, long trials, double lower, double upper) {
  /** The probability that an interval covers the true share. */
  public static final double CONFIDENCE = 0.95;

  static Proportion of(long hits, long trials) {
    double misses = (double) trials - (double) hits;
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException(hits + " of " + trials);
    }
    double tail = (1 - CONFIDENCE) / 2;
    double lower =
        hits == 0
            ? 0
            : BetaDistribution.of((double) hits, misses + 1).inverseCumulativeProbability(tail);
    double upper =
        hits == trials
            ? 1
            : BetaDistribution.of((double) hits + 1, misses).inverseSurvivalProbability(tail);
    return new Proportion(hits, trials, lower, upper);
  }

  public double share() {
    return (double) hits / trials;
  }
}
