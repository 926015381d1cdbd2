package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Affine;
import dev.hasse.network.Node;
import dev.hasse.network.Select;

/** Rows walked back to the input and concretised there (CROWN's backward pass). */
final class BackSubstitution {
  private final NodeBounds known;
  private final Lane lane;

  BackSubstitution(NodeBounds known) {
    this.known = known;
    this.lane = known.lane();
  }

  /** Rows at the node where a walk begins. */
  record Start(int node, Tensor.Rows rows) {}

  /** Two rows for each selected neuron of a node. */
  Start neurons(Node node, RowSelection selection, BoxRange boxes) {
    if (node.op() instanceof Affine) {
      Tensor.Rows rows = lane.startRows(node, selection, boxes, known.magnitude(node));
      return new Start(node.input(), rows);
    }
    return units(node, selection, boxes);
  }

  /** The same rows, over the node itself. */
  Start units(Node node, RowSelection selection, BoxRange boxes) {
    return new Start(node.id(), lane.unitRows(node.size(), selection, boxes));
  }

  /** Linear forms of the outputs. */
  Start objectives(Objectives objectives, BoxRange boxes) {
    return objectives(known.network().output().id(), objectives, boxes);
  }

  /** Linear forms of a node's values. */
  Start objectives(int node, Objectives objectives, BoxRange boxes) {
    return new Start(node, lane.objectiveRows(objectives, boxes, known.interval(node)));
  }

  /** Bounds over the input's box, by the lines that the node bounds call for. */
  Tensor.RowBounds bounds(Start start) {
    return bounds(start, 0);
  }

  /**
   * Bounds of linear forms of the outputs by intervals with the trailing affine maps elided: the
   * rows stop at the last node that is no affine map of the one before.
   */
  Tensor.RowBounds objectivesOverLastActivation(Objectives objectives, BoxRange boxes) {
    Node node = known.network().output();
    while (node.op() instanceof Affine || node.op() instanceof Select) {
      node = known.network().node(node.input());
    }
    return bounds(objectives(objectives, boxes), node.id());
  }

  /** Linear forms of the outputs as rows over the input; the caller closes them. */
  Tensor.Rows rowsAtInput(Objectives objectives, BoxRange boxes) {
    return walk(objectives(objectives, boxes), 0);
  }

  private Tensor.RowBounds bounds(Start start, int stop) {
    try (Tensor.Rows rows = walk(start, stop)) {
      return lane.concretize(rows, known.interval(stop));
    }
  }

  private Tensor.Rows walk(Start start, int stop) {
    RowWalk walk = new RowWalk(known, this::throughActivation, stop);
    walk.arrive(start.node(), start.rows());
    return walk.run(start.node());
  }

  private Tensor.Rows throughActivation(Node node, Tensor.Rows rows) {
    try (rows) {
      return lane.backActivation(node, rows, known.relaxation(node));
    }
  }
}
