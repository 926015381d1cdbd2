package dev.hasse.train;

import dev.hasse.network.Network;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Plain training of a classifier: softmax cross-entropy, mini-batches in random order, ND4J's Adam.
 * In float32. The same samples and options give the same network, bit for bit, on processors for
 * which BLAS picks the same kernels.
 *
 * <p>While it runs, ND4J has one thread in the whole process: see {@link OneThread}.
 */
public final class StandardTraining {
  /** Parameters, updater state and gradient of this many take 1.6 GB. */
  private static final long MOST_PARAMETERS = 100_000_000;

  /**
   * Every array of one step lives in a workspace that the next step reuses; without it the step's
   * arrays wait for the garbage collector, which sees none of their off-heap memory.
   */
  private static final WorkspaceConfiguration STEP_MEMORY =
      WorkspaceConfiguration.builder()
          .policyAllocation(AllocationPolicy.OVERALLOCATE)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  private final LabelledSamples samples;
  private final TrainingOptions options;
  private final Random random;
  private final MultilayerPerceptron perceptron;
  private final GradientUpdater<?> updater;
  private final int[] order;
  private int step;

  private StandardTraining(int[] layers, LabelledSamples samples, TrainingOptions options) {
    this.samples = samples;
    this.options = options;
    random = new Random(options.seed());
    perceptron = new MultilayerPerceptron(layers, DataType.FLOAT, random);
    Adam adam =
        Adam.builder()
            .learningRateSchedule(
                new ExponentialSchedule(ScheduleType.EPOCH, options.rate(), options.rateDecay()))
            .build();
    long parameters = perceptron.parameters().length();
    updater = adam.instantiate(Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(parameters)), true);
    order = new int[samples.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /**
   * Trains a network of dense layers with a ReLU between them.
   *
   * @param name of the network
   * @param layers sizes of the input, the hidden layers and the output, such as 784, 100, 10
   * @param samples to learn from; not changed
   * @param listener told after each epoch
   * @throws IllegalArgumentException if the layers do not fit the samples
   * @throws TrainingDivergedException if the loss is no longer finite
   */
  public static Network train(
      String name,
      int[] layers,
      LabelledSamples samples,
      TrainingOptions options,
      TrainingListener listener)
      throws TrainingDivergedException {
    check(layers, samples);
    try (OneThread thread = new OneThread()) {
      StandardTraining training = new StandardTraining(layers, samples, options);
      for (int epoch = 0; epoch < options.epochs(); epoch++) {
        training.runEpoch(epoch, listener);
      }
      return training.perceptron.toNetwork(name);
    }
  }

  private static void check(int[] layers, LabelledSamples samples) {
    if (layers.length < 2) {
      throw new IllegalArgumentException(
          layers.length + " layer sizes, expected at least an input and an output size");
    }
    long parameters = 0;
    for (int k = 0; k < layers.length; k++) {
      if (layers[k] < 1) {
        throw new IllegalArgumentException(
            "a layer of " + layers[k] + " neurons, expected 1 or more");
      }
      parameters += k == 0 ? 0 : layers[k] * (layers[k - 1] + 1L);
      if (parameters > MOST_PARAMETERS) {
        throw new IllegalArgumentException(
            "layers of more than " + MOST_PARAMETERS + " parameters, which is the most supported");
      }
    }
    if (layers[0] != samples.width()) {
      throw new IllegalArgumentException(
          "the input layer has "
              + layers[0]
              + " neurons, the samples have "
              + samples.width()
              + " values");
    }
    int classes = layers[layers.length - 1];
    for (int i = 0; i < samples.count(); i++) {
      if (samples.label(i) >= classes) {
        throw new IllegalArgumentException(
            "label "
                + i
                + " is "
                + samples.label(i)
                + ", expected less than the "
                + classes
                + " outputs");
      }
    }
  }

  private void runEpoch(int epoch, TrainingListener listener) throws TrainingDivergedException {
    shuffle();
    double loss = 0;
    int correct = 0;
    for (int start = 0; start < order.length; start += options.batch()) {
      int count = Math.min(options.batch(), order.length - start);
      MultilayerPerceptron.BatchResult result = runStep(epoch, start, count);
      loss += result.loss() * count;
      correct += result.correct();
    }
    listener.epochEnded(epoch + 1, loss / order.length, (double) correct / order.length);
  }

  private MultilayerPerceptron.BatchResult runStep(int epoch, int start, int count)
      throws TrainingDivergedException {
    try (MemoryWorkspace memory =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(STEP_MEMORY, "dev.hasse.train.step")) {
      float[] values = new float[count * samples.width()];
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        samples.copyTo(order[start + i], values, i * samples.width());
        labels[i] = samples.label(order[start + i]);
      }
      INDArray inputs = Nd4j.create(values, new long[] {count, samples.width()}, 'c');
      MultilayerPerceptron.BatchResult result = perceptron.differentiate(inputs, labels);
      if (!Double.isFinite(result.loss())) {
        double rate = updater.getConfig().getLearningRate(step, epoch);
        throw new TrainingDivergedException(step + 1L, rate, result.loss());
      }
      perceptron.addPenaltyGradient(options);
      updater.applyUpdater(perceptron.gradient(), step, epoch);
      perceptron.parameters().subi(perceptron.gradient());
      step++;
      return result;
    }
  }

  /** Fisher and Yates. */
  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
