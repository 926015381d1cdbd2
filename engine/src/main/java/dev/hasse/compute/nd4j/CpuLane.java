package dev.hasse.compute.nd4j;

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
import dev.hasse.network.Sigmoid;

/** The verbs of the cpu backend, by kind: on intervals, on rows, on points. */
final class CpuLane implements Lane {
  private final FloatPool pool = new FloatPool();
  private final IntervalVerbs intervals;
  private final IntervalAffine intervalAffine;
  private final RowVerbs rows;
  private final PointVerbs points;

  /**
   * @param companion takes part in the interval step; or null
   */
  CpuLane(OpenBlas blas, CpuAffine[] affine, Companion companion) {
    this.intervals = new IntervalVerbs(blas, affine, pool);
    this.intervalAffine = new IntervalAffine(blas, affine, pool, companion);
    this.rows = new RowVerbs(blas, affine, pool);
    this.points = new PointVerbs(blas, affine, pool);
  }

  @Override
  public void close() {
    intervals.close();
    intervalAffine.close();
    rows.close();
    points.close();
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    return intervals.upload(boxes);
  }

  @Override
  public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
    return intervalAffine.apply(node.id(), (CpuTensors.Interval) input);
  }

  @Override
  public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
    CpuTensors.Interval z = (CpuTensors.Interval) input;
    return isSigmoid(node) ? SigmoidVerbs.interval(pool, z) : z.positivePart();
  }

  @Override
  public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
    return intervals.add((CpuTensors.Interval) left, (CpuTensors.Interval) right);
  }

  @Override
  public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
    return intervals.select((Select) node.op(), (CpuTensors.Interval) input);
  }

  @Override
  public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
    intervals.intersect((CpuTensors.Interval) bounds, (CpuTensors.Interval) other);
  }

  @Override
  public void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds) {
    double[] found = ((CpuTensors.RowBounds) rowBounds).lower();
    intervals.tighten((CpuTensors.Interval) bounds, selection, boxes, found);
  }

  @Override
  public RowSelection unstable(Node node, Tensor.Interval preActivation) {
    CpuTensors.Interval z = (CpuTensors.Interval) preActivation;
    return isSigmoid(node) ? SigmoidVerbs.unstable(z) : intervals.unstable(z);
  }

  @Override
  public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
    CpuTensors.Interval z = (CpuTensors.Interval) preActivation;
    return isSigmoid(node) ? SigmoidVerbs.lines(z) : ReluLines.of(pool, z);
  }

  @Override
  public Tensor.Magnitude magnitude(Node node, Tensor.Interval input) {
    return intervals.magnitude(node.id(), (CpuTensors.Interval) input);
  }

  @Override
  public Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
    return rows.start(node.id(), selection, boxes, (CpuTensors.Magnitude) magnitude);
  }

  @Override
  public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
    return rows.units(width, selection, boxes);
  }

  @Override
  public Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
    return rows.objectives(objectives, boxes, (CpuTensors.Interval) outputs);
  }

  @Override
  public Tensor.Rows backActivation(Node node, Tensor.Rows given, Tensor.Relaxation relaxation) {
    if (isSigmoid(node)) {
      return rows.backSigmoid((CpuRows) given, (SigmoidVerbs.Lines) relaxation);
    }
    return rows.backRelu((CpuRows) given, (CpuTensors.Relaxation) relaxation);
  }

  @Override
  public Tensor.Rows backAffine(Node node, Tensor.Rows given, Tensor.Magnitude magnitude) {
    return rows.backAffine(node.id(), (CpuRows) given, (CpuTensors.Magnitude) magnitude);
  }

  @Override
  public Tensor.Rows backSelect(Node node, Tensor.Rows given) {
    return rows.backSelect((Select) node.op(), (CpuRows) given);
  }

  @Override
  public Tensor.Rows backAdd(Tensor.Rows given, boolean withConstants) {
    return rows.backAdd((CpuRows) given, withConstants);
  }

  @Override
  public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
    return rows.merge((CpuRows) left, (CpuRows) right, (CpuTensors.Interval) bounds);
  }

  @Override
  public Tensor.RowBounds concretize(Tensor.Rows given, Tensor.Interval bounds) {
    return rows.concretize((CpuRows) given, (CpuTensors.Interval) bounds);
  }

  @Override
  public Tensor.Slopes slopes(
      Node node, Tensor.Rows of, Tensor.Interval preActivation, float[] values) {
    requireRelu(node);
    CpuTensors.Interval bounds = (CpuTensors.Interval) preActivation;
    return rows.slopes().of((CpuRows) of, bounds, values);
  }

  @Override
  public Tensor.Rows backActivation(
      Node node, Tensor.Rows given, Tensor.Relaxation relaxation, Tensor.Slopes slopes) {
    requireRelu(node);
    CpuRows settled = rows.settled((CpuRows) given);
    Tensor.Rows result =
        rows.backSloped(settled, (CpuTensors.Relaxation) relaxation, (CpuTensors.Slopes) slopes);
    release(settled, given);
    return result;
  }

  @Override
  public Tensor.Points forwardRelaxed(
      Node node,
      Tensor.Points input,
      Tensor.Rows given,
      Tensor.Relaxation relaxation,
      Tensor.Slopes slopes) {
    requireRelu(node);
    CpuRows settled = rows.settled((CpuRows) given);
    Tensor.Points result =
        rows.slopes()
            .forward(
                (CpuTensors.Points) input,
                settled,
                (CpuTensors.Relaxation) relaxation,
                (CpuTensors.Slopes) slopes);
    release(settled, given);
    return result;
  }

  @Override
  public void ascend(
      Tensor.Slopes slopes, Tensor.Rows given, Tensor.Points at, int step, float rate) {
    CpuRows settled = rows.settled((CpuRows) given);
    rows.slopes().ascend((CpuTensors.Slopes) slopes, settled, (CpuTensors.Points) at, step, rate);
    release(settled, given);
  }

  private static void release(CpuRows used, Tensor.Rows given) {
    if (used != given) {
      used.close();
    }
  }

  @Override
  public Tensor.Points minimizer(Tensor.Rows given, Tensor.Interval bounds) {
    CpuRows settled = rows.settled((CpuRows) given);
    Tensor.Points result = points.minimizer(settled, (CpuTensors.Interval) bounds);
    if (settled != given) {
      settled.close();
    }
    return result;
  }

  @Override
  public Tensor.Points uploadPoints(int width, double[] values) {
    return points.upload(width, values);
  }

  @Override
  public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
    return points.sample((CpuTensors.Interval) boxes, perBox, seed, firstBox);
  }

  @Override
  public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
    return points.affine(node.id(), (CpuTensors.Points) input);
  }

  @Override
  public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
    CpuTensors.Points z = (CpuTensors.Points) input;
    return isSigmoid(node) ? SigmoidVerbs.forward(pool, z) : points.relu(z);
  }

  @Override
  public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
    return points.add((CpuTensors.Points) left, (CpuTensors.Points) right);
  }

  @Override
  public Tensor.Points forwardSelect(Node node, Tensor.Points input) {
    return points.select((Select) node.op(), (CpuTensors.Points) input);
  }

  @Override
  public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
    return points.divergence((CpuTensors.Points) left, (CpuTensors.Points) right);
  }

  /** An activation is a ReLU or this. */
  private static boolean isSigmoid(Node node) {
    return node.op() instanceof Sigmoid;
  }

  /** Only a ReLU has slopes of its own for each row. */
  private static void requireRelu(Node node) {
    if (!(node.op() instanceof Relu)) {
      throw new UnsupportedOpException(node, "alpha-CROWN on backend cpu");
    }
  }
}
