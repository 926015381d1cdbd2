package dev.hasse.compute;

import dev.hasse.numeric.RoundingError;

/**
 * What a device computes in, and how loose its results may be.
 *
 * @param unit unit roundoff
 * @param underflow what underflow of one operation may cost, with room for a bound of it
 * @param largest largest finite number
 */
public record Precision(double unit, double underflow, double largest) {
  public static final Precision FLOAT =
      new Precision(RoundingError.FLOAT_UNIT, 0x1p-100, Float.MAX_VALUE);
  public static final Precision DOUBLE =
      new Precision(RoundingError.DOUBLE_UNIT, 0x1p-1000, Double.MAX_VALUE);

  /** Units of rounding that each term of a sum may cost. */
  private static final double UNITS_A_TERM = 8;

  /**
   * How far from the exact value a bound may lie: {@code 8 (terms + 6)} units of the sum of
   * magnitudes, errors of weights counting as four units do; any distance once that sum comes near
   * overflow.
   *
   * @param terms length of the longest sum, or of all sums of a chain together
   * @param magnitude sum of the magnitudes of all terms, see {@link dev.hasse.judge.Magnitudes}
   * @param relativeError of the weights
   */
  public double slack(int terms, double magnitude, double relativeError) {
    if (!(magnitude < largest / 1024)) {
      return Double.POSITIVE_INFINITY;
    }
    return UNITS_A_TERM * (terms + 6) * (unit + 4 * relativeError) * magnitude;
  }

  /**
   * The slack of a sum whose underflow term may be taken from all neurons of its box together.
   *
   * @param all sum of the magnitudes of all neurons involved, not those of this sum alone
   */
  public double slack(int terms, double magnitude, double all, double relativeError) {
    if (!(all < largest / 1024)) {
      return Double.POSITIVE_INFINITY;
    }
    return slack(terms, magnitude, relativeError) + underflow * (terms + 6) * (1 + all);
  }

  /** The slack of an operation that only moves numbers. */
  public double slack(double magnitude) {
    return slack(0, magnitude, 0);
  }
}
