package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import java.util.List;

/** Rows over one pass's bounds whose slopes are optimised, as many at once as memory allows. */
final class AscendingRows {
  private final NodeBounds known;
  private final Lane lane;
  private final Blocks blocks;

  AscendingRows(Session session, NodeBounds known) {
    this.known = known;
    this.lane = known.lane();
    this.blocks = blocks(session);
  }

  /** An ascent keeps of each row coefficients, points, parameters and two means at every node. */
  static Blocks blocks(Session session) {
    int kept = session.network().nodes().stream().mapToInt(Node::size).sum();
    return new Blocks(Math.max(1, session.rowsPerBlock(Math.multiplyExact(3, kept))));
  }

  /** Tightens the bounds of the selected neurons. */
  void tighten(Node node, RowSelection selection, Effort effort) {
    BackSubstitution back = new BackSubstitution(known);
    for (Blocks.Cut cut : blocks.of(selection, blocks.rows())) {
      try (SlopeOptimization ascent =
          new SlopeOptimization(known, effort, null, known.deadline())) {
        ascent.run(
            () -> back.neurons(node, cut.selection(), cut.range()),
            Double.POSITIVE_INFINITY,
            bounds -> tighten(node, cut, bounds));
      }
    }
  }

  private void tighten(Node node, Blocks.Cut cut, Tensor.RowBounds bounds) {
    lane.tighten(known.interval(node.id()), cut.selection(), cut.range(), bounds);
  }

  /** Ranges of boxes whose linear forms go together. */
  List<BoxRange> ranges(Objectives objectives) {
    return blocks.of(objectives.boxes(), b -> objectives.start(b + 1) - objectives.start(b));
  }

  /** Bounds of the linear forms of some boxes. */
  double[] bounds(Objectives objectives, BoxRange range, Effort effort) {
    BackSubstitution back = new BackSubstitution(known);
    try (SlopeOptimization ascent = new SlopeOptimization(known, effort, null, known.deadline())) {
      return ascent.run(
          () -> back.objectives(objectives, range), Double.POSITIVE_INFINITY, bounds -> {});
    }
  }
}
