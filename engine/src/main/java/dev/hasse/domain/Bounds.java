package dev.hasse.domain;

/**
 * Lower and upper bounds of {@code width} quantities (neurons, outputs) for each box of a batch,
 * {@code [box][quantity]} flat. Infinities are legal bounds; not-a-number never occurs: it was
 * replaced by the whole line and counted in {@link #undefined()}.
 */
public final class Bounds {
  private final int count;
  private final int width;
  private final double[] lower;
  private final double[] upper;
  private final Guarantee guarantee;
  private final long undefined;

  /**
   * Takes the arrays over and replaces pairs that hold a NaN by (-infinity, infinity).
   *
   * @param lower length {@code count * width}
   * @param upper length {@code count * width}
   * @param undefinedBefore pairs already replaced on the way here
   */
  public Bounds(
      int count,
      int width,
      double[] lower,
      double[] upper,
      Guarantee guarantee,
      long undefinedBefore) {
    if (lower.length != (long) count * width || upper.length != lower.length) {
      throw new IllegalArgumentException(
          count
              + " boxes of "
              + width
              + " bounds need "
              + (long) count * width
              + " lower and upper values, found "
              + lower.length
              + " and "
              + upper.length);
    }
    long replaced = 0;
    for (int i = 0; i < lower.length; i++) {
      if (Double.isNaN(lower[i]) || Double.isNaN(upper[i])) {
        lower[i] = Double.NEGATIVE_INFINITY;
        upper[i] = Double.POSITIVE_INFINITY;
        replaced++;
      }
    }
    this.count = count;
    this.width = width;
    this.lower = lower;
    this.upper = upper;
    this.guarantee = guarantee;
    this.undefined = undefinedBefore + replaced;
  }

  public int count() {
    return count;
  }

  public int width() {
    return width;
  }

  public double lower(int box, int quantity) {
    return lower[box * width + quantity];
  }

  public double upper(int box, int quantity) {
    return upper[box * width + quantity];
  }

  public Guarantee guarantee() {
    return guarantee;
  }

  /** How many bounds were not a number and became the whole line. */
  public long undefined() {
    return undefined;
  }

  /** Copies all bounds into larger arrays, from position {@code at} on. */
  public void copyTo(double[] lowerTarget, double[] upperTarget, int at) {
    System.arraycopy(lower, 0, lowerTarget, at, lower.length);
    System.arraycopy(upper, 0, upperTarget, at, upper.length);
  }

  /** Mean of upper minus lower over all boxes and quantities. */
  public double meanWidth() {
    double sum = 0;
    for (int i = 0; i < lower.length; i++) {
      sum += upper[i] - lower[i];
    }
    return sum / lower.length;
  }

  /**
   * What both bounds together say.
   *
   * @throws IllegalArgumentException when the shapes differ
   */
  public Bounds intersect(Bounds other) {
    if (other.count != count || other.width != width) {
      throw new IllegalArgumentException(
          "bounds of " + count + " x " + width + " and " + other.count + " x " + other.width);
    }
    double[] low = new double[lower.length];
    double[] high = new double[lower.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = Math.max(lower[i], other.lower[i]);
      high[i] = Math.min(upper[i], other.upper[i]);
    }
    return new Bounds(
        count, width, low, high, guarantee.and(other.guarantee), undefined + other.undefined);
  }
}
