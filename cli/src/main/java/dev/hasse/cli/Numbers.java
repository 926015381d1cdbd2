package dev.hasse.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Numbers from and to people. Bounds that lose digits in a table lose them outwards. */
final class Numbers {
  private static final int DIGITS = 7;

  private Numbers() {}

  /** A number of an option. */
  static double parse(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }

  /** A lower bound, rounded down. */
  static String lower(double bound) {
    return lower(bound, DIGITS);
  }

  /** An upper bound, rounded up. */
  static String upper(double bound) {
    return upper(bound, DIGITS);
  }

  /** A lower bound, rounded down to so many digits. */
  static String lower(double bound, int digits) {
    return rounded(bound, digits, RoundingMode.FLOOR);
  }

  /** An upper bound, rounded up to so many digits. */
  static String upper(double bound, int digits) {
    return rounded(bound, digits, RoundingMode.CEILING);
  }

  /**
   * A radius as it was written; where it has more digits, as at the end of a bisection, the first
   * ones: what is certified within a radius is certified within a smaller one.
   */
  static String radius(double radius) {
    return text(BigDecimal.valueOf(radius).round(new MathContext(DIGITS, RoundingMode.FLOOR)));
  }

  /** A measurement with so many digits after the point. */
  static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private static String rounded(double bound, int digits, RoundingMode mode) {
    if (!Double.isFinite(bound) || bound == 0) {
      return Double.isInfinite(bound) ? (bound > 0 ? "Infinity" : "-Infinity") : "0";
    }
    return text(new BigDecimal(bound).round(new MathContext(digits, mode)));
  }

  private static String text(BigDecimal decimal) {
    double size = Math.abs(decimal.doubleValue());
    boolean plain = size == 0 || (size >= 1e-4 && size < 1e7);
    BigDecimal stripped = decimal.stripTrailingZeros();
    return plain ? stripped.toPlainString() : stripped.toString();
  }
}
