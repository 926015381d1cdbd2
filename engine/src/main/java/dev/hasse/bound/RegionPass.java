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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Bounds of a chunk of regions: node by node up the network, then the linear forms. */
final class RegionPass {
  private final Session session;
  private final Network network;
  private final Lane lane;
  private final Regions regions;
  private final Effort ofNodes;
  private final Narrowing narrowing;
  private final Effort ofForms;
  private final Deadline deadline;
  private final Blocks blocks;
  private final Blocks optimised;

  /**
   * @param ofNodes effort for bounds of pre-activations
   * @param narrowing to the points where all forms of a region are at most 0
   * @param ofForms effort for the linear forms
   */
  RegionPass(
      Session session,
      Lane lane,
      Regions regions,
      Effort ofNodes,
      Narrowing narrowing,
      Effort ofForms,
      Deadline deadline) {
    this.session = session;
    this.network = session.network();
    this.lane = lane;
    this.regions = regions;
    this.ofNodes = ofNodes;
    this.narrowing = narrowing;
    this.ofForms = ofForms;
    this.deadline = deadline;
    this.blocks = new Blocks(session.rowsPerBlock(network.widest()));
    this.optimised = AscendingRows.blocks(session);
  }

  RegionBounds run() {
    try (NodeBounds known = new NodeBounds(network, lane, deadline)) {
      tightenNodes(known);
      if (narrowing.neurons() > 0) {
        narrow(known);
      }
      Bounds[] bounds = new Bounds[network.nodes().size()];
      for (Node node : upToTarget()) {
        if (node.op() instanceof Relu) {
          bounds[node.input()] = known.interval(node.input()).download();
        }
      }
      Forms forms = boundForms(known, ofForms);
      return new RegionBounds(bounds, forms.lower, forms.parameters, forms.coefficients);
    }
  }

  private List<Node> upToTarget() {
    return network.nodes().subList(0, regions.target() + 1);
  }

  private void narrow(NodeBounds known) {
    float[][] coefficients = boundForms(known, Effort.NONE).coefficients;
    RowSelection[] heavy =
        new HeavyNeurons(network, regions, coefficients).select(known, narrowing.neurons());
    new InversePass(session, known, regions.objectives()).run(heavy, narrowing.effort());
  }

  private void tightenNodes(NodeBounds known) {
    IntervalPass intervals = new IntervalPass(known, regions.boxes());
    LayerStructure structure = LayerStructure.of(network);
    for (Node node : upToTarget()) {
      deadline.check();
      intervals.step(node);
      if (regions.known()[node.id()] != null) {
        try (Tensor.Interval given = lane.upload(regions.known()[node.id()])) {
          lane.intersect(known.interval(node.id()), given);
        }
      }
      Node reading = structure.readingActivation(node);
      if (regions.tightens() && !structure.isExactByIntervals(node) && reading != null) {
        tighten(known, node, lane.unstable(reading, known.interval(node.id())));
      }
    }
  }

  private void tighten(NodeBounds known, Node node, RowSelection selection) {
    BackSubstitution back = new BackSubstitution(known);
    boolean ascends = ofNodes.steps() > 0;
    int most = ascends ? optimised.rows() : session.mostRowsOfBox(network.widest());
    for (Blocks.Cut cut : (ascends ? optimised : blocks).of(selection, most)) {
      deadline.check();
      Supplier<BackSubstitution.Start> start =
          () -> back.neurons(node, cut.selection(), cut.range());
      Consumer<Tensor.RowBounds> tighten =
          bounds -> lane.tighten(known.interval(node.id()), cut.selection(), cut.range(), bounds);
      if (ascends) {
        try (SlopeOptimization ascent = new SlopeOptimization(known, ofNodes, null, deadline)) {
          ascent.run(start, Double.MAX_VALUE, tighten);
        }
      } else {
        try (Tensor.RowBounds bounds = back.bounds(start.get())) {
          tighten.accept(bounds);
        }
      }
    }
  }

  /** Bounds of all rows, and by ReLU node {@code [row][neuron]} what the walks left there. */
  private static final class Forms {
    private final double[] lower;
    private final float[][] parameters;
    private final float[][] coefficients;

    Forms(int count, List<Node> nodes, int rows) {
      this.lower = new double[rows];
      this.parameters = new float[count][];
      this.coefficients = new float[count][];
      for (Node node : nodes) {
        if (node.op() instanceof Relu) {
          parameters[node.id()] = new float[rows * node.size()];
          coefficients[node.id()] = new float[rows * node.size()];
        }
      }
    }
  }

  private Forms boundForms(NodeBounds known, Effort effort) {
    Forms forms = new Forms(network.nodes().size(), upToTarget(), regions.objectives().rows());
    BackSubstitution back = new BackSubstitution(known);
    int[] start = new int[regions.count() + 1];
    for (int b = 0; b <= regions.count(); b++) {
      start[b] = regions.objectives().start(b);
    }
    for (BoxRange range : optimised.of(regions.count(), b -> start[b + 1] - start[b])) {
      int first = start[range.from()];
      Regions some = regions.slice(range.from(), range.to());
      try (SlopeOptimization ascent =
          new SlopeOptimization(known, effort, some.parameters(), deadline)) {
        double[] found =
            ascent.run(
                () -> back.objectives(regions.target(), regions.objectives(), range),
                0,
                bounds -> {});
        System.arraycopy(found, 0, forms.lower, first, found.length);
        for (Node node : upToTarget()) {
          if (node.op() instanceof Relu) {
            copy(ascent.values(node.id()), forms.parameters[node.id()], first * node.size());
            copy(
                ascent.coefficients(node.id()), forms.coefficients[node.id()], first * node.size());
          }
        }
      }
    }
    return forms;
  }

  private static void copy(float[] from, float[] to, int at) {
    if (from != null) {
      System.arraycopy(from, 0, to, at, from.length);
    }
  }
}
