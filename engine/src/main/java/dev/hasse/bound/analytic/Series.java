package dev.hasse.bound.analytic;

import java.util.List;

/**
 * One quantity along a curve.
 *
 * @param name such as {@code largest}
 * @param values one for each place of the curve; not-a-number where there is none
 */
public record Series(String name, List<Double> values) {
  public Series {
    values = List.copyOf(values);
  }

  /** The values as an array of their own. */
  public double[] toArray() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
