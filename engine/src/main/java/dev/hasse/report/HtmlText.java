package dev.hasse.report;

/** Text on its way into HTML and SVG. */
final class HtmlText {
  private static final char REPLACEMENT = '\uFFFD';

  private HtmlText() {}

  /**
   * {@code text} as the content of an element or of a quoted attribute, so that a browser shows
   * exactly its characters. What HTML or UTF-8 cannot hold, control characters and halves of
   * surrogate pairs, becomes U+FFFD.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(escaped, point));
    return escaped.toString();
  }

  /** {@code text} with U+FFFD for what HTML, XML or UTF-8 cannot hold. */
  static String holdable(String text) {
    StringBuilder holdable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> holdable.appendCodePoint(isHoldable(point) ? point : REPLACEMENT));
    return holdable.toString();
  }

  private static boolean isHoldable(int point) {
    boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return point == '\n' || point == '\t' || !(lone || Character.isISOControl(point));
  }

  private static void append(StringBuilder escaped, int point) {
    switch (point) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(isHoldable(point) ? point : REPLACEMENT);
    }
  }
}
