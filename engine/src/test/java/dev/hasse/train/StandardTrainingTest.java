package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.factory.Nd4j;

class StandardTrainingTest {
  private static final TrainingOptions OPTIONS =
      new TrainingOptions(40, 50, 0.02, 0.95, 1e-5, 0, 3);

  /** Two classes as on a chess board of 2 x 2 fields: no linear classifier passes 3 in 4. */
  @Test
  void learnsWhatNoLinearClassifierCan() throws TrainingDivergedException {
    List<Double> accuracies = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    Network network =
        StandardTraining.train(
            "chess",
            new int[] {2, 16, 2},
            chessBoard(1000, 1),
            OPTIONS,
            (epoch, loss, accuracy) -> {
              losses.add(loss);
              accuracies.add(accuracy);
              assertEquals(losses.size(), epoch);
            });

    LabelledSamples unseen = chessBoard(1000, 2);
    assertEquals("chess", network.name());
    assertEquals(40, losses.size());
    assertTrue(losses.get(39) < 0.1, "loss " + losses.get(39));
    assertTrue(accuracies.get(39) > 0.97, "accuracy " + accuracies.get(39));
    assertTrue(accuracy(network, unseen) > 0.97, "unseen accuracy " + accuracy(network, unseen));
  }

  @Test
  void theSameSeedGivesTheSameNetwork() throws TrainingDivergedException {
    TrainingOptions options = new TrainingOptions(3, 30, 0.01, 5);
    assertArrayEquals(weights(options), weights(options));
    assertFalse(Arrays.equals(weights(options), weights(new TrainingOptions(3, 30, 0.01, 6))));
  }

  @Test
  void givesTheThreadsBack() throws TrainingDivergedException {
    ThreadCounts before = ThreadCounts.now();
    weights(new TrainingOptions(1, 30, 0.01, 5));
    assertEquals(before, ThreadCounts.now());
  }

  private record ThreadCounts(int threads, int masterThreads, int blasThreads) {
    static ThreadCounts now() {
      return new ThreadCounts(
          Nd4j.getEnvironment().maxThreads(),
          Nd4j.getEnvironment().maxMasterThreads(),
          Nd4j.factory().blas().getMaxThreads());
    }
  }

  @Test
  void penaltiesShrinkTheWeights() throws TrainingDivergedException {
    double free = magnitude(weights(new TrainingOptions(20, 50, 0.02, 1, 0, 0, 1)));
    assertTrue(magnitude(weights(new TrainingOptions(20, 50, 0.02, 1, 0.1, 0, 1))) < free / 2);
    assertTrue(magnitude(weights(new TrainingOptions(20, 50, 0.02, 1, 0, 0.03, 1))) < free / 2);
  }

  @Test
  void aLossThatIsNotFiniteEndsTraining() {
    float[] inputs = {3e38f, 3e38f, -3e38f, 3e38f};
    LabelledSamples samples = new LabelledSamples(2, inputs, new int[] {0, 1});
    TrainingDivergedException thrown =
        assertThrows(
            TrainingDivergedException.class,
            () ->
                StandardTraining.train(
                    "huge",
                    new int[] {2, 8, 2},
                    samples,
                    new TrainingOptions(5, 2, 0.25, 1),
                    TrainingListener.NONE));
    assertTrue(thrown.getMessage().contains("step 1:"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("learning rate 0.25"), thrown.getMessage());
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses("1 layer", new int[] {2}, chessBoard(4, 1));
    refuses("3 neurons", new int[] {3, 2}, chessBoard(4, 1));
    refuses("0 neurons", new int[] {2, 0, 2}, chessBoard(4, 1));
    refuses("more than 100000000", new int[] {2, 2_000_000_000, 2}, chessBoard(4, 1));
    LabelledSamples labelled = new LabelledSamples(1, new float[2], new int[] {0, 7});
    refuses("label 1 is 7", new int[] {1, 7}, labelled);

    refused("2 labels", () -> new LabelledSamples(3, new float[5], new int[2]));
    refused("0 labels", () -> new LabelledSamples(3, new float[0], new int[0]));
    refused("label 0 is -1", () -> new LabelledSamples(1, new float[1], new int[] {-1}));
    float[] broken = {0, 0, 0, Float.NaN};
    refused("value 1 of sample 1", () -> new LabelledSamples(2, broken, new int[2]));
    refused("epochs is 0", () -> new TrainingOptions(0, 1, 1, 1));
    refused("batch is 0", () -> new TrainingOptions(1, 0, 1, 1));
    refused("rate is NaN", () -> new TrainingOptions(1, 1, Double.NaN, 1));
    refused("rate decay is 2.0", () -> new TrainingOptions(1, 1, 1, 2, 0, 0, 1));
    refused("weight decay is -1.0", () -> new TrainingOptions(1, 1, 1, 1, -1, 0, 1));
    refused("sparsity is Infinity", () -> new TrainingOptions(1, 1, 1, 1, 0, 1 / 0.0, 1));
  }

  private static void refuses(String named, int[] layers, LabelledSamples samples) {
    refused(
        named,
        () -> StandardTraining.train("refused", layers, samples, OPTIONS, TrainingListener.NONE));
  }

  private static void refused(String named, Executable call) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  private static double[] weights(TrainingOptions options) throws TrainingDivergedException {
    Network network =
        StandardTraining.train(
            "chess", new int[] {2, 8, 2}, chessBoard(100, 1), options, TrainingListener.NONE);
    return ((Dense) network.node(1).op()).weights().values();
  }

  private static double magnitude(double[] weights) {
    return Arrays.stream(weights).map(Math::abs).sum();
  }

  private static LabelledSamples chessBoard(int count, long seed) {
    Random random = new Random(seed);
    float[] inputs = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = 2 * random.nextFloat() - 1;
      inputs[2 * i + 1] = 2 * random.nextFloat() - 1;
      labels[i] = inputs[2 * i] * inputs[2 * i + 1] > 0 ? 1 : 0;
    }
    return new LabelledSamples(2, inputs, labels);
  }

  private static double accuracy(Network network, LabelledSamples samples) {
    int correct = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      double[] values = {samples.value(sample, 0), samples.value(sample, 1)};
      for (Node node : network.nodes()) {
        if (node.op() instanceof Dense dense) {
          double[] next = new double[dense.outputs()];
          for (int i = 0; i < next.length; i++) {
            next[i] = dense.bias(i);
            for (int j = 0; j < values.length; j++) {
              next[i] += dense.weights().at(i, j) * values[j];
            }
          }
          values = next;
        } else if (node.id() > 0) {
          values = Arrays.stream(values).map(value -> Math.max(0, value)).toArray();
        }
      }
      correct += (values[1] > values[0] ? 1 : 0) == samples.label(sample) ? 1 : 0;
    }
    return (double) correct / samples.count();
  }
}
