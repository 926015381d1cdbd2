package dev.hasse.verify.relu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which ReLU to split. Each unstable neuron is scored by what its relaxation costs the bound of the
 * row that is furthest from closing: the coefficient times the height of the triangle where the row
 * takes the line above. This is the intercept part of BaBSR (Bunel et al. 2020, arXiv 1909.06588);
 * lines below count nothing, since their slopes have been optimised.
 */
final class InterceptBranching implements Branching {
  /** How many of the best are kept for a closer look. */
  private static final int KEPT = 8;

  private record Scored(Neuron neuron, double score) {}

  @Override
  public OpenRegion withCandidates(OpenRegion region, float[][] coefficients) {
    List<Scored> scored = new ArrayList<>();
    for (int layer = 0; layer < coefficients.length; layer++) {
      for (int i = 0; i < coefficients[layer].length; i++) {
        if (region.isUnstable(layer, i)) {
          double l = region.lower()[layer][i];
          double u = region.upper()[layer][i];
          double height = u * -l / (u - l);
          double score = Math.max(0, -coefficients[layer][i]) * height;
          // Among those that cost nothing now, the widest triangle.
          scored.add(new Scored(new Neuron(layer, i), score > 0 ? score : -1 / (1 + height)));
        }
      }
    }
    List<Neuron> best =
        scored.stream()
            .sorted(Comparator.comparingDouble(Scored::score).reversed())
            .limit(KEPT)
            .map(Scored::neuron)
            .toList();
    return region.with(region.open(), best);
  }
}
