package dev.hasse.kernels.cuda;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.network.Sigmoid;

/**
 * The verbs of the cuda backend, by kind: on intervals, on rows, on points. Each enters the queue
 * first, because lanes wander between threads and a context is current in one. Verbs put work into
 * the stream and return; only {@link #unstable}, downloads and sigmoids wait for it.
 */
final class CudaLane implements Lane {
  private final DeviceNetwork network;
  private final DeviceQueue queue;
  private final IntervalVerbs intervals;
  private final RowVerbs rows;
  private final PointVerbs points;
  private final SigmoidVerbs sigmoids;
  private final SlopeVerbs slopes;
  private Runnable afterClosing;

  /**
   * @param network on the lane's device, not owned
   * @param afterClosing is run once
   */
  CudaLane(DeviceNetwork network, Runnable afterClosing) {
    this.network = network;
    this.queue = new DeviceQueue(network.device());
    this.intervals = new IntervalVerbs(queue);
    this.rows = new RowVerbs(queue);
    this.points = new PointVerbs(queue);
    this.sigmoids = new SigmoidVerbs(queue);
    this.slopes = new SlopeVerbs(queue);
    this.afterClosing = afterClosing;
  }

  /** Never throws: what fails here the next verb of the device throws, or the session's end. */
  @Override
  public void close() {
    queue.close();
    afterClosing.run();
    afterClosing = () -> {};
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    queue.enter();
    return intervals.upload(boxes);
  }

  @Override
  public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
    queue.enter();
    return intervals.affine(network.affine(node), (DeviceInterval) input);
  }

  @Override
  public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
    queue.enter();
    DeviceInterval z = (DeviceInterval) input;
    return isSigmoid(node) ? sigmoids.interval(z) : intervals.relu(z);
  }

  @Override
  public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
    queue.enter();
    return intervals.add((DeviceInterval) left, (DeviceInterval) right);
  }

  @Override
  public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
    queue.enter();
    return intervals.select(network.select(node), (DeviceInterval) input);
  }

  @Override
  public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
    queue.enter();
    intervals.intersect((DeviceInterval) bounds, (DeviceInterval) other);
  }

  @Override
  public void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds) {
    queue.enter();
    intervals.tighten((DeviceInterval) bounds, selection, boxes, (DeviceRowBounds) rowBounds);
  }

  @Override
  public RowSelection unstable(Node node, Tensor.Interval preActivation) {
    queue.enter();
    Kernel judge = isSigmoid(node) ? Kernel.VARYING : Kernel.UNSTABLE;
    return intervals.unstable((DeviceInterval) preActivation, judge);
  }

  @Override
  public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
    queue.enter();
    DeviceInterval z = (DeviceInterval) preActivation;
    return isSigmoid(node) ? sigmoids.relax(z) : intervals.relaxRelu(z);
  }

  @Override
  public Tensor.Magnitude magnitude(Node node, Tensor.Interval input) {
    queue.enter();
    return intervals.magnitude(network.affine(node), (DeviceInterval) input);
  }

  @Override
  public Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
    queue.enter();
    return rows.start(network.affine(node), selection, boxes, (DeviceMagnitude) magnitude);
  }

  @Override
  public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
    queue.enter();
    return rows.units(width, selection, boxes);
  }

  @Override
  public Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
    queue.enter();
    return rows.objectives(objectives, boxes, (DeviceInterval) outputs);
  }

  @Override
  public Tensor.Rows backActivation(Node node, Tensor.Rows given, Tensor.Relaxation relaxation) {
    queue.enter();
    return rows.backActivation((DeviceRows) given, (DeviceRelaxation) relaxation);
  }

  @Override
  public Tensor.Rows backAffine(Node node, Tensor.Rows given, Tensor.Magnitude magnitude) {
    queue.enter();
    return rows.backAffine(network.affine(node), (DeviceRows) given, (DeviceMagnitude) magnitude);
  }

  @Override
  public Tensor.Rows backSelect(Node node, Tensor.Rows given) {
    queue.enter();
    return rows.backSelect(network.select(node), (DeviceRows) given);
  }

  @Override
  public Tensor.Rows backAdd(Tensor.Rows given, boolean withConstants) {
    queue.enter();
    return rows.backAdd((DeviceRows) given, withConstants);
  }

  @Override
  public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
    queue.enter();
    return rows.merge((DeviceRows) left, (DeviceRows) right, (DeviceInterval) bounds);
  }

  @Override
  public Tensor.RowBounds concretize(Tensor.Rows given, Tensor.Interval bounds) {
    queue.enter();
    return rows.concretize((DeviceRows) given, (DeviceInterval) bounds);
  }

  @Override
  public Tensor.Slopes slopes(
      Node node, Tensor.Rows of, Tensor.Interval preActivation, float[] values) {
    requireRelu(node);
    queue.enter();
    return slopes.of((DeviceRows) of, (DeviceInterval) preActivation, values);
  }

  @Override
  public Tensor.Rows backActivation(
      Node node, Tensor.Rows given, Tensor.Relaxation relaxation, Tensor.Slopes parameters) {
    requireRelu(node);
    queue.enter();
    return slopes.back(
        rows.settled((DeviceRows) given), (DeviceRelaxation) relaxation, (DeviceSlopes) parameters);
  }

  @Override
  public Tensor.Points forwardRelaxed(
      Node node,
      Tensor.Points at,
      Tensor.Rows given,
      Tensor.Relaxation relaxation,
      Tensor.Slopes parameters) {
    requireRelu(node);
    queue.enter();
    return slopes.forward(
        (DevicePoints) at,
        rows.settled((DeviceRows) given),
        (DeviceRelaxation) relaxation,
        (DeviceSlopes) parameters);
  }

  @Override
  public void ascend(
      Tensor.Slopes parameters, Tensor.Rows given, Tensor.Points at, int step, float rate) {
    queue.enter();
    slopes.ascend(
        (DeviceSlopes) parameters, rows.settled((DeviceRows) given), (DevicePoints) at, step, rate);
  }

  private static void requireRelu(Node node) {
    if (isSigmoid(node)) {
      throw new UnsupportedOpException(node, "alpha-CROWN");
    }
  }

  @Override
  public Tensor.Points minimizer(Tensor.Rows given, Tensor.Interval bounds) {
    queue.enter();
    return rows.minimizer((DeviceRows) given, (DeviceInterval) bounds);
  }

  @Override
  public Tensor.Points uploadPoints(int width, double[] values) {
    queue.enter();
    return points.upload(width, values);
  }

  @Override
  public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
    queue.enter();
    return points.sample((DeviceInterval) boxes, perBox, seed, firstBox);
  }

  @Override
  public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
    queue.enter();
    return points.affine(network.affine(node), (DevicePoints) input);
  }

  @Override
  public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
    queue.enter();
    DevicePoints x = (DevicePoints) input;
    return isSigmoid(node) ? sigmoids.forward(x, points) : points.relu(x);
  }

  @Override
  public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
    queue.enter();
    return points.add((DevicePoints) left, (DevicePoints) right);
  }

  @Override
  public Tensor.Points forwardSelect(Node node, Tensor.Points input) {
    queue.enter();
    return points.select(network.select(node), (DevicePoints) input);
  }

  @Override
  public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
    queue.enter();
    return points.divergence((DevicePoints) left, (DevicePoints) right);
  }

  /** An activation is a ReLU or this. */
  private static boolean isSigmoid(Node node) {
    return node.op() instanceof Sigmoid;
  }
}
