package dev.hasse.bound;

import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/**
 * Tightens bounds of pre-activations to those points of regions where constraints on the outputs
 * hold (INVPROP, Kotha et al. 2023, arXiv 2302.01404): the only points that matter to whoever asks
 * whether the constraints can hold. Bounds of all nodes must be known before, since rows begin at
 * the output; each node that is tightened makes the rows of those that follow tighter, wherever
 * they lie.
 */
final class InversePass {
  private final Network network;
  private final Lane lane;
  private final NodeBounds known;
  private final Objectives constraints;
  private final Blocks blocks;

  /**
   * @param known bounds of all nodes; tightened in place
   * @param constraints of each region: {@code c y + d <= 0}, all of them at once
   */
  InversePass(Session session, NodeBounds known, Objectives constraints) {
    this.network = session.network();
    this.lane = known.lane();
    this.known = known;
    this.constraints = constraints;
    this.blocks = AscendingRows.blocks(session);
  }

  /**
   * @param neurons by ReLU node those whose pre-activations are bounded; null elsewhere
   */
  void run(RowSelection[] neurons, Effort effort) {
    Bounds outputs = known.interval(network.output().id()).download();
    for (Node relu : network.nodes()) {
      if (neurons[relu.id()] != null) {
        known.deadline().check();
        tighten(network.node(relu.input()), neurons[relu.id()], outputs, effort);
        known.forgetRelaxation(relu);
      }
    }
  }

  private void tighten(Node node, RowSelection selection, Bounds outputs, Effort effort) {
    Bounds before = known.interval(node.id()).download();
    BackSubstitution back = new BackSubstitution(known);
    for (Blocks.Cut cut : blocks.of(selection, blocks.rows())) {
      OutputMultipliers multipliers =
          OutputMultipliers.of(constraints, outputs, before, cut.selection(), cut.range());
      try (SlopeOptimization ascent =
          new SlopeOptimization(known, effort, null, multipliers, known.deadline())) {
        ascent.run(
            () -> back.units(node, cut.selection(), cut.range()),
            Double.MAX_VALUE,
            bounds -> tighten(node, cut, bounds));
      }
    }
  }

  private void tighten(Node node, Blocks.Cut cut, Tensor.RowBounds bounds) {
    lane.tighten(known.interval(node.id()), cut.selection(), cut.range(), bounds);
  }
}
