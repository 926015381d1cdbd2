package dev.hasse.verify;

import java.util.Locale;

/**
 * What decided a property, or was at work when time was up, and how much of it was done.
 *
 * @param count in the kind's unit
 */
public record Stage(Kind kind, long count) {
  /** The stages in the order in which they are tried. */
  public enum Kind {
    /** Single points, evaluated. */
    POINTS("points", "points"),
    /** Interval bounds of the whole boxes. */
    INTERVALS("intervals", "boxes"),
    /** CROWN bounds of the whole boxes. */
    CROWN("crown", "boxes"),
    /** Gradient descent towards a counterexample. */
    ATTACK("attack", "rounds"),
    /** Branch and bound that halves boxes. */
    INPUT_SPLITTING("input splitting", "boxes"),
    /** Bounds of the whole boxes with optimised slopes. */
    ALPHA_CROWN("alpha-crown", "boxes"),
    /** Branch and bound on the signs of ReLUs. */
    RELU_SPLITTING("relu splitting", "regions");

    private final String label;
    private final String unit;

    Kind(String label, String unit) {
      this.label = label;
      this.unit = unit;
    }

    /** A word or two. */
    public String label() {
      return label;
    }

    /** What is counted, in the plural. */
    public String unit() {
      return unit;
    }
  }

  /** The label alone. */
  public String label() {
    return kind.label;
  }

  /** With the count: {@code input splitting, 1,234 boxes}. */
  public String description() {
    String unit = count == 1 ? kind.unit.replaceFirst("e?s$", "") : kind.unit;
    return String.format(Locale.ROOT, "%s, %,d %s", kind.label, count, unit);
  }
}
