package dev.hasse.verify.relu;

import java.util.Optional;

/**
 * Neurify's choice (Wang et al. 2018, arXiv 1809.08098, "directed constraint refinement"): of the
 * earliest layer with unstable neurons the one with the largest gradient. Neurify bounds the
 * gradient by intervals; here it is the coefficient with which the bound's row came to the neuron,
 * the gradient of the relaxed network, which the bound has computed already.
 */
final class GradientBranching implements Branching {
  @Override
  public Optional<Neuron> choose(OpenRegion region, float[][] coefficients) {
    for (int layer = 0; layer < coefficients.length; layer++) {
      int best = -1;
      for (int i = 0; i < coefficients[layer].length; i++) {
        boolean isLarger =
            best < 0 || Math.abs(coefficients[layer][i]) > Math.abs(coefficients[layer][best]);
        best = region.isUnstable(layer, i) && isLarger ? i : best;
      }
      if (best >= 0) {
        return Optional.of(new Neuron(layer, best));
      }
    }
    return Optional.empty();
  }
}
