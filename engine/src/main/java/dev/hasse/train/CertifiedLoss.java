package dev.hasse.train;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
 */
public final class CertifiedLoss implements AutoCloseable {
  private final Network network;
  private final Parameters parameters;
  private final TrainingSession session;
  private final List<TrainingLane> lanes = new ArrayList<>();
  private final List<SampleBatch.Room> rooms = new ArrayList<>(); // one a lane
  private final ExecutorService threads;
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
    this.threads =
        Executors.newFixedThreadPool(
            session.parallelism(),
            work -> {
              Thread thread = new Thread(work, "hasse-train");
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (int k = 0; k < session.parallelism(); k++) {
        lanes.add(session.openLane());
        rooms.add(new SampleBatch.Room());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
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
   */
  public synchronized LossValue evaluate(
      FloatBuffer from, FloatBuffer to, float[] inputs, int[] labels, LossWeights weights) {
    requireRoom("parameters", from);
    requireRoom("gradient", to);
    check(inputs.length, new long[] {inputs.length}, labels);
    session.load(from);
    to.duplicate().put(zeros);
    int count = labels.length;
    List<LaneStep> steps = new ArrayList<>();
    List<Consumer<SampleBatch>> work = new ArrayList<>();
    for (TrainingLane lane : lanes) {
      LaneStep step = new LaneStep(network, lane, weights, 1.0 / count, session.rowsAtOnce());
      steps.add(step);
      work.add(step::add);
    }
    inLanes(inputs, labels, weights.crownShare() > 0 ? network.outputs() - 1 : 1, work);
    lanes.forEach(lane -> lane.collectGradient(to));
    return total(steps, count, weights);
  }

  /**
   * Moves points to where the cross-entropy is larger; see {@link PointAttack}.
   *
   * @param inputs the samples, {@code [sample][value]} flat
   * @param points where to start, in the same form; changed
   * @param ball its radius and domain
   */
  synchronized void attack(
      FloatBuffer from,
      float[] inputs,
      int[] labels,
      float[] points,
      LossWeights ball,
      AttackOptions options) {
    session.load(from);
    List<Consumer<SampleBatch>> work = new ArrayList<>();
    for (TrainingLane lane : lanes) {
      PointAttack attack =
          new PointAttack(network, lane, ball, options.steps(), options.stepLength());
      work.add(batch -> attack.move(batch, points));
    }
    inLanes(inputs, labels, 1, work);
  }

  /** The first node whose activations at the samples, or boxes around them, are not finite. */
  synchronized Optional<Node> firstNotFinite(
      FloatBuffer from, float[] inputs, int[] labels, LossWeights weights) {
    session.load(from);
    TrainingLane lane = lanes.get(0);
    NotFinite search = new NotFinite(parameters);
    List<Node> found = new ArrayList<>();
    await(
        List.of(
            threads.submit(
                () -> {
                  int micro = microBatch(labels.length, 1);
                  for (int start = 0; start < labels.length; start += micro) {
                    search
                        .among(lane, part(inputs, labels, start, micro, rooms.get(0)), weights)
                        .ifPresent(found::add);
                  }
                })));
    return found.stream().min(Comparator.comparingInt(Node::id));
  }

  /** Hands each lane's micro-batches to its work, on a thread a lane. */
  private void inLanes(
      float[] inputs, int[] labels, int rowsOfSample, List<Consumer<SampleBatch>> work) {
    int count = labels.length;
    int micro = microBatch(count, rowsOfSample);
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      Consumer<SampleBatch> ofLane = work.get(lane);
      SampleBatch.Room room = rooms.get(lane);
      int first = lane * micro;
      int stride = lanes.size() * micro;
      running.add(
          threads.submit(
              () -> {
                for (int start = first; start < count; start += stride) {
                  ofLane.accept(part(inputs, labels, start, micro, room));
                }
              }));
    }
    await(running);
  }

  private int microBatch(int count, int rowsOfSample) {
    return Math.max(
        1,
        Math.min((count + lanes.size() - 1) / lanes.size(), session.samplesPerStep(rowsOfSample)));
  }

  private SampleBatch part(
      float[] inputs, int[] labels, int start, int micro, SampleBatch.Room room) {
    return new SampleBatch(
        inputs, labels, network.inputs(), start, Math.min(labels.length, start + micro), room);
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

  /**
   * Waits for all of them, since they share the batch, and then throws what the first threw. What
   * the lanes have summed so far is dropped then: the next call must not find it.
   */
  private void await(List<Future<?>> running) {
    Throwable failure = null;
    boolean interrupted = false;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          done = true;
          failure = failure == null ? e.getCause() : failure;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      try {
        dropGradients();
      } catch (RuntimeException e) {
        failure.addSuppressed(e); // a lost device has no gradient either
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  private void dropGradients() {
    FloatBuffer dropped = FloatBuffer.allocate(parameters.count());
    for (TrainingLane lane : lanes) {
      lane.release();
      lane.collectGradient(dropped);
    }
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
  public void close() {
    threads.shutdown();
    lanes.forEach(TrainingLane::close);
    session.close();
  }
}
