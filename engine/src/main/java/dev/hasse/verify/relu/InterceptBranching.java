package dev.hasse.verify.relu;

import java.util.Optional;

/**
 * Which ReLU to split. Each unstable neuron is scored by what its relaxation costs the bound of the
 * row that is furthest from closing: the coefficient times the height of the triangle where the row
 * takes the line above. This is the intercept part of BaBSR (Bunel et al. 2020, arXiv 1909.06588);
 * lines below count nothing, since their slopes have been optimised.
 */
final class InterceptBranching implements Branching {
  @Override
  public Optional<Neuron> choose(OpenRegion region, float[][] coefficients) {
    Optional<Neuron> best = Optional.empty();
    double highest = Double.NEGATIVE_INFINITY;
    for (int layer = 0; layer < coefficients.length; layer++) {
      for (int i = 0; i < coefficients[layer].length; i++) {
        if (region.isUnstable(layer, i)) {
          double score = score(region, layer, i, coefficients[layer][i]);
          if (best.isEmpty() || score > highest) {
            highest = score;
            best = Optional.of(new Neuron(layer, i));
          }
        }
      }
    }
    return best;
  }

  /** Of those that cost nothing now the widest triangle has the largest, below all others. */
  private static double score(OpenRegion region, int layer, int index, float coefficient) {
    double l = region.lower()[layer][index];
    double u = region.upper()[layer][index];
    double height = u * -l / (u - l);
    double cost = Math.max(0, -coefficient) * height;
    return cost > 0 ? cost : -1 / (1 + height);
  }
}
