package dev.hasse.numeric;

/** The cross-entropy of a softmax with one right class, for losses, on which no bound rests. */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * {@code log(1 + sum_j exp(-margins[j]))}: the cross-entropy where margin j is the right class's
   * logit less that of another class.
   *
   * @param margins of one sample, from {@code from} on, {@code count} of them
   * @param factor of what {@code derivatives} gets
   * @param derivatives receives {@code factor} times the derivative by each margin, at the same
   *     places
   */
  public static double ofMargins(
      double[] margins, int from, int count, double factor, float[] derivatives) {
    double least = 0;
    for (int j = from; j < from + count; j++) {
      least = Math.min(least, margins[j]);
    }
    double sum = Math.exp(least);
    for (int j = from; j < from + count; j++) {
      sum += Math.exp(least - margins[j]);
    }
    for (int j = from; j < from + count; j++) {
      derivatives[j] = Outward.floatNearest(-factor * Math.exp(least - margins[j]) / sum);
    }
    return Math.log(sum) - least;
  }
}
