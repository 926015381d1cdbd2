package dev.hasse.kernels.opencl;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;

/** The verbs of the OpenCL backend, by kind: on intervals, on rows, on points. */
final class OpenClLane implements Lane {
  private final SessionWeights weights;
  private final LaneMemory memory;
  private final IntervalVerbs intervals;
  private final RowStarts starts;
  private final RowVerbs rows;
  private final PointVerbs points;

  OpenClLane(SessionWeights weights, OpenClDevice device) {
    this.weights = weights;
    this.memory = new LaneMemory(device);
    this.intervals = new IntervalVerbs(weights, memory);
    this.starts = new RowStarts(memory);
    this.rows = new RowVerbs(weights, memory);
    this.points = new PointVerbs(weights, memory);
  }

  @Override
  public void close() {
    memory.close();
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    return intervals.upload(boxes);
  }

  @Override
  public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
    return intervals.affine(node.id(), (OpenClTensors.Interval) input);
  }

  @Override
  public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
    requireRelu(node);
    return intervals.relu((OpenClTensors.Interval) input);
  }

  @Override
  public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
    return intervals.add((OpenClTensors.Interval) left, (OpenClTensors.Interval) right);
  }

  @Override
  public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
    return intervals.select((Select) node.op(), (OpenClTensors.Interval) input);
  }

  @Override
  public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
    intervals.intersect((OpenClTensors.Interval) bounds, (OpenClTensors.Interval) other);
  }

  @Override
  public void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds) {
    intervals.tighten(
        (OpenClTensors.Interval) bounds, selection, boxes, (OpenClTensors.RowBounds) rowBounds);
  }

  @Override
  public RowSelection unstable(Node node, Tensor.Interval preActivation) {
    requireRelu(node);
    return intervals.unstable((OpenClTensors.Interval) preActivation);
  }

  @Override
  public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
    requireRelu(node);
    return intervals.relax((OpenClTensors.Interval) preActivation);
  }

  @Override
  public Tensor.Magnitude magnitude(Node node, Tensor.Interval input) {
    return intervals.magnitude(node.id(), (OpenClTensors.Interval) input);
  }

  @Override
  public Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
    var of = (OpenClTensors.Magnitude) magnitude;
    DeviceWeights map = weights.of(node.id());
    if (!map.map().diagonal()) {
      return starts.affine(map, selection, boxes, of);
    }
    try (OpenClTensors.Rows units = starts.units(node.size(), selection, boxes)) {
      return rows.backAffine(node.id(), units, of);
    }
  }

  @Override
  public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
    return starts.units(width, selection, boxes);
  }

  @Override
  public Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
    return starts.objectives(objectives, boxes, (OpenClTensors.Interval) outputs);
  }

  @Override
  public Tensor.Rows backActivation(Node node, Tensor.Rows given, Tensor.Relaxation relaxation) {
    requireRelu(node);
    return rows.backRelu((OpenClTensors.Rows) given, (OpenClTensors.Relaxation) relaxation);
  }

  @Override
  public Tensor.Rows backAffine(Node node, Tensor.Rows given, Tensor.Magnitude magnitude) {
    return rows.backAffine(
        node.id(), (OpenClTensors.Rows) given, (OpenClTensors.Magnitude) magnitude);
  }

  @Override
  public Tensor.Rows backSelect(Node node, Tensor.Rows given) {
    return rows.backSelect((Select) node.op(), (OpenClTensors.Rows) given);
  }

  @Override
  public Tensor.Rows backAdd(Tensor.Rows given, boolean withConstants) {
    return rows.backAdd((OpenClTensors.Rows) given, withConstants);
  }

  @Override
  public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
    return rows.merge(
        (OpenClTensors.Rows) left, (OpenClTensors.Rows) right, (OpenClTensors.Interval) bounds);
  }

  @Override
  public Tensor.RowBounds concretize(Tensor.Rows given, Tensor.Interval bounds) {
    return rows.concretize((OpenClTensors.Rows) given, (OpenClTensors.Interval) bounds);
  }

  @Override
  public Tensor.Points minimizer(Tensor.Rows given, Tensor.Interval bounds) {
    return rows.minimizer((OpenClTensors.Rows) given, (OpenClTensors.Interval) bounds);
  }

  @Override
  public Tensor.Points uploadPoints(int width, double[] values) {
    return points.upload(width, values);
  }

  @Override
  public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
    return points.sample((OpenClTensors.Interval) boxes, perBox, seed, firstBox);
  }

  @Override
  public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
    return points.affine(node.id(), (OpenClTensors.Points) input);
  }

  @Override
  public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
    requireRelu(node);
    return points.relu((OpenClTensors.Points) input);
  }

  @Override
  public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
    return points.add((OpenClTensors.Points) left, (OpenClTensors.Points) right);
  }

  @Override
  public Tensor.Points forwardSelect(Node node, Tensor.Points input) {
    return points.select((Select) node.op(), (OpenClTensors.Points) input);
  }

  @Override
  public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
    return points.divergence((OpenClTensors.Points) left, (OpenClTensors.Points) right);
  }

  private static void requireRelu(Node node) {
    if (!(node.op() instanceof Relu)) {
      throw new UnsupportedOpException(node, "backend opencl");
    }
  }

  /** There is no ascent here: whoever begins one is told by which backend. */
  @Override
  public Tensor.Slopes slopes(
      Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
    throw UnsupportedOpException.ofAnalysis("backend opencl", "alpha-CROWN");
  }
}
