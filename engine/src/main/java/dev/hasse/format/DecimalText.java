package dev.hasse.format;

import dev.hasse.numeric.DecimalRounding;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Decimal numbers as people write them: an optional sign, digits with an optional point, an
 * optional exponent. Unlike {@link Double#parseDouble} this accepts neither hexadecimal digits nor
 * the suffixes {@code d} and {@code f}. Every method throws {@link NumberFormatException} with a
 * message that quotes the text.
 */
public final class DecimalText {
  /** Digits and exponents beyond this only serve to make exact arithmetic slow. */
  private static final int LIMIT = 1000;

  private DecimalText() {}

  /** The double nearest to the text; {@code inf} and {@code infinity}, signed or not, are legal. */
  public static double nearest(String text) {
    if (isInfinity(text)) {
      return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    requireDecimal(text);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
  }

  /** The largest double that is at most the number written; infinities as in {@link #nearest}. */
  public static double down(String text) {
    return isInfinity(text) ? nearest(text) : DecimalRounding.down(exact(text));
  }

  /** The smallest double that is at least the number written; infinities likewise. */
  public static double up(String text) {
    return isInfinity(text) ? nearest(text) : DecimalRounding.up(exact(text));
  }

  /** The number written, exactly; at most 1000 digits and an exponent of at most 1000. */
  public static BigDecimal exact(String text) {
    requireDecimal(text);
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
    if (text.length() > LIMIT || Math.abs((long) value.scale()) > LIMIT) {
      throw new NumberFormatException(
          quoted(text) + " has more than " + LIMIT + " digits or too large an exponent");
    }
    return value;
  }

  private static boolean isInfinity(String text) {
    int last = text.length() - 1;
    if (last < 2 || Character.isDigit(text.charAt(last))) {
      return false;
    }
    String word = text.toLowerCase(Locale.ROOT);
    char sign = word.charAt(0);
    String unsigned = sign == '-' || sign == '+' ? word.substring(1) : word;
    return unsigned.equals("inf") || unsigned.equals("infinity");
  }

  private static void requireDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && "+-.eE".indexOf(c) < 0) {
        throw notANumber(text);
      }
    }
  }

  private static NumberFormatException notANumber(String text) {
    return new NumberFormatException(quoted(text) + " is not a number");
  }

  private static String quoted(String text) {
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
  }
}
