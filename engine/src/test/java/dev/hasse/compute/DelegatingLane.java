package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;

/** A lane that does what another does; tests override what should differ. */
public class DelegatingLane implements Lane {
  private final Lane lane;

  public DelegatingLane(Lane lane) {
    this.lane = lane;
  }

  @Override
  public void close() {
    lane.close();
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    return lane.upload(boxes);
  }

  @Override
  public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
    return lane.intervalAffine(node, input);
  }

  @Override
  public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
    return lane.intervalActivation(node, input);
  }

  @Override
  public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
    return lane.intervalAdd(left, right);
  }

  @Override
  public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
    return lane.intervalSelect(node, input);
  }

  @Override
  public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
    lane.intersect(bounds, other);
  }

  @Override
  public void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds) {
    lane.tighten(bounds, selection, boxes, rowBounds);
  }

  @Override
  public RowSelection unstable(Node node, Tensor.Interval preActivation) {
    return lane.unstable(node, preActivation);
  }

  @Override
  public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
    return lane.relax(node, preActivation);
  }

  @Override
  public Tensor.Magnitude magnitude(Node node, Tensor.Interval input) {
    return lane.magnitude(node, input);
  }

  @Override
  public Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
    return lane.startRows(node, selection, boxes, magnitude);
  }

  @Override
  public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
    return lane.unitRows(width, selection, boxes);
  }

  @Override
  public Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
    return lane.objectiveRows(objectives, boxes, outputs);
  }

  @Override
  public Tensor.Rows backActivation(Node node, Tensor.Rows rows, Tensor.Relaxation relaxation) {
    return lane.backActivation(node, rows, relaxation);
  }

  @Override
  public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
    return lane.backAffine(node, rows, magnitude);
  }

  @Override
  public Tensor.Rows backSelect(Node node, Tensor.Rows rows) {
    return lane.backSelect(node, rows);
  }

  @Override
  public Tensor.Rows backAdd(Tensor.Rows rows, boolean withConstants) {
    return lane.backAdd(rows, withConstants);
  }

  @Override
  public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
    return lane.merge(left, right, bounds);
  }

  @Override
  public Tensor.RowBounds concretize(Tensor.Rows rows, Tensor.Interval bounds) {
    return lane.concretize(rows, bounds);
  }

  @Override
  public Tensor.Slopes slopes(
      Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
    return lane.slopes(node, rows, preActivation, values);
  }

  @Override
  public Tensor.Rows backActivation(
      Node node, Tensor.Rows rows, Tensor.Relaxation relaxation, Tensor.Slopes slopes) {
    return lane.backActivation(node, rows, relaxation, slopes);
  }

  @Override
  public Tensor.Points forwardRelaxed(
      Node node,
      Tensor.Points points,
      Tensor.Rows rows,
      Tensor.Relaxation relaxation,
      Tensor.Slopes slopes) {
    return lane.forwardRelaxed(node, points, rows, relaxation, slopes);
  }

  @Override
  public void ascend(
      Tensor.Slopes slopes, Tensor.Rows rows, Tensor.Points points, int step, float rate) {
    lane.ascend(slopes, rows, points, step, rate);
  }

  @Override
  public Tensor.Points minimizer(Tensor.Rows rows, Tensor.Interval bounds) {
    return lane.minimizer(rows, bounds);
  }

  @Override
  public Tensor.Points uploadPoints(int width, double[] points) {
    return lane.uploadPoints(width, points);
  }

  @Override
  public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
    return lane.sample(boxes, perBox, seed, firstBox);
  }

  @Override
  public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
    return lane.forwardAffine(node, input);
  }

  @Override
  public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
    return lane.forwardActivation(node, input);
  }

  @Override
  public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
    return lane.forwardAdd(left, right);
  }

  @Override
  public Tensor.Points forwardSelect(Node node, Tensor.Points input) {
    return lane.forwardSelect(node, input);
  }

  @Override
  public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
    return lane.divergence(left, right);
  }
}
