package dev.hasse.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Repeated measurements of one thing, in the order they were taken.
 *
 * @param values at least one, all positive and finite
 */
public record Samples(List<Double> values) {
  public Samples {
    values = List.copyOf(values);
    if (values.isEmpty() || values.stream().anyMatch(v -> !(v > 0) || v.isInfinite())) {
      throw new IllegalArgumentException(
          "samples " + values + ", expected at least one, all positive and finite");
    }
  }

  static Samples of(double[] values) {
    return new Samples(Arrays.stream(values).boxed().toList());
  }

  public double median() {
    return quantile(0.5);
  }

  /**
   * The value below which this share of the samples lies, linear between neighbours.
   *
   * @param share from 0 to 1
   */
  public double quantile(double share) {
    double[] sorted = array();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
