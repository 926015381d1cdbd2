package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Bounds of a chunk of regions: node by node up the network, then the linear forms. */
final class RegionPass {
  private final Session session;
  private final Network network;
  private final Lane lane;
  private final Regions regions;
  private final Effort ofNodes;
  private final Effort ofForms;
  private final Deadline deadline;
  private final NodeSlopes kept;
  private final Blocks blocks;
  private final Blocks optimised;

  /**
   * @param ofNodes effort for bounds of pre-activations
   * @param ofForms effort for the linear forms
   */
  RegionPass(
      Session session,
      Lane lane,
      Regions regions,
      Effort ofNodes,
      Effort ofForms,
      Deadline deadline) {
    this.session = session;
    this.network = session.network();
    this.lane = lane;
    this.regions = regions;
    this.ofNodes = ofNodes;
    this.ofForms = ofForms;
    this.deadline = deadline;
    this.kept = new NodeSlopes(network.nodes().size());
    this.blocks = new Blocks(session.rowsPerBlock(network.widest()));
    this.optimised = AscendingRows.blocks(session);
  }

  RegionBounds run() {
    try (NodeBounds known = new NodeBounds(network, lane, deadline)) {
      tightenNodes(known);
      int nodes = network.nodes().size();
      Bounds[] bounds = new Bounds[nodes];
      float[][] parameters = new float[nodes][];
      float[][] coefficients = new float[nodes][];
      int rows = regions.objectives().rows();
      for (Node node : network.nodes()) {
        if (node.op() instanceof Relu) {
          bounds[node.input()] = known.interval(node.input()).download();
          parameters[node.id()] = new float[rows * node.size()];
          coefficients[node.id()] = new float[rows * node.size()];
        }
      }
      double[] lower = new double[rows];
      boundForms(known, lower, parameters, coefficients);
      return new RegionBounds(bounds, lower, parameters, coefficients, kept);
    }
  }

  private void tightenNodes(NodeBounds known) {
    IntervalPass intervals = new IntervalPass(known, regions.boxes());
    LayerStructure structure = LayerStructure.of(network);
    for (Node node : network.nodes()) {
      deadline.check();
      intervals.step(node);
      if (regions.known()[node.id()] != null) {
        try (Tensor.Interval given = lane.upload(regions.known()[node.id()])) {
          lane.intersect(known.interval(node.id()), given);
        }
      }
      Node reading = structure.readingActivation(node);
      if (!structure.isExactByIntervals(node) && reading != null) {
        RowSelection selection = lane.unstable(reading, known.interval(node.id()));
        tighten(known, node, selection.only(b -> regions.settled()[b] < node.id()));
      }
    }
  }

  private void tighten(NodeBounds known, Node node, RowSelection selection) {
    BackSubstitution back = new BackSubstitution(known);
    boolean ascends = ofNodes.steps() > 0;
    int most =
        ascends || regions.slopes()[0] != null
            ? optimised.rows()
            : session.mostRowsOfBox(network.widest());
    for (Blocks.Cut cut :
        (ascends || regions.slopes()[0] != null ? optimised : blocks).of(selection, most)) {
      deadline.check();
      Supplier<BackSubstitution.Start> start =
          () -> back.neurons(node, cut.selection(), cut.range());
      Consumer<Tensor.RowBounds> tighten =
          bounds -> lane.tighten(known.interval(node.id()), cut.selection(), cut.range(), bounds);
      float[][] slopes = NodeSlopes.of(regions.slopes(), node, cut.selection(), cut.range());
      if (ascends || slopes != null) {
        try (SlopeOptimization ascent = new SlopeOptimization(known, ofNodes, slopes, deadline)) {
          ascent.run(start, Double.MAX_VALUE, tighten);
          if (regions.count() == 1 && slopes == null) {
            kept.keep(node, cut.selection(), cut.range(), ascent.values());
          }
        }
      } else {
        try (Tensor.RowBounds bounds = back.bounds(start.get())) {
          tighten.accept(bounds);
        }
      }
    }
  }

  private void boundForms(
      NodeBounds known, double[] lower, float[][] parameters, float[][] coefficients) {
    BackSubstitution back = new BackSubstitution(known);
    int[] start = new int[regions.count() + 1];
    for (int b = 0; b <= regions.count(); b++) {
      start[b] = regions.objectives().start(b);
    }
    for (BoxRange range : optimised.of(regions.count(), b -> start[b + 1] - start[b])) {
      int first = start[range.from()];
      Regions some = regions.slice(range.from(), range.to());
      try (SlopeOptimization ascent =
          new SlopeOptimization(known, ofForms, some.parameters(), deadline)) {
        double[] found =
            ascent.run(() -> back.objectives(regions.objectives(), range), 0, bounds -> {});
        System.arraycopy(found, 0, lower, first, found.length);
        for (Node node : network.nodes()) {
          if (node.op() instanceof Relu) {
            copy(ascent.values(node.id()), parameters[node.id()], first * node.size());
            copy(ascent.coefficients(node.id()), coefficients[node.id()], first * node.size());
          }
        }
      }
    }
  }

  private static void copy(float[] from, float[] to, int at) {
    if (from != null) {
      System.arraycopy(from, 0, to, at, from.length);
    }
  }
}
