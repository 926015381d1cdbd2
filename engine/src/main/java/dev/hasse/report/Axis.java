package dev.hasse.report;

import java.util.Objects;
import java.util.Optional;

/**
 * An axis of a plot.
 *
 * @param label the quantity and its unit
 * @param scale how values become places
 */
public record Axis(String label, Scale scale) {
  /** How values become places on an axis. */
  public enum Scale {
    LINEAR,
    /** As {@code LINEAR}, with marks at whole numbers alone. */
    WHOLE,
    LOGARITHMIC
  }

  /** Beyond this, sums overflow in the libraries that draw. */
  private static final double LARGEST = 1e300;

  /** Beyond this and below its inverse, quotients do. */
  private static final double LARGEST_LOGARITHMIC = 1e150;

  /** Checks that both are there. */
  public Axis {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(scale, "scale");
  }

  /** An axis with equal steps for equal differences. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR);
  }

  /** A linear axis of what is counted or numbered. */
  public static Axis whole(String label) {
    return new Axis(label, Scale.WHOLE);
  }

  /** An axis with equal steps for equal ratios; has no place for zero and negative values. */
  public static Axis logarithmic(String label) {
    return new Axis(label, Scale.LOGARITHMIC);
  }

  boolean isLogarithmic() {
    return scale == Scale.LOGARITHMIC;
  }

  boolean isWhole() {
    return scale == Scale.WHOLE;
  }

  /** Why {@code value} has no place on this axis; empty where it has one. */
  Optional<String> obstacle(double value) {
    if (Double.isNaN(value)) {
      return Optional.of("not a number");
    }
    if (Double.isInfinite(value)) {
      return Optional.of("infinite");
    }
    if (isLogarithmic() && value <= 0) {
      return Optional.of(
          value == 0 ? "zero on a logarithmic axis" : "negative on a logarithmic axis");
    }
    boolean drawable =
        isLogarithmic()
            ? value <= LARGEST_LOGARITHMIC && value >= 1 / LARGEST_LOGARITHMIC
            : Math.abs(value) <= LARGEST;
    return drawable ? Optional.empty() : Optional.of("beyond what can be drawn");
  }
}
