package dev.hasse.report;

/**
 * A point of a series with the band around it. Any number may be not-a-number or infinite; what
 * cannot be drawn is left out of the plot and named in its data.
 *
 * @param x the place along the first axis
 * @param y the value
 * @param lower lower edge of the band; {@code y} where there is none
 * @param upper upper edge of the band; {@code y} where there is none
 */
public record Point(double x, double y, double lower, double upper) {
  /**
   * Checks the band.
   *
   * @throws IllegalArgumentException when its lower edge is above its upper edge
   */
  public Point {
    if (lower > upper) {
      throw new IllegalArgumentException("band from " + lower + " to " + upper + " at x = " + x);
    }
  }

  /** A point without a band. */
  public Point(double x, double y) {
    this(x, y, y, y);
  }

  boolean hasBand() {
    return Double.compare(lower, y) != 0 || Double.compare(upper, y) != 0;
  }
}
