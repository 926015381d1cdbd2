package dev.hasse.cli;

import dev.hasse.domain.Guarantee;
import dev.hasse.solver.SolveStatus;
import java.util.Map;

/**
 * What is known of one output over one box.
 *
 * @param bounds by stage
 * @param guarantees by stage
 * @param concrete values that the output is known to reach: the least at most {@code lower}, the
 *     largest at least {@code upper}
 * @param status of the last stage, that of its worse side
 */
record OutputGap(
    Map<GapStage, Interval> bounds,
    Map<GapStage, Guarantee> guarantees,
    Interval concrete,
    SolveStatus status) {
  OutputGap {
    bounds = Map.copyOf(bounds);
    guarantees = Map.copyOf(guarantees);
  }

  /** How far a stage's bounds are from values of the network, at most; see {@link BoxGap#gap}. */
  double gap(GapStage stage) {
    return bounds.get(stage).excess(concrete);
  }
}
