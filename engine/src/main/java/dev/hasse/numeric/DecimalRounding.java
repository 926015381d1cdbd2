package dev.hasse.numeric;

import java.math.BigDecimal;

/**
 * From exact decimals to doubles, with a direction. Decimals of people's files are rarely doubles;
 * a box read with these contains every point of the box that was written.
 *
 * <p>Short decimals, as {@code digits / 10^scale}, need no BigDecimal: with digits of 64 bits and a
 * scale up to {@link #LARGEST_SCALE} double arithmetic gives the same answers, and files of boxes
 * are read about ten times as fast. Digits are the unevaluated sum of two doubles, {@code high}
 * being the nearest to it, and so is a product q 10^scale by way of {@link Math#fma}. Rounding is
 * monotone, so two such sums compare as their high parts do and, if these are equal, as their low
 * parts: exactly.
 */
public final class DecimalRounding {
  /** Every power of ten up to this one is a double, because 5^22 has fewer than 53 bits. */
  public static final int LARGEST_SCALE = 22;

  private static final double[] POWERS = new double[LARGEST_SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int scale = 1; scale <= LARGEST_SCALE; scale++) {
      POWERS[scale] = 10 * POWERS[scale - 1];
    }
  }

  private DecimalRounding() {}

  /** The largest double that is at most {@code value}; negative infinity below all doubles. */
  public static double down(BigDecimal value) {
    double nearest = value.doubleValue();
    if (nearest == Double.POSITIVE_INFINITY) {
      return Double.MAX_VALUE;
    }
    if (nearest == Double.NEGATIVE_INFINITY) {
      return nearest;
    }
    return new BigDecimal(nearest).compareTo(value) > 0 ? Math.nextDown(nearest) : nearest;
  }

  /** The smallest double that is at least {@code value}; infinity above all doubles. */
  public static double up(BigDecimal value) {
    // Not a minus sign: zero must not turn negative.
    return 0 - down(value.negate());
  }

  /** Whether a double holds exactly {@code value}. */
  public static boolean isDouble(BigDecimal value) {
    return down(value) == up(value);
  }

  /**
   * The largest double that is at most {@code digits / 10^scale}.
   *
   * @param digits unsigned
   * @param scale from 0 to {@link #LARGEST_SCALE}
   */
  public static double down(long digits, int scale) {
    double power = POWERS[scale];
    double high = high(digits);
    double low = low(digits, high);
    double close = high / power;
    close += correction(close, power, high, low);
    double product = close * power;
    boolean exceeds = product > high || (product == high && Math.fma(close, power, -product) > low);
    return exceeds ? Math.nextDown(close) : close;
  }

  /** The smallest double that is at least {@code digits / 10^scale}; see {@link #down}. */
  public static double up(long digits, int scale) {
    double power = POWERS[scale];
    double high = high(digits);
    double low = low(digits, high);
    double close = high / power;
    close += correction(close, power, high, low);
    double product = close * power;
    boolean fallsShort =
        product < high || (product == high && Math.fma(close, power, -product) < low);
    return fallsShort ? Math.nextUp(close) : close;
  }

  /** The double nearest to {@code digits / 10^scale}, ties to even; see {@link #down}. */
  public static double nearest(long digits, int scale) {
    double power = POWERS[scale];
    double high = high(digits);
    double quotient = high / power;
    double correction = correction(quotient, power, high, low(digits, high));
    double margin = quotient * 0x1p-98;
    double least = quotient + (correction - margin);
    double most = quotient + (correction + margin);
    // Rounding is monotone: where both ends round alike, so does the number between.
    return least == most ? least : Double.parseDouble(Long.toUnsignedString(digits) + "e-" + scale);
  }

  /**
   * What a quotient of the high digits lacks, in magnitude at most 1.5 units in the last place of
   * the quotient: 0.5 for its rounding and 1 for the low digits. Each of the three roundings here
   * is of such a size times 2^-53, so the sum of quotient and correction is off by less than 2^-50
   * of a unit. Rounded, that sum is one of the two doubles around the decimal, or the decimal.
   */
  private static double correction(double quotient, double power, double high, double low) {
    return (Math.fma(-quotient, power, high) + low) / power;
  }

  private static double high(long digits) {
    return (digits >>> 11) * 0x1p11 + (digits & 0x7ff);
  }

  private static double low(long digits, double high) {
    return (digits & 0x7ff) - (high - (digits >>> 11) * 0x1p11);
  }
}
