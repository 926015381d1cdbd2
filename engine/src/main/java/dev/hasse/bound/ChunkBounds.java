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

  ChunkBounds(Session session, Lane lane, BoxBatch boxes) {
    this.session = session;
    this.network = session.network();
    this.lane = lane;
    this.boxes = boxes;
  }

  /** Bounds of the network's outputs. */
  Bounds outputs(BoundMethod method) {
    try (NodeBounds loose = pass(method == BoundMethod.IBP ? Tightening.NONE : Tightening.OUTPUT)) {
      Tensor.Interval result = loose.interval(network.output().id());
      if (method != BoundMethod.CROWN) {
        return result.download();
      }
      try (NodeBounds tight = pass(Tightening.EVERY_LAYER_AND_OUTPUT)) {
        lane.intersect(result, tight.interval(network.output().id()));
        return result.download();
      }
    }
  }

  /** Bounds of every node, in the network's order. */
  List<Bounds> nodes(BoundMethod method) {
    try (NodeBounds known = pass(Tightening.of(method))) {
      return network.nodes().stream().map(node -> known.interval(node.id()).download()).toList();
    }
  }

  /** Lower bounds of linear forms of the outputs, in row order. */
  double[] objectives(Objectives objectives, BoundMethod method) {
    double[] lower = new double[objectives.rows()];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    try (NodeBounds loose = pass(Tightening.NONE)) {
      raise(lower, objectives, loose, method != BoundMethod.IBP);
    }
    if (method == BoundMethod.CROWN) {
      try (NodeBounds tight = pass(Tightening.EVERY_LAYER)) {
        raise(lower, objectives, tight, true);
      }
    }
    return lower;
  }

  /** Raises the bounds to what these node bounds give, over the last activation and the input. */
  private void raise(double[] lower, Objectives objectives, NodeBounds known, boolean toInput) {
    BackSubstitution back = new BackSubstitution(known);
    Blocks blocks = new Blocks(session.rowsPerBlock(network.widest()));
    for (BoxRange range :
        blocks.of(boxes.count(), b -> objectives.start(b + 1) - objectives.start(b))) {
      int at = objectives.start(range.from());
      try (Tensor.RowBounds bounds = back.objectivesOverLastActivation(objectives, range)) {
        raise(lower, at, bounds.download());
      }
      if (toInput) {
        try (Tensor.RowBounds bounds = back.objectives(objectives, range)) {
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
        case CROWN -> EVERY_LAYER_AND_OUTPUT;
        case LP, MILP -> throw new IllegalArgumentException(method + " is no propagation");
      };
    }

    Tightening(boolean layers, boolean output) {
      this.layers = layers;
      this.output = output;
    }
  }

  private NodeBounds pass(Tightening tightening) {
    NodeBounds known = new NodeBounds(network, lane);
    IntervalPass intervals = new IntervalPass(known, boxes);
    LayerStructure structure = LayerStructure.of(network);
    for (Node node : network.nodes()) {
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

  private void tighten(NodeBounds known, Node node, RowSelection selection) {
    BackSubstitution back = new BackSubstitution(known);
    Blocks blocks = new Blocks(session.rowsPerBlock(network.widest()));
    int most = Math.max(1, session.mostRowsOfBox(network.widest()) / 2);
    for (BoxRange range : blocks.of(boxes.count(), b -> 2 * selection.size(b))) {
      int size = selection.size(range.from());
      if (range.count() > 1 || size <= most) {
        tighten(known, node, selection, range, back);
        continue;
      }
      for (int from = 0; from < size; from += most) {
        int to = Math.min(size, from + most);
        tighten(known, node, selection.part(range.from(), from, to), range, back);
      }
    }
  }

  private void tighten(
      NodeBounds known, Node node, RowSelection selection, BoxRange range, BackSubstitution back) {
    try (Tensor.RowBounds bounds = back.neurons(node, selection, range)) {
      lane.tighten(known.interval(node.id()), selection, range, bounds);
    }
  }
}
