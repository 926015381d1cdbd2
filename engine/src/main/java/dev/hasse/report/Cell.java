package dev.hasse.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;

/**
 * A cell of a table.
 *
 * @param shown what is read
 * @param copied what a copy of the table holds, for a number all its digits
 * @param isNumber whether it stands on the right
 */
public record Cell(String shown, String copied, boolean isNumber) {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** Checks that both texts are there. */
  public Cell {
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(copied, "copied");
  }

  /** A text. */
  public static Cell text(String text) {
    return new Cell(text, text, false);
  }

  /** A count. */
  public static Cell number(long value) {
    return new Cell(Long.toString(value), Long.toString(value), true);
  }

  /**
   * A number, shown to the nearest with six digits. For a bound, which must be rounded outwards,
   * use {@link #number(double, String)}.
   */
  public static Cell number(double value) {
    return number(value, rounded(value));
  }

  /** A number that is shown as {@code shown}. */
  public static Cell number(double value, String shown) {
    return new Cell(shown, Double.toString(value), true);
  }

  /** {@code value} to the nearest with six digits, or the name of what is no finite number. */
  static String rounded(double value) {
    if (Double.isNaN(value)) {
      return "not a number";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal decimal = BigDecimal.valueOf(value).round(SIX_DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7;
    return plain ? decimal.toPlainString() : decimal.toString();
  }
}
