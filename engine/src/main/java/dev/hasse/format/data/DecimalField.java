package dev.hasse.format.data;

import dev.hasse.format.DecimalText;
import dev.hasse.numeric.DecimalRounding;
import java.nio.charset.StandardCharsets;

/**
 * One decimal among the bytes of a line, read in place. It means what {@link DecimalText} makes of
 * the same text; that class also reads what is not short, where short means at most 19 digits and a
 * scale that {@link DecimalRounding} knows. The second path is for speed: boxes of 784 inputs were
 * read at 320 a second over {@link DecimalText} alone and are at 2800 with it (17 digits; 512 and
 * 5100 for 3 digits).
 */
final class DecimalField {
  /** Digits that always fit into 64 bits, unsigned. */
  private static final int MOST_DIGITS = 19;

  /** Longer texts are not short numbers, even if they are mostly zeros. */
  private static final int MOST_BYTES = 64;

  private byte[] text = new byte[0];
  private int from;
  private int to;

  private boolean negative;
  private long digits;
  private int count;
  private int scale;

  /** Moves to the bytes from {@code from} to before {@code to}; white space around is ignored. */
  void set(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** The largest double that is at most the number; see {@link DecimalText#down}. */
  double down() {
    if (!isShort()) {
      return DecimalText.down(text());
    }
    // Not a minus sign: zero must not turn negative.
    return negative ? 0 - DecimalRounding.up(digits, scale) : DecimalRounding.down(digits, scale);
  }

  /** The smallest double that is at least the number; see {@link DecimalText#up}. */
  double up() {
    if (!isShort()) {
      return DecimalText.up(text());
    }
    return negative ? 0 - DecimalRounding.down(digits, scale) : DecimalRounding.up(digits, scale);
  }

  /** The double nearest to the number; see {@link DecimalText#nearest}. */
  double nearest() {
    if (!isShort()) {
      return DecimalText.nearest(text());
    }
    double magnitude = DecimalRounding.nearest(digits, scale);
    return negative ? -magnitude : magnitude;
  }

  private String text() {
    return new String(text, from, to - from, StandardCharsets.UTF_8).strip();
  }

  /** Reads sign, digits and scale; false for whatever is no short decimal, such as a word. */
  private boolean isShort() {
    int at = skipSpace();
    if (to - at > MOST_BYTES) {
      return false;
    }
    negative = at < to && text[at] == '-';
    if (negative || (at < to && text[at] == '+')) {
      at++;
    }
    at = readDigits(at);
    return at >= 0 && readExponent(at) && fitScale();
  }

  private int skipSpace() {
    int first = from;
    while (first < to && text[first] <= ' ' && Character.isWhitespace(text[first])) {
      first++;
    }
    while (first < to && text[to - 1] <= ' ' && Character.isWhitespace(text[to - 1])) {
      to--;
    }
    return first;
  }

  /** Returns the place behind the digits; -1 if there are none or too many. */
  private int readDigits(int first) {
    long number = 0;
    int significant = 0;
    int point = -1;
    int at = first;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        number = 10 * number + digit;
        significant += number == 0 ? 0 : 1;
        if (significant > MOST_DIGITS) {
          return -1;
        }
      } else if (text[at] == '.' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    digits = number;
    count = significant;
    scale = point < 0 ? 0 : at - point - 1;
    return at - first == (point < 0 ? 0 : 1) ? -1 : at;
  }

  /** Takes an exponent off the scale; false if one of the wrong form is there. */
  private boolean readExponent(int first) {
    if (first == to) {
      return true;
    }
    int at = first + 1;
    boolean minus = at < to && text[at] == '-';
    if (minus || (at < to && text[at] == '+')) {
      at++;
    }
    if ((text[first] != 'e' && text[first] != 'E') || at == to || to - at > 2) {
      return false;
    }
    int exponent = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      exponent = 10 * exponent + digit;
    }
    scale += minus ? exponent : -exponent;
    return true;
  }

  /** Makes the scale one that {@link DecimalRounding} knows, if digits can make up for it. */
  private boolean fitScale() {
    if (digits == 0) {
      scale = 0;
    }
    if (scale < 0 && count - scale <= MOST_DIGITS) {
      for (; scale < 0; scale++) {
        digits *= 10;
      }
    }
    return scale >= 0 && scale <= DecimalRounding.LARGEST_SCALE;
  }
}
