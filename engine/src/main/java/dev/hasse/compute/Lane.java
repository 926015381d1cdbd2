package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;

/**
 * One worker of a session: the verbs. A lane is used by one thread at a time; it owns its scratch
 * memory and the memory of the tensors that its verbs make, which are for this lane only. Closing
 * it frees them all.
 *
 * <p>Every verb is batched over the boxes of a chunk, and every result is sound in floating point:
 * intervals enclose, rows stay below, whatever the device rounds. {@code docs/SOUNDNESS.md} has the
 * proof of each. Verbs throw {@link DeviceMemoryException} when the device has no room; the caller
 * comes back with less.
 */
public interface Lane extends AutoCloseable {
  @Override
  void close();

  // Intervals ------------------------------------------------------------------------------------

  /** The boxes as bounds of the input node, rounded outwards to the device's numbers. */
  Tensor.Interval upload(BoxBatch boxes);

  /** Interval arithmetic through the affine map of {@code node}. */
  Tensor.Interval intervalAffine(Node node, Tensor.Interval input);

  /** The image of the bounds under the activation of {@code node}. */
  Tensor.Interval intervalActivation(Node node, Tensor.Interval input);

  /** Bounds of the sum of two nodes. */
  Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right);

  /** Bounds of the selected neurons. */
  Tensor.Interval intervalSelect(Node node, Tensor.Interval input);

  /** Intersects {@code bounds} in place with {@code other} of the same node. */
  void intersect(Tensor.Interval bounds, Tensor.Interval other);

  /**
   * Intersects {@code bounds} in place with what rows say of the selected neurons.
   *
   * @param selection the neurons, for all boxes of the chunk
   * @param boxes the boxes that {@code rowBounds} covers
   * @param rowBounds bounds of the two rows of each selected neuron of these boxes
   */
  void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds);

  /** The neurons that these pre-activation bounds leave on both sides of the kink. */
  RowSelection unstable(Node node, Tensor.Interval preActivation);

  // Rows -----------------------------------------------------------------------------------------

  /** The relaxation of the activation of {@code node}, adaptive lower slope. */
  Tensor.Relaxation relax(Node node, Tensor.Interval preActivation);

  /** The magnitudes of the affine map of {@code node}. */
  Tensor.Magnitude magnitude(Node node, Tensor.Interval input);

  /**
   * Rows for the selected outputs of the affine map of {@code node}, over its input: a gather of
   * rows of W.
   */
  Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude);

  /** Unit rows for the selected neurons of a node of this width, over the node itself. */
  Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes);

  /**
   * Rows for linear forms of the outputs, over the output node.
   *
   * @param objectives of all boxes of the chunk
   * @param outputs bounds of the output node, of all boxes of the chunk
   */
  Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs);

  /** Rows over the input of an activation from rows over its output. */
  Tensor.Rows backActivation(Node node, Tensor.Rows rows, Tensor.Relaxation relaxation);

  /** Rows over the input of the affine map of {@code node} from rows over its output. */
  Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude);

  /** Rows over the input of an index map from rows over its output. */
  Tensor.Rows backSelect(Node node, Tensor.Rows rows);

  /**
   * A copy of the rows for one of the two summands of a sum.
   *
   * @param withConstants true for one summand; the other gets constants of zero
   */
  Tensor.Rows backAdd(Tensor.Rows rows, boolean withConstants);

  /**
   * The sum of two blocks of rows over one node: where branches meet again on the way back.
   *
   * @param bounds of that node
   */
  Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds);

  /** The lower bound of each row over the bounds of the node that it is over. */
  Tensor.RowBounds concretize(Tensor.Rows rows, Tensor.Interval bounds);

  // Rows through lines that are optimised --------------------------------------------------------
  // A backend may leave these four out.

  /**
   * Parameters of the rows at a ReLU node.
   *
   * @param rows over the node, whose boxes and numbers of rows they share
   * @param preActivation bounds of all boxes of the chunk, which decide what a parameter means
   * @param values to begin with, {@code [row][neuron]} flat, put into their ranges; or null for the
   *     adaptive slopes and no multipliers
   */
  default Tensor.Slopes slopes(
      Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
    throw new UnsupportedOpException(node, "alpha-CROWN on this backend");
  }

  /** Rows over the input of a ReLU from rows over its output, by these parameters. */
  default Tensor.Rows backActivation(
      Node node, Tensor.Rows rows, Tensor.Relaxation relaxation, Tensor.Slopes slopes) {
    throw new UnsupportedOpException(node, "alpha-CROWN on this backend");
  }

  /**
   * Each row's point through the lines that the row takes at a ReLU node: the line below where its
   * coefficient is positive, the line above where it is negative.
   *
   * @param points one a row, over the node's input
   * @param rows over the node
   */
  default Tensor.Points forwardRelaxed(
      Node node,
      Tensor.Points points,
      Tensor.Rows rows,
      Tensor.Relaxation relaxation,
      Tensor.Slopes slopes) {
    throw new UnsupportedOpException(node, "alpha-CROWN on this backend");
  }

  /**
   * One step of projected gradient ascent (Adam, Kingma and Ba 2015, arXiv 1412.6980) on the rows'
   * bounds. The derivative of a bound by a parameter is the row's coefficient times the point for a
   * slope and the point alone for a multiplier, where the point is the row's minimiser pushed
   * forward through the lines that the row takes (docs/THEORY.md, "Gradients of a bound").
   *
   * @param rows over the node, one for each row of the parameters
   * @param points one a row, over the node's input
   * @param step number of this step, from 1
   * @param rate how far a slope moves at most, about; multipliers move in proportion to the row's
   *     largest coefficient
   */
  default void ascend(
      Tensor.Slopes slopes, Tensor.Rows rows, Tensor.Points points, int step, float rate) {
    throw new UnsupportedOperationException("alpha-CROWN on this backend");
  }

  // Points ---------------------------------------------------------------------------------------

  /** For each row over the input node the corner of its box where the row is smallest. */
  Tensor.Points minimizer(Tensor.Rows rows, Tensor.Interval bounds);

  /** The points as activations of the input node, rounded to nearest. */
  Tensor.Points uploadPoints(int width, double[] points);

  /**
   * Pseudo-random points, uniform in each box, {@code perBox} for each box in turn. Point p of box
   * b is the same on every backend up to rounding: lower + t * (upper - lower) with t from {@link
   * dev.hasse.numeric.Philox#uniforms} for point p of box {@code firstBox + b}, never outside.
   *
   * @param boxes finite
   */
  Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox);

  /** The affine map of {@code node} at points. */
  Tensor.Points forwardAffine(Node node, Tensor.Points input);

  /** The activation of {@code node} at points. */
  Tensor.Points forwardActivation(Node node, Tensor.Points input);

  /** The sum of two nodes at points. */
  Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right);

  /** The index map of {@code node} at points. */
  Tensor.Points forwardSelect(Node node, Tensor.Points input);

  /**
   * How far two nodes of one width are apart at each point: {@code max_i |left_i - right_i|}, to
   * nearest, one value a point; not-a-number where a difference is none.
   */
  Tensor.Points divergence(Tensor.Points left, Tensor.Points right);
}
