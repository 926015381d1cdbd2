package dev.hasse.train;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The robust loss of a classifier and its gradient by every parameter, to be called from any
 * training loop (docs/training.md). Holds a device's memory until closed; knows nothing of steps:
 * parameters come in with each call. Calls from several threads wait for each other.
 *
 * <p>A batch is cut into micro-batches that fit the device, whose gradients are summed in an order
 * that depends on the batch and the number of lanes only: the same call gives the same gradient,
 * bit for bit, on {@code reference}, {@code cpu} and {@code cuda}.
 *
 * <p>Where a micro-batch does not fit the device's memory after all, the call begins anew with half
 * of the samples in each, and later calls of its kind, with CROWN's rows or without, have no more;
 * {@link #cutTo} says so. Gradients are then summed in another order, so last bits may differ from
 * a loss that had room; the terms of tightness and balance are of a micro-batch each and may differ
 * more.
 */
public final class CertifiedLoss implements AutoCloseable {
  private final Network network;
  private final Parameters parameters;
  private final TrainingSession session;
  private final TrainingLanes lanes;
  private final float[] zeros;

  /**
   * @param backend borrowed; must stay open for as long as this
   * @param parameters which maps of which network are trained; the last of the network's values are
   *     the logits
   * @throws dev.hasse.compute.UnsupportedOpException if the network has an operation that cannot be
   *     trained
   * @throws UnsupportedOperationException if the backend does not train
   */
  public CertifiedLoss(ComputeBackend backend, Parameters parameters) {
    this.network = parameters.network();
    if (network.outputs() < 2) {
      throw new IllegalArgumentException(
          network + " has " + network.outputs() + " output, expected a logit a class");
    }
    for (Node node : network.nodes()) {
      if (node.op() instanceof Activation && !(node.op() instanceof Relu)) {
        throw GraphPass.unsupported(node);
      }
    }
    this.parameters = parameters;
    this.zeros = new float[parameters.count()];
    this.session = backend.train(parameters);
    this.lanes = new TrainingLanes(session);
  }

  /** Where the parameters are in the vectors that {@link #evaluate} gets and fills. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The mean loss of a batch and its gradient.
   *
   * @param values {@code [1][parameter]} or {@code [parameter]}, FLOAT, its values next to each
   *     other; read in place where it lies off heap in host memory
   * @param gradient of the same shape; overwritten
   * @param inputs {@code [sample][value]}, or with more dimensions behind the first, FLOAT
   * @param labels one a sample, a class each
   * @throws IllegalArgumentException for wrong shapes, types or labels; says which
   * @throws dev.hasse.compute.DeviceMemoryException if the parameters or a single sample do not fit
   *     the device
   */
  public synchronized LossValue evaluate(
      INDArray values, INDArray gradient, INDArray inputs, int[] labels, LossWeights weights) {
    FloatBuffer from = vector("parameters", values);
    FloatBuffer to = vector("gradient", gradient);
    try {
      return evaluate(from, to, samples(inputs, labels), labels, weights);
    } finally {
      // The buffers do not keep the memory that they are over.
      Reference.reachabilityFence(values);
      Reference.reachabilityFence(gradient);
    }
  }

  /**
   * The same without ND4J.
   *
   * @param from the parameters, from the buffer's position on
   * @param to the gradient, from its position on; overwritten
   * @param inputs {@code [sample][value]} flat
   * @throws IllegalArgumentException for wrong sizes or labels; says which
   * @throws dev.hasse.compute.DeviceMemoryException if the parameters or a single sample do not fit
   *     the device
   */
  public synchronized LossValue evaluate(
      FloatBuffer from, FloatBuffer to, float[] inputs, int[] labels, LossWeights weights) {
    requireRoom("parameters", from);
    requireRoom("gradient", to);
    check(inputs.length, new long[] {inputs.length}, labels);
    int count = labels.length;
    return lanes.fitting(
        from,
        count,
        weights.crownShare() > 0 ? network.outputs() - 1 : 1,
        micro -> {
          to.duplicate().put(zeros);
          List<LaneStep> steps = new ArrayList<>();
          lanes.run(
              micro,
              inputs,
              labels,
              lane -> {
                LaneStep step =
                    new LaneStep(network, lane, weights, 1.0 / count, session.rowsAtOnce());
                steps.add(step);
                return step::add;
              });
          lanes.collectGradient(to);
          return total(steps, count, weights);
        });
  }

  /** The most samples of some micro-batches, if they were cut because memory ran short. */
  public synchronized OptionalInt cutTo() {
    return lanes.cutTo();
  }

  /**
   * Moves points to where the cross-entropy is larger; see {@link PointAttack}.
   *
   * @param inputs the samples, {@code [sample][value]} flat
   * @param starts where the points start, in the same form
   * @param ball its radius and domain
   * @return where they are then
   */
  synchronized float[] attack(
      FloatBuffer from,
      float[] inputs,
      int[] labels,
      float[] starts,
      LossWeights ball,
      AttackOptions options) {
    return lanes.fitting(
        from,
        labels.length,
        1,
        micro -> {
          float[] points = starts.clone();
          lanes.run(
              micro,
              inputs,
              labels,
              lane -> {
                PointAttack attack =
                    new PointAttack(network, lane, ball, options.steps(), options.stepLength());
                return batch -> attack.move(batch, points);
              });
          return points;
        });
  }

  /** The first node whose activations at the samples, or boxes around them, are not finite. */
  synchronized Optional<Node> firstNotFinite(
      FloatBuffer from, float[] inputs, int[] labels, LossWeights weights) {
    NotFinite search = new NotFinite(parameters);
    return lanes.fitting(
        from,
        labels.length,
        1,
        micro -> {
          Queue<Node> found = new ConcurrentLinkedQueue<>();
          lanes.run(
              micro,
              inputs,
              labels,
              lane -> batch -> search.among(lane, batch, weights).ifPresent(found::add));
          return found.stream().min(Comparator.comparingInt(Node::id));
        });
  }

  private static LossValue total(List<LaneStep> steps, int count, LossWeights weights) {
    double natural = steps.stream().mapToDouble(LaneStep::natural).sum() / count;
    double robust = steps.stream().mapToDouble(LaneStep::robust).sum() / count;
    double regularisers = steps.stream().mapToDouble(LaneStep::regularisers).sum() / count;
    double kappa = weights.naturalShare();
    return new LossValue(
        count,
        kappa * natural + (1 - kappa) * robust + regularisers,
        kappa > 0 ? natural : Double.NaN,
        kappa < 1 ? robust : Double.NaN,
        steps.stream().mapToInt(LaneStep::correct).sum(),
        steps.stream().mapToInt(LaneStep::certified).sum());
  }

  private FloatBuffer vector(String what, INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          what + " are of type " + array.dataType() + ", expected FLOAT");
    }
    if (array.length() != parameters.count()) {
      throw new IllegalArgumentException(
          what + ": " + array.length() + " values, expected " + parameters.count());
    }
    if (array.elementWiseStride() != 1) {
      throw new IllegalArgumentException(what + " do not lie next to each other in memory");
    }
    return array.data().asNioFloat();
  }

  private float[] samples(INDArray inputs, int[] labels) {
    if (inputs.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "inputs are of type " + inputs.dataType() + ", expected FLOAT");
    }
    if (labels.length > 0 && !inputs.isEmpty() && inputs.size(0) != labels.length) {
      throw wrongShape(inputs.shape(), labels);
    }
    check(inputs.length(), inputs.shape(), labels);
    float[] values = new float[Math.toIntExact(inputs.length())];
    boolean inOrder = inputs.ordering() == 'c' && inputs.elementWiseStride() == 1;
    (inOrder ? inputs : inputs.dup('c')).data().asNioFloat().get(values);
    return values;
  }

  private void requireRoom(String what, FloatBuffer buffer) {
    if (buffer.remaining() < parameters.count()) {
      throw new IllegalArgumentException(
          what + ": " + buffer.remaining() + " values, expected " + parameters.count());
    }
  }

  private void check(long length, long[] shape, int[] labels) {
    if (labels.length == 0 || length == 0) {
      throw new IllegalArgumentException("an empty batch, expected 1 sample or more");
    }
    if (length != (long) labels.length * network.inputs()) {
      throw wrongShape(shape, labels);
    }
    for (int k = 0; k < labels.length; k++) {
      if (labels[k] < 0 || labels[k] >= network.outputs()) {
        throw new IllegalArgumentException(
            "label " + k + " is " + labels[k] + ", expected 0 to " + (network.outputs() - 1));
      }
    }
  }

  private IllegalArgumentException wrongShape(long[] shape, int[] labels) {
    return new IllegalArgumentException(
        "inputs of shape "
            + Arrays.toString(shape)
            + " with "
            + labels.length
            + " labels, expected "
            + network.inputs()
            + " values for each label");
  }

  @Override
  public synchronized void close() {
    lanes.close();
  }
}
