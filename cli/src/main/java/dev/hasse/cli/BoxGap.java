package dev.hasse.cli;

import dev.hasse.bound.lattice.LatticeWalk;
import dev.hasse.bound.lattice.WalkStep;
import dev.hasse.solver.SolveStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one box.
 *
 * @param outputs of the network
 * @param walk down the lattice
 * @param element where the walk passed the element that was asked for
 * @param semidefinite what its relaxation said, where it was asked
 * @param seconds by stage; IBP and CROWN: the box's share of its batch
 */
record BoxGap(
    List<OutputGap> outputs,
    LatticeWalk walk,
    WalkStep element,
    Optional<SemidefiniteOutputs> semidefinite,
    Map<GapStage, Double> seconds) {
  BoxGap {
    outputs = List.copyOf(outputs);
    seconds = Map.copyOf(seconds);
  }

  /**
   * The largest distance, over outputs and both sides, of a stage's bound to the best value that
   * the network is known to take, rounded up. It is never below the distance to the exact range,
   * and where that was solved it equals it up to the solver's tolerance.
   */
  double gap(GapStage stage) {
    return outputs.stream().mapToDouble(output -> output.gap(stage)).max().orElse(0);
  }

  /** Neurons that CROWN's bounds leave unstable. */
  int unstable() {
    return walk.top().linearised();
  }

  /** Bounds that the semidefinite relaxation solved to its tolerance; 0 where it was not asked. */
  int semidefiniteSolved() {
    return semidefinite.map(SemidefiniteOutputs::solved).orElse(0);
  }

  /** How the last stage ended: of what was not solved the first, if there is any. */
  SolveStatus status() {
    return status(walk.last());
  }

  /** How a step ended: of what was not solved the first, if there is any. */
  static SolveStatus status(WalkStep step) {
    return step.bounds().stream()
        .map(bound -> bound.status())
        .reduce(SolveStatus.OPTIMAL, (worst, next) -> worst == SolveStatus.OPTIMAL ? next : worst);
  }
}
