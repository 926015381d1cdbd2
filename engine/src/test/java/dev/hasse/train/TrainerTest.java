package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {
  private static final StepOptions STEPS =
      new StepOptions(0.02, 0.95, List.of(), 0.1, Double.POSITIVE_INFINITY, 1e-5, 0);
  private static final double RADIUS = 0.2;
  private static final RobustOptions ROBUST =
      new RobustOptions(
          RADIUS,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          new Ramp(2, 10, Ramp.Shape.SMOOTH),
          0.2,
          1,
          0,
          0.5);

  @Test
  void learnsWhatNoLinearClassifierCan() throws Exception {
    TrainingOptions options = TrainingOptions.standard(40, 50, STEPS, 3);
    TrainingCase.Outcome outcome =
        TrainingCase.train("2,16,2", TrainingCase.chessBoard(1000, 1), options);

    assertEquals(40, outcome.epochs().size());
    assertEquals(40, outcome.lastEpoch().epoch());
    assertTrue(outcome.lastEpoch().loss() < 0.1, outcome.lastEpoch()::toString);
    assertTrue(outcome.lastEpoch().accuracy() > 0.97, outcome.lastEpoch()::toString);
    double unseen = certified(outcome.network(), TrainingCase.chessBoard(1000, 2), 0);
    assertTrue(unseen > 0.97, "unseen accuracy " + unseen);
  }

  /** Plain training leaves few of these balls certified by intervals; the other methods most. */
  @ParameterizedTest
  @EnumSource(names = {"IBP", "CROWN_IBP"})
  void certifiedMethodsGiveNetworksThatAreCertified(TrainingMethod method) throws Exception {
    LabelledSamples samples = TrainingCase.corners(400, 1);
    TrainingOptions options =
        TrainingOptions.certified(method, 30, 40, new StepOptions(0.01), ROBUST, 5);
    TrainingCase.Outcome outcome = TrainingCase.train("2,16,16,4", samples, options);

    double share = certified(outcome.network(), samples, RADIUS);
    assertTrue(share > 0.95, "certified " + share);
    assertEquals(RADIUS, outcome.lastEpoch().radius());
    assertEquals(0.2, outcome.lastEpoch().kappa(), 1e-15);
    assertEquals(0, outcome.lastEpoch().beta());
    // Training's own count is over the weights of each step, so it lags by part of an epoch.
    assertEquals(share, outcome.lastEpoch().certified(), 0.03);
  }

  @Test
  void attackedTrainingWithstandsTheAttack() throws Exception {
    LabelledSamples samples = TrainingCase.corners(400, 1);
    TrainingOptions options =
        new TrainingOptions(
            TrainingMethod.PGD,
            20,
            40,
            5,
            Initialization.HE,
            new StepOptions(0.01),
            ROBUST,
            AttackOptions.USUAL,
            Shift.NONE);
    TrainingCase.Outcome outcome = TrainingCase.train("2,16,16,4", samples, options);
    assertTrue(outcome.lastEpoch().certified() > 0.97, outcome.lastEpoch()::toString);
    assertTrue(Double.isNaN(outcome.lastEpoch().natural()));
    double share = certified(outcome.network(), samples, 0);
    assertTrue(share > 0.97, "accuracy " + share);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameNetwork(TrainingMethod method) throws Exception {
    float[] once = values(method, 7);
    assertArrayEquals(once, values(method, 7));
    assertFalse(Arrays.equals(once, values(method, 8)));
  }

  private static float[] values(TrainingMethod method, long seed) throws Exception {
    return TrainingCase.train("2,9,4", TrainingCase.corners(50, 1), options(method, 3, seed))
        .values();
  }

  static TrainingOptions options(TrainingMethod method, int epochs, long seed) {
    return new TrainingOptions(
        method,
        epochs,
        16,
        seed,
        Initialization.IBP,
        new StepOptions(0.01, 0.9, List.of(2), 0.5, 1, 1e-3, 1e-4),
        new RobustOptions(RADIUS, 0, 1, new Ramp(1, 2, Ramp.Shape.LINEAR), 0.3, 1, 0, 0.5),
        new AttackOptions(3, 0.5),
        Shift.NONE);
  }

  @Test
  void givesTheThreadsBack() throws Exception {
    ThreadCounts before = ThreadCounts.now();
    values(TrainingMethod.STANDARD, 5);
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
  void penaltiesShrinkTheWeights() throws Exception {
    double free = magnitude(0, 0);
    assertTrue(magnitude(0.1, 0) < free / 2);
    assertTrue(magnitude(0, 0.03) < free / 2);
  }

  private static double magnitude(double weightDecay, double sparsity) throws Exception {
    StepOptions steps =
        new StepOptions(0.02, 1, List.of(), 0.1, Double.POSITIVE_INFINITY, weightDecay, sparsity);
    float[] values =
        TrainingCase.train(
                "2,8,2",
                TrainingCase.chessBoard(100, 1),
                TrainingOptions.standard(20, 50, steps, 1))
            .values();
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return sum;
  }

  @Test
  void aLossThatIsNotFiniteEndsTraining() throws Exception {
    float[] inputs = {3e38f, 3e38f, -3e38f, 3e38f};
    LabelledSamples samples = new LabelledSamples(2, inputs, new int[] {0, 1});
    try (ComputeBackend backend = TrainingCase.cpu();
        Trainer trainer =
            new Trainer(
                backend,
                Architecture.parse("2,8,2").network("huge"),
                samples,
                TrainingOptions.standard(5, 2, new StepOptions(0.25), 1))) {
      float[] before = trainer.checkpoint().values();
      TrainingDivergedException thrown =
          assertThrows(TrainingDivergedException.class, () -> trainer.runEpoch(StepListener.NONE));
      for (String part :
          List.of("step 1:", "epoch 1 ", "learning rate 0.25", "activations of node 'dense_1'")) {
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
      }
      assertArrayEquals(before, trainer.checkpoint().values());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses("3 neurons", "3,2", TrainingCase.chessBoard(4, 1));
    LabelledSamples labelled = new LabelledSamples(1, new float[2], new int[] {0, 7});
    refuses("label 1 is 7", "1,7", labelled);

    refused("2 labels", () -> new LabelledSamples(3, new float[5], new int[2]));
    refused("0 labels", () -> new LabelledSamples(3, new float[0], new int[0]));
    refused("label 0 is -1", () -> new LabelledSamples(1, new float[1], new int[] {-1}));
    float[] broken = {0, 0, 0, Float.NaN};
    refused("value 1 of sample 1", () -> new LabelledSamples(2, broken, new int[2]));
    refused("epochs is 0", () -> TrainingOptions.standard(0, 1, STEPS, 1));
    refused("batch is 0", () -> TrainingOptions.standard(1, 0, STEPS, 1));
    refused("rate is NaN", () -> new StepOptions(Double.NaN));
    refused("rate decay is 2.0", () -> new StepOptions(1, 2, List.of(), 1, 1, 0, 0));
    refused("rate drop is 0, e", () -> new StepOptions(1, 1, List.of(0), 1, 1, 0, 0));
    refused("rate drop is -1.0", () -> new StepOptions(1, 1, List.of(), -1, 1, 0, 0));
    refused("norm is 0.0", () -> new StepOptions(1, 1, List.of(), 1, 0, 0, 0));
    refused("weight decay is -1.0", () -> new StepOptions(1, 1, List.of(), 1, 1, -1, 0));
    refused("sparsity is Infinity", () -> new StepOptions(1, 1, List.of(), 1, 1, 0, 1 / 0.0));
    refused("warm-up epochs is -1", () -> new Ramp(-1, 0, Ramp.Shape.LINEAR));
    refused("ramp epochs is -1", () -> new Ramp(0, -1, Ramp.Shape.LINEAR));
    refused("radius is -1.0", () -> new RobustOptions(-1, 0, 1, Ramp.NONE));
    refused("domain is [1.0, 0.0]", () -> new RobustOptions(1, 1, 0, Ramp.NONE));
    refused("kappa at the end is 2.0", () -> new RobustOptions(1, 0, 1, Ramp.NONE, 2, 0, 0, 0));
    refused("tightness is -1.0", () -> new RobustOptions(1, 0, 1, Ramp.NONE, 0, 0, 0, -1, 0));
    refused("balance is -1.0", () -> new RobustOptions(1, 0, 1, Ramp.NONE, 0, 0, 0, 0, -1));
    refused("balance is NaN, e", () -> new RobustOptions(1, 0, 1, Ramp.NONE, 0, 0, 0, 0, 0 / 0.0));
    refused("balance is Infinity", () -> new LossWeights(1, 0, 1, 0, 0, 0, 1 / 0.0));
    refused("balance is -2.0, e", () -> new LossWeights(1, 0, 1, 0, 0, 0, -2));
    refused("steps is 0", () -> new AttackOptions(0, 1));
    refused("step length is 0.0", () -> new AttackOptions(1, 0));
    refused(
        "radius is 0.0",
        () -> TrainingOptions.certified(TrainingMethod.IBP, 1, 1, STEPS, RobustOptions.NONE, 1));
  }

  private static void refuses(String named, String architecture, LabelledSamples samples) {
    refused(
        named,
        () -> TrainingCase.train(architecture, samples, TrainingOptions.standard(1, 1, STEPS, 1)));
  }

  private static void refused(String named, Executable call) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  /** The share of samples whose balls are certified by interval bounds. */
  private static double certified(Network network, LabelledSamples samples, double radius)
      throws Exception {
    double[] points = new double[samples.count() * samples.width()];
    Arrays.setAll(points, k -> samples.value(k / samples.width(), k % samples.width()));
    int[] labels = new int[samples.count()];
    Arrays.setAll(labels, samples::label);
    Objectives margins = Objectives.margins(network.outputs(), labels);
    try (ComputeBackend backend = TrainingCase.cpu();
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      BoxBatch boxes =
          BoxBatch.around(
              samples.width(), points, radius, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      ObjectiveBounds bounds = analysis.objectives(boxes, margins, BoundMethod.IBP);
      int count = 0;
      for (int b = 0; b < boxes.count(); b++) {
        count += bounds.smallest(margins, b) > 0 ? 1 : 0;
      }
      return (double) count / boxes.count();
    }
  }
}
