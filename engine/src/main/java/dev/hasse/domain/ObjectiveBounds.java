package dev.hasse.domain;

/** A lower bound for each row of an {@link Objectives}, in its order. */
public final class ObjectiveBounds {
  private final double[] lower;
  private final Guarantee guarantee;

  /**
   * Takes the array over.
   *
   * @param lower one a row; not-a-number becomes negative infinity
   */
  public ObjectiveBounds(double[] lower, Guarantee guarantee) {
    for (int row = 0; row < lower.length; row++) {
      if (Double.isNaN(lower[row])) {
        lower[row] = Double.NEGATIVE_INFINITY;
      }
    }
    this.lower = lower;
    this.guarantee = guarantee;
  }

  public double lower(int row) {
    return lower[row];
  }

  public Guarantee guarantee() {
    return guarantee;
  }

  /** The smallest bound of the rows of one box; infinity where it has none. */
  public double smallest(Objectives objectives, int box) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int row = objectives.start(box); row < objectives.start(box + 1); row++) {
      smallest = Math.min(smallest, lower[row]);
    }
    return smallest;
  }
}
