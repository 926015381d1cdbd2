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

  /**
   * Each sample over the one that was taken with it: on a machine whose speed comes and goes, these
   * differ less than the ratio of the medians.
   *
   * @param others as many
   */
  public Samples over(Samples others) {
    if (values.size() != others.values.size()) {
      throw new IllegalArgumentException(
          values.size() + " samples over " + others.values.size() + ", expected as many");
    }
    double[] ratios = array();
    for (int k = 0; k < ratios.length; k++) {
      ratios[k] /= others.values.get(k);
    }
    return of(ratios);
  }

  double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
