package dev.hasse.bench;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.BoxRange;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.format.InputFileException;
import dev.hasse.network.Activation;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the benchmarks of one verb start from: a network on a backend, a batch of boxes, and all
 * node bounds, relaxations and magnitudes on one lane.
 */
@State(Scope.Benchmark)
public class LaneState {
  static final long SEED = 20_240_601;

  /** Hidden layers such as {@code 3x256}, with 784 inputs and 10 outputs, or a network's file. */
  @Param("3x256")
  String network;

  @Param({"1", "64"})
  int batch;

  @Param("cpu")
  String backend;

  private ComputeBackend opened;
  private Session session;
  private Lane lane;
  private BoxBatch boxes;
  private final List<Tensor> owned = new ArrayList<>();
  private Tensor.Interval[] intervals;
  private Tensor.Relaxation[] relaxations;
  private Tensor.Magnitude[] magnitudes;

  /** Bounds every node by one interval pass, and checks the outputs' bounds. */
  @Setup
  public void open() throws BackendUnavailableException, InputFileException {
    Network measured = NamedNetworks.of(network);
    opened = Backends.open(backend);
    session = opened.load(measured);
    lane = session.openLane();
    boxes = GeneratedNetworks.boxes(batch, measured.inputs(), 0.01, SEED);
    int nodes = measured.nodes().size();
    intervals = new Tensor.Interval[nodes];
    relaxations = new Tensor.Relaxation[nodes];
    magnitudes = new Tensor.Magnitude[nodes];
    intervals[0] = keep(lane.upload(boxes));
    for (Node node : measured.nodes().subList(1, nodes)) {
      NamedNetworks.requireChain(measured, node);
      Tensor.Interval input = intervals[node.input()];
      if (node.op() instanceof Affine) {
        intervals[node.id()] = keep(lane.intervalAffine(node, input));
        magnitudes[node.id()] = keep(lane.magnitude(node, input));
      } else {
        intervals[node.id()] = keep(lane.intervalActivation(node, input));
        relaxations[node.id()] = keep(lane.relax(node, input));
      }
    }
    requireAnswer(measured.output(), intervals[measured.output().id()].download());
  }

  Lane lane() {
    return lane;
  }

  Network measured() {
    return session.network();
  }

  Tensor.Interval interval(int node) {
    return intervals[node];
  }

  Tensor.Relaxation relaxation(Node node) {
    return relaxations[node.id()];
  }

  /** All boxes of the batch. */
  BoxRange all() {
    return new BoxRange(0, batch);
  }

  /** The affine map with the most inputs times outputs, after the first. */
  Node widestAffine() {
    Node widest = null;
    for (Node node : measured().nodes()) {
      if (node.op() instanceof Affine affine
          && (widest == null || weights(affine) >= weights((Affine) widest.op()))) {
        widest = node;
      }
    }
    return widest;
  }

  private static long weights(Affine affine) {
    return (long) affine.inputs() * affine.outputs();
  }

  /** The first activation. */
  Node activation() {
    return measured().nodes().stream()
        .filter(node -> node.op() instanceof Activation)
        .findFirst()
        .orElseThrow();
  }

  /** Both signs of every output of every box, as rows over the output. */
  Tensor.Rows outputRows() {
    Network measured = measured();
    return lane.objectiveRows(
        Objectives.bothSides(batch, measured.outputs()), all(), intervals[measured.output().id()]);
  }

  /** One step back. The rows it is given are closed. */
  Tensor.Rows back(Node node, Tensor.Rows rows) {
    try (rows) {
      return node.op() instanceof Affine
          ? lane.backAffine(node, rows, magnitudes[node.id()])
          : lane.backActivation(node, rows, relaxations[node.id()]);
    }
  }

  Tensor.Rows backAffine(Node node, Tensor.Rows rows) {
    return lane.backAffine(node, rows, magnitudes[node.id()]);
  }

  /** The outputs' rows, over the input. */
  Tensor.Rows rowsAtInput() {
    Tensor.Rows rows = outputRows();
    for (int id = measured().output().id(); id > 0; id--) {
      rows = back(measured().node(id), rows);
    }
    return rows;
  }

  /** Checks the bounds that rows give: for each box those of every neuron, then the negatives. */
  void requireAnswer(Node node, double[] bothSides) {
    int width = node.size();
    double[] lower = new double[bothSides.length / 2];
    double[] upper = new double[lower.length];
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < width; i++) {
        lower[b * width + i] = bothSides[2 * b * width + i];
        upper[b * width + i] = -bothSides[(2 * b + 1) * width + i];
      }
    }
    requireAnswer(node, new Bounds(batch, width, lower, upper, Guarantee.RIGOROUS, 0));
  }

  /** Checks bounds of the outputs, in the same order. */
  void requireOutputs(double[] bothSides) {
    requireAnswer(measured().output(), bothSides);
  }

  /** Checks bounds of a node against the values that the reference backend computes there. */
  void requireAnswer(Node node, Bounds bounds) {
    try (ComputeBackend reference = Backends.open("reference");
        Session judge = reference.load(measured());
        Lane judging = judge.openLane()) {
      AnswerCheck.require(
          boxes, bounds, points -> NamedNetworks.values(judging, measured(), node, points), SEED);
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  <T extends Tensor> T keep(T tensor) {
    owned.add(tensor);
    return tensor;
  }

  /** Frees the lane and all that lives on it. */
  @TearDown
  public void close() {
    owned.forEach(Tensor::close);
    owned.clear();
    lane.close();
    session.close();
    opened.close();
  }
}
