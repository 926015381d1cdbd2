package dev.hasse.verify.relu;

import dev.hasse.verify.BranchingRule;

/** Which ReLUs of a region are worth splitting. Any choice is sound. */
interface Branching {
  /**
   * The region with its candidates, best first; none where no ReLU is unstable.
   *
   * @param coefficients with which the row that is furthest from closing came to each ReLU, by
   *     layer
   */
  OpenRegion withCandidates(OpenRegion region, float[][] coefficients);

  /** The branching of a rule. */
  static Branching of(BranchingRule rule) {
    return switch (rule) {
      case BABSR -> new InterceptBranching();
      case NEURIFY -> new GradientBranching();
    };
  }
}
