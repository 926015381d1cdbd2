package dev.hasse.bound.analytic;

import java.util.Map;

/**
 * What is known of the divergence on one box.
 *
 * @param sampled divergence at the samples
 * @param center divergence at the box's centre, evaluated in floating point
 * @param foundLower rigorous lower bound of the maximum: divergence at the best witness found
 * @param exact the maximum by an exact solver, or why there is none
 * @param upper rigorous upper bounds of the maximum: CROWN, IBP, ANALYTIC, NORM
 * @param published the paper's upper bound as coded, see {@link PublishedUpperBound}
 */
public record DivergenceCost(
    SampledDivergence sampled,
    double center,
    double foundLower,
    ExactSolve.Attempt exact,
    Map<Quantity, Double> upper,
    double published) {
  public DivergenceCost {
    upper = Map.copyOf(upper);
  }

  /** The smallest rigorous upper bound. */
  public double smallestUpper() {
    return upper.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** A rigorous lower bound of the maximum: the largest of all witnesses, the solver's too. */
  public double lower() {
    return Math.max(foundLower, exact.maximum().map(ExactSolve.Maximum::lower).orElse(0.0));
  }

  /** The value of a quantity; not-a-number where it was not computed. */
  public double value(Quantity quantity) {
    return switch (quantity) {
      case MEAN -> sampled.mean();
      case RECORDED -> sampled.recorded();
      case LARGEST -> sampled.largest();
      case CENTER -> center;
      case LOWER -> lower();
      case EXACT -> exact.maximum().map(ExactSolve.Maximum::upper).orElse(Double.NaN);
      case OPTIMAL -> exact.maximum().map(ExactSolve.Maximum::optimal).orElse(Double.NaN);
      case CROWN, IBP, ANALYTIC, NORM -> upper.get(quantity);
      case PUBLISHED -> published;
    };
  }
}
