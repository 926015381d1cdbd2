package dev.hasse.bound.analytic;

import java.util.List;
import java.util.Optional;

/**
 * Quantities as functions of one variable: what a table shows and a report draws.
 *
 * @param name whose curve it is, such as {@code class 3}
 * @param variable what is varied, such as {@code radius}
 * @param x its values, ascending
 * @param series all as long as {@code x}
 */
public record Curve(String name, String variable, List<Double> x, List<Series> series) {
  public Curve {
    x = List.copyOf(x);
    series = List.copyOf(series);
    for (Series one : series) {
      if (one.values().size() != x.size()) {
        throw new IllegalArgumentException(
            one.name() + " has " + one.values().size() + " values at " + x.size() + " places");
      }
    }
  }

  /** The series of this name. */
  public Optional<Series> find(String name) {
    return series.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
