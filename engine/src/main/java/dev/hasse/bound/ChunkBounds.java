package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.Arrays;
import java.util.List;

/** The bound methods on one chunk of boxes, on one lane. */
final class ChunkBounds {
  private final Session session;
  private final Network network;
  private final Lane lane;
  private final BoxBatch boxes;
  private final Ascent ascent;
  private final Deadline deadline;

  /**
   * @param ascent what alpha-CROWN does
   */
  ChunkBounds(Session session, Lane lane, BoxBatch boxes, Ascent ascent, Deadline deadline) {
    this.session = session;
    this.network = session.network();
    this.lane = lane;
    this.boxes = boxes;
    this.ascent = ascent;
    this.deadline = deadline;
  }

  /** Bounds of the network's outputs. */
  Bounds outputs(BoundMethod method) {
    if (method == BoundMethod.IBP) {
      try (NodeBounds known = new NodeBounds(network, lane, deadline)) {
        return new IntervalPass(known, boxes).output().download();
      }
    }
    try (NodeBounds loose = pass(Tightening.OUTPUT)) {
      int output = network.output().id();
      Tensor.Interval result = loose.interval(output);
      if (method == BoundMethod.CROWN || method == BoundMethod.ALPHA_CROWN) {
        try (NodeBounds tight = pass(Tightening.EVERY_LAYER_AND_OUTPUT)) {
          lane.intersect(result, tight.interval(output));
          if (method == BoundMethod.ALPHA_CROWN) {
            try (NodeBounds tightest = optimised(tight, true)) {
              lane.intersect(result, tightest.interval(output));
            }
          }
        }
      }
      return result.download();
    }
  }

  /** Bounds of every node, in the network's order. */
  List<Bounds> nodes(BoundMethod method) {
    try (NodeBounds known = pass(Tightening.of(method))) {
      if (method != BoundMethod.ALPHA_CROWN) {
        return downloaded(known);
      }
      try (NodeBounds tightest = optimised(known, true)) {
        return downloaded(tightest);
      }
    }
  }

  private List<Bounds> downloaded(NodeBounds known) {
    return network.nodes().stream().map(node -> known.interval(node.id()).download()).toList();
  }

  /** Lower bounds of linear forms of the outputs, in row order. */
  double[] objectives(Objectives objectives, BoundMethod method) {
    double[] lower = new double[objectives.rows()];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    try (NodeBounds loose = pass(Tightening.NONE)) {
      raise(lower, objectives, loose, method != BoundMethod.IBP);
    }
    if (method == BoundMethod.CROWN || method == BoundMethod.ALPHA_CROWN) {
      try (NodeBounds tight = pass(Tightening.EVERY_LAYER)) {
        raise(lower, objectives, tight, true);
        if (method == BoundMethod.ALPHA_CROWN) {
          try (NodeBounds tightest = optimised(tight, false)) {
            raiseByAscent(lower, objectives, tightest);
          }
        }
      }
    }
    return lower;
  }

  private void raiseByAscent(double[] lower, Objectives objectives, NodeBounds known) {
    AscendingRows rows = new AscendingRows(session, known);
    for (BoxRange range : rows.ranges(objectives)) {
      double[] found = rows.bounds(objectives, range, ascent.ofForms());
      raise(lower, objectives.start(range.from()), found);
    }
  }

  /** Raises the bounds to what these node bounds give, over the last activation and the input. */
  private void raise(double[] lower, Objectives objectives, NodeBounds known, boolean toInput) {
    BackSubstitution back = new BackSubstitution(known);
    Blocks blocks = new Blocks(session.rowsPerBlock(network.widest()));
    for (BoxRange range :
        blocks.of(boxes.count(), b -> objectives.start(b + 1) - objectives.start(b))) {
      deadline.check();
      int at = objectives.start(range.from());
      try (Tensor.RowBounds bounds = back.objectivesOverLastActivation(objectives, range)) {
        raise(lower, at, bounds.download());
      }
      if (toInput) {
        try (Tensor.RowBounds bounds = back.bounds(back.objectives(objectives, range))) {
          raise(lower, at, bounds.download());
        }
      }
    }
  }

  private static void raise(double[] lower, int at, double[] found) {
    for (int k = 0; k < found.length; k++) {
      lower[at + k] = Math.max(lower[at + k], found[k]);
    }
  }

  /** What a pass up the network tightens by rows. */
  private enum Tightening {
    NONE(false, false),
    OUTPUT(false, true),
    EVERY_LAYER(true, false),
    EVERY_LAYER_AND_OUTPUT(true, true);

    private final boolean layers;
    private final boolean output;

    /** What bounds of the outputs by a method tighten. */
    static Tightening of(BoundMethod method) {
      return switch (method) {
        case IBP -> NONE;
        case CROWN_IBP -> OUTPUT;
        case CROWN, ALPHA_CROWN -> EVERY_LAYER_AND_OUTPUT;
        case LP, SDP, MILP -> throw new IllegalArgumentException(method + " is no propagation");
      };
    }

    Tightening(boolean layers, boolean output) {
      this.layers = layers;
      this.output = output;
    }
  }

  private NodeBounds pass(Tightening tightening) {
    NodeBounds known = new NodeBounds(network, lane, deadline);
    IntervalPass intervals = new IntervalPass(known, boxes);
    LayerStructure structure = LayerStructure.of(network);
    for (Node node : network.nodes()) {
      deadline.check();
      intervals.step(node);
      if (structure.isExactByIntervals(node)) {
        continue;
      }
      if (tightening.output && node.equals(structure.outputBeforeActivations())) {
        tighten(known, node, RowSelection.all(boxes.count(), node.size()));
      } else if (tightening.layers && structure.readingActivation(node) != null) {
        Node activation = structure.readingActivation(node);
        tighten(known, node, lane.unstable(activation, known.interval(node.id())));
      }
    }
    return known;
  }

  /**
   * Bounds of every node by alpha-CROWN, none looser than those given.
   *
   * @param given by CROWN
   * @param output whether the outputs are tightened too
   */
  private NodeBounds optimised(NodeBounds given, boolean output) {
    NodeBounds known = new NodeBounds(network, lane, deadline);
    IntervalPass intervals = new IntervalPass(known, boxes);
    AscendingRows rows = new AscendingRows(session, known);
    LayerStructure structure = LayerStructure.of(network);
    for (Node node : network.nodes()) {
      deadline.check();
      intervals.step(node);
      Tensor.Interval bounds = known.interval(node.id());
      lane.intersect(bounds, given.interval(node.id()));
      if (structure.isExactByIntervals(node)) {
        continue;
      }
      Node activation = structure.readingActivation(node);
      if (output && node.equals(structure.outputBeforeActivations())) {
        rows.tighten(node, RowSelection.all(boxes.count(), node.size()), ascent.ofForms());
      } else if (activation != null && ascent.ofNodes().steps() > 0) {
        rows.tighten(node, lane.unstable(activation, bounds), ascent.ofNodes());
      }
    }
    return known;
  }

  private void tighten(NodeBounds known, Node node, RowSelection selection) {
    BackSubstitution back = new BackSubstitution(known);
    Blocks blocks = new Blocks(session.rowsPerBlock(network.widest()));
    for (Blocks.Cut cut : blocks.of(selection, session.mostRowsOfBox(network.widest()))) {
      deadline.check();
      BackSubstitution.Start start = back.neurons(node, cut.selection(), cut.range());
      try (Tensor.RowBounds bounds = back.bounds(start)) {
        lane.tighten(known.interval(node.id()), cut.selection(), cut.range(), bounds);
      }
    }
  }
}
