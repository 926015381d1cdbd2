package dev.hasse.domain;

import dev.hasse.numeric.Outward;
import java.util.Arrays;

/**
 * A batch of input boxes: {@code count} boxes of {@code dimension} intervals each, {@code
 * [box][coordinate]} flat. Bounds may be infinite; they are never not-a-number and lower is never
 * above upper.
 */
public final class BoxBatch {
  private final int count;
  private final int dimension;
  private final int offset;
  private final double[] lower;
  private final double[] upper;

  /**
   * Takes the arrays over: the caller must not change them afterwards.
   *
   * @param lower length {@code count * dimension}
   * @param upper length {@code count * dimension}
   * @throws IllegalArgumentException when sizes disagree, a bound is NaN or lower exceeds upper
   */
  public BoxBatch(int count, int dimension, double[] lower, double[] upper) {
    if (count < 0
        || dimension < 1
        || lower.length != (long) count * dimension
        || upper.length != lower.length) {
      throw new IllegalArgumentException(
          count
              + " boxes of "
              + dimension
              + " coordinates need "
              + (long) count * dimension
              + " lower and upper values, found "
              + lower.length
              + " and "
              + upper.length);
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i])) {
        throw new IllegalArgumentException(
            "box "
                + i / dimension
                + ", coordinate "
                + i % dimension
                + ": ["
                + lower[i]
                + ", "
                + upper[i]
                + "] is not an interval");
      }
    }
    this.count = count;
    this.dimension = dimension;
    this.offset = 0;
    this.lower = lower;
    this.upper = upper;
  }

  /** A view of some boxes of another batch, which were checked when that was made. */
  private BoxBatch(BoxBatch of, int from, int to) {
    this.count = to - from;
    this.dimension = of.dimension;
    this.offset = of.offset + from * of.dimension;
    this.lower = of.lower;
    this.upper = of.upper;
  }

  /** The single box with these corners; the arrays are copied. */
  public static BoxBatch single(double[] lower, double[] upper) {
    return new BoxBatch(1, lower.length, lower.clone(), upper.clone());
  }

  /** The zero-width boxes at {@code points}, {@code [point][coordinate]} flat, copied. */
  public static BoxBatch points(int dimension, double[] points) {
    return new BoxBatch(points.length / dimension, dimension, points.clone(), points.clone());
  }

  /**
   * The l-infinity balls around {@code centers}, rounded outwards and then cut to the domain.
   *
   * <p>Radius and ends of the domain may be doubles nearest to decimals that somebody wrote: a
   * radius above 0, and an end that is no integer, counts as the next double further out, so that
   * the boxes contain what the decimals mean; not so a radius that was rounded to 0 and an end that
   * was rounded to an integer.
   *
   * @param centers {@code [box][coordinate]} flat
   * @param radius at least 0
   * @param clipLower lower end of the input domain, or negative infinity
   * @param clipUpper upper end of the input domain, or infinity
   * @throws IllegalArgumentException when a ball lies outside the domain
   */
  public static BoxBatch around(
      int dimension, double[] centers, double radius, double clipLower, double clipUpper) {
    double[] radii = new double[centers.length / dimension];
    Arrays.fill(radii, radius);
    return around(dimension, centers, radii, clipLower, clipUpper);
  }

  /**
   * The same with a radius for each box.
   *
   * @param radii {@code [box]}, each at least 0
   */
  public static BoxBatch around(
      int dimension, double[] centers, double[] radii, double clipLower, double clipUpper) {
    if (centers.length != (long) dimension * radii.length) {
      throw new IllegalArgumentException(
          radii.length + " radii for " + centers.length + " values of centres of " + dimension);
    }
    double least = isInteger(clipLower) ? clipLower : Math.nextDown(clipLower);
    double most = isInteger(clipUpper) ? clipUpper : Math.nextUp(clipUpper);
    double[] lower = new double[centers.length];
    double[] upper = new double[centers.length];
    for (int i = 0; i < centers.length; i++) {
      double radius = radii[i / dimension];
      double further = radius > 0 ? Math.nextUp(radius) : radius;
      lower[i] = Math.max(Outward.subDown(centers[i], further), least);
      upper[i] = Math.min(Outward.addUp(centers[i], further), most);
    }
    return new BoxBatch(radii.length, dimension, lower, upper);
  }

  private static boolean isInteger(double value) {
    return Math.rint(value) == value && Math.abs(value) <= 0x1p53;
  }

  public int count() {
    return count;
  }

  public int dimension() {
    return dimension;
  }

  public double lower(int box, int coordinate) {
    return lower[offset + box * dimension + coordinate];
  }

  public double upper(int box, int coordinate) {
    return upper[offset + box * dimension + coordinate];
  }

  /** A copy of all lower ends, {@code [box][coordinate]} flat. */
  public double[] lower() {
    return Arrays.copyOfRange(lower, offset, offset + count * dimension);
  }

  /** A copy of all upper ends, {@code [box][coordinate]} flat. */
  public double[] upper() {
    return Arrays.copyOfRange(upper, offset, offset + count * dimension);
  }

  /**
   * Writes centres and half widths of a stretch of coordinates, counted through all boxes, each
   * computed in double and rounded to the nearest float.
   *
   * @param centers overwritten; may be longer than needed
   * @param halfWidths overwritten; may be longer than needed
   */
  public void centersAndHalfWidths(int from, int length, float[] centers, float[] halfWidths) {
    int at = offset + from;
    for (int k = 0; k < length; k++) {
      double a = 0.5 * lower[at + k];
      double b = 0.5 * upper[at + k];
      centers[k] = Outward.floatNearest(a + b);
      halfWidths[k] = Outward.floatNearest(b - a);
    }
  }

  /**
   * Writes all ends as floats, lower ones rounded down and upper ones up, {@code [box][coordinate]}
   * flat.
   *
   * @param lowerTarget overwritten; may be longer than needed
   * @param upperTarget overwritten; may be longer than needed
   */
  public void roundOutwards(float[] lowerTarget, float[] upperTarget) {
    for (int k = 0; k < count * dimension; k++) {
      lowerTarget[k] = Outward.floatDown(lower[offset + k]);
      upperTarget[k] = Outward.floatUp(upper[offset + k]);
    }
  }

  /** The boxes {@code from} (included) to {@code to} (excluded), sharing this batch's memory. */
  public BoxBatch slice(int from, int to) {
    if (from < 0 || to < from || to > count) {
      throw new IllegalArgumentException("boxes " + from + " to " + to + " of " + count);
    }
    return new BoxBatch(this, from, to);
  }

  /** The boxes at these positions, in this order. */
  public BoxBatch select(int[] boxes) {
    double[] low = new double[boxes.length * dimension];
    double[] high = new double[boxes.length * dimension];
    for (int k = 0; k < boxes.length; k++) {
      System.arraycopy(lower, offset + boxes[k] * dimension, low, k * dimension, dimension);
      System.arraycopy(upper, offset + boxes[k] * dimension, high, k * dimension, dimension);
    }
    return new BoxBatch(boxes.length, dimension, low, high);
  }

  @Override
  public String toString() {
    return "BoxBatch[" + count + " boxes, " + dimension + " coordinates]";
  }
}
