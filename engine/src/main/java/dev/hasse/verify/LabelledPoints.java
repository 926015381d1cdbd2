package dev.hasse.verify;

/**
 * Points with the classes they should get. Takes both arrays over; the caller must not change them
 * afterwards.
 */
public final class LabelledPoints {
  private final int dimension;
  private final double[] values;
  private final int[] labels;

  /**
   * @param dimension values a point
   * @param values {@code [point][value]} flat, finite
   * @param labels {@code [point]} classes, counted from 0
   * @throws IllegalArgumentException when the sizes differ, a value is not finite or a label is
   *     negative
   */
  public LabelledPoints(int dimension, double[] values, int[] labels) {
    if (dimension < 1 || values.length != (long) dimension * labels.length) {
      throw new IllegalArgumentException(
          values.length
              + " values for "
              + labels.length
              + " labels and points of "
              + dimension
              + " values");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a point's value is " + value);
      }
    }
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("a label is " + label);
      }
    }
    this.dimension = dimension;
    this.values = values;
    this.labels = labels;
  }

  public int count() {
    return labels.length;
  }

  public int dimension() {
    return dimension;
  }

  public int label(int point) {
    return labels[point];
  }

  /** The values themselves, {@code [point][value]} flat; not to be changed. */
  double[] values() {
    return values;
  }
}
