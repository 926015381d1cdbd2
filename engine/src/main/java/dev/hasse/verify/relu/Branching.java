package dev.hasse.verify.relu;

import dev.hasse.verify.BranchingRule;
import java.util.Optional;

/** Which ReLU of a region is split. Any choice is sound. */
interface Branching {
  /**
   * The neuron to split, or none where no ReLU is unstable.
   *
   * @param coefficients with which the row that is furthest from closing came to each ReLU, by
   *     layer
   */
  Optional<Neuron> choose(OpenRegion region, float[][] coefficients);

  /** The branching of a rule. */
  static Branching of(BranchingRule rule) {
    return switch (rule) {
      case BABSR -> new InterceptBranching();
      case NEURIFY -> new GradientBranching();
    };
  }
}
