package dev.hasse.train;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Training of a classifier, epoch by epoch: mini-batches in random order, the loss of the method,
 * Adam. The caller asks for epochs and may look at the network, or take a checkpoint, between them.
 * On the backends {@code reference} and {@code cpu} the same samples and options give the same
 * network, bit for bit, on processors for which BLAS picks the same kernels.
 *
 * <p>While it is open, ND4J has one thread in the whole process: see {@link OneThread}.
 */
public final class Trainer implements AutoCloseable {
  private final LabelledSamples samples;
  private final TrainingOptions options;
  private final Parameters parameters;
  private final OneThread thread;
  private final CertifiedLoss loss;
  private final AdamSteps adam;
  private final NotFinite search;
  private int epoch;
  private int step;

  /**
   * Draws the first parameters.
   *
   * @param backend borrowed; must stay open for as long as this
   * @param network all of whose dense maps and convolutions are trained, whatever they hold
   * @param samples to learn from; not changed
   * @throws IllegalArgumentException if samples or options do not fit the network
   * @throws UnsupportedOperationException if the backend does not train
   */
  public Trainer(
      ComputeBackend backend, Network network, LabelledSamples samples, TrainingOptions options) {
    check(network, samples, options);
    this.samples = samples;
    this.options = options;
    this.parameters = Parameters.of(network, node -> node.op() instanceof Affine);
    this.search = new NotFinite(parameters);
    this.thread = new OneThread();
    CertifiedLoss opened = null;
    try {
      opened = new CertifiedLoss(backend, parameters);
      this.adam = new AdamSteps(parameters, options.steps());
    } catch (RuntimeException | Error e) {
      if (opened != null) {
        opened.close();
      }
      thread.close();
      throw e;
    }
    this.loss = opened;
    adam.set(options.initialization().draw(parameters, options.seed()), adam.state());
  }

  private static void check(Network network, LabelledSamples samples, TrainingOptions options) {
    if (network.inputs() != samples.width()) {
      throw new IllegalArgumentException(
          "the input layer has "
              + network.inputs()
              + " neurons, the samples have "
              + samples.width()
              + " values");
    }
    for (int i = 0; i < samples.count(); i++) {
      if (samples.label(i) >= network.outputs()) {
        throw new IllegalArgumentException(
            "label "
                + i
                + " is "
                + samples.label(i)
                + ", expected less than the "
                + network.outputs()
                + " outputs");
      }
    }
    Shift shift = options.shift();
    int pixels = shift.channels() * shift.rows() * shift.columns();
    if (shift.pixels() > 0 && pixels != samples.width()) {
      throw new IllegalArgumentException(
          "images of " + pixels + " pixels are to be shifted, the samples have " + samples.width());
    }
  }

  /** Whether an epoch is left to run. */
  public boolean hasNext() {
    return epoch < options.epochs();
  }

  /** Epochs that have ended. */
  public int epoch() {
    return epoch;
  }

  /** Steps of an epoch; the last may have fewer samples. */
  public int stepsOfEpoch() {
    return (samples.count() + options.batch() - 1) / options.batch();
  }

  /**
   * Runs the next epoch.
   *
   * @throws TrainingDivergedException if loss or gradient is not finite; the parameters are still
   *     those before that step
   */
  public EpochResult runEpoch(StepListener listener) throws TrainingDivergedException {
    Random random = Draws.of(options.seed(), epoch);
    int[] order = Draws.order(samples.count(), random);
    EpochMeans means =
        new EpochMeans(epoch, options.method() == TrainingMethod.PGD, options.steps().rate(epoch));
    int done = 0;
    for (int start = 0; start < order.length; start += options.batch()) {
      int count = Math.min(options.batch(), order.length - start);
      runStep(order, start, count, random, means);
      listener.stepEnded(++done, means.result());
    }
    epoch++;
    return means.result();
  }

  private void runStep(int[] order, int start, int count, Random random, EpochMeans means)
      throws TrainingDivergedException {
    float[] inputs = new float[count * samples.width()];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      samples.copyTo(order[start + i], inputs, i * samples.width());
      options.shift().apply(inputs, i * samples.width(), random);
      labels[i] = samples.label(order[start + i]);
    }
    double time = epoch + (double) start / order.length;
    LossWeights weights = options.robust().weights(options.method(), time);
    if (options.method() == TrainingMethod.PGD && weights.radius() > 0) {
      inputs = attacked(inputs, labels, weights, random);
    }
    LossValue value = loss.evaluate(adam.values(), adam.gradient(), inputs, labels, weights);
    double norm = adam.finishGradient();
    if (!Double.isFinite(value.loss()) || !Double.isFinite(norm)) {
      throw diverged(value, inputs, labels, weights);
    }
    adam.step(step, epoch);
    step++;
    means.add(value, weights, norm);
  }

  /** From a random point of each ball. */
  private float[] attacked(float[] inputs, int[] labels, LossWeights ball, Random random) {
    float[] starts = PointAttack.starts(inputs, ball, random);
    return loss.attack(adam.values(), inputs, labels, starts, ball, options.attack());
  }

  private TrainingDivergedException diverged(
      LossValue value, float[] inputs, int[] labels, LossWeights weights) {
    String where =
        search
            .in(adam.values())
            .map(node -> "the parameters of node '" + node.name() + "'")
            .or(
                () ->
                    loss.firstNotFinite(adam.values(), inputs, labels, weights)
                        .map(node -> "the activations of node '" + node.name() + "'"))
            .or(
                () ->
                    Optional.of(adam.gradient())
                        .flatMap(search::in)
                        .map(node -> "the slopes of node '" + node.name() + "'"))
            .orElse("sums over the batch");
    return new TrainingDivergedException(
        step + 1L, epoch + 1, options.steps().rate(epoch), value.loss(), where);
  }

  /**
   * See {@link CertifiedLoss#cutTo}: from then on last bits are not those of a training with room.
   */
  public OptionalInt cutTo() {
    return loss.cutTo();
  }

  /** The state after the last epoch. */
  public Checkpoint checkpoint() {
    return new Checkpoint(description(), epoch, step, adam.copyOfValues(), adam.state());
  }

  /**
   * Goes on from a checkpoint; the numbers of epochs need not be the same.
   *
   * @throws CheckpointException if it is of another training
   */
  public void resume(Checkpoint checkpoint) throws CheckpointException {
    checkpoint.require(description());
    adam.set(checkpoint.values(), checkpoint.state());
    epoch = checkpoint.epoch();
    step = checkpoint.step();
  }

  private String description() {
    return TrainingText.of(parameters, samples, options);
  }

  /** A network with the present parameters. */
  public Network network(String name) {
    return TrainedNetwork.of(parameters, adam.copyOfValues(), name);
  }

  @Override
  public void close() {
    loss.close();
    thread.close();
  }
}
