package dev.hasse.numeric;

import java.math.BigDecimal;

/**
 * From exact decimals to doubles, with a direction. Decimals of people's files are rarely doubles;
 * a box read with these contains every point of the box that was written.
 */
public final class DecimalRounding {
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
}
