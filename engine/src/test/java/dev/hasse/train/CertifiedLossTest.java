package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Node;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss and its gradient against differences of losses, between backends and batches. */
class CertifiedLossTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static final LossWeights NATURAL = LossWeights.natural();
  static final LossWeights IBP = new LossWeights(0.0625, -INFINITY, INFINITY, 0, 0);
  static final LossWeights CROWN_IBP = new LossWeights(0.0625, -INFINITY, INFINITY, 0, 1);
  static final LossWeights MIXED = new LossWeights(0.0625, -INFINITY, INFINITY, 0.3, 0.4);
  static final LossWeights TIGHT = new LossWeights(0.0625, -INFINITY, INFINITY, 0.3, 0.4, 0.5);
  static final LossWeights BALANCED =
      new LossWeights(0.0625, -INFINITY, INFINITY, 0.3, 0.4, 0, 0.5);
  static final LossWeights CLIPPED = new LossWeights(0.25, 0, 1, 0.3, 0.4);

  private static final List<LossWeights> ALL =
      List.of(NATURAL, IBP, CROWN_IBP, MIXED, TIGHT, BALANCED, CLIPPED);

  /** What a case is asked with some weights. */
  private record Question(LossCase of, LossWeights weights) {}

  private static Stream<Question> questions(LossCase of) {
    return ALL.stream().map(weights -> new Question(of, weights));
  }

  private static Stream<DynamicTest> tests(Consumer<Question> test) {
    return tests(LossCase.all().stream().flatMap(CertifiedLossTest::questions), test);
  }

  private static Stream<DynamicTest> tests(Stream<Question> questions, Consumer<Question> test) {
    return questions.map(
        question ->
            DynamicTest.dynamicTest(
                question.of + ", " + question.weights, () -> test.accept(question)));
  }

  /**
   * Central differences in double. Their steps are what floats allow, about 2^-14: truncation stays
   * below 1e-6. Where the two one-sided differences disagree a kink or the jump of a line is
   * between: a shorter step is tried, and few parameters may be left out.
   */
  @TestFactory
  Stream<DynamicTest> gradientIsThatOfTheLoss() {
    return tests(
        question -> {
          float[] values = question.of.values();
          try (ComputeBackend backend = AvailableBackend.open("reference");
              Evaluation evaluation = new Evaluation(backend, question.of)) {
            Evaluation.Result result = evaluation.at(values, 5, question.weights);
            double largest = 0;
            for (float slope : result.gradient()) {
              largest = Math.max(largest, Math.abs(slope));
            }
            assertTrue(largest > 1e-3, "the gradient is 0");
            int left = 0;
            for (int k = 0; k < values.length; k++) {
              double slope = difference(evaluation, values, k, result, question.weights, largest);
              if (Double.isNaN(slope)) {
                left++;
              } else {
                assertEquals(slope, result.gradient()[k], 3e-6 * largest, "parameter " + k);
              }
            }
            assertTrue(left <= values.length / 20, left + " parameters are at kinks");
          }
        });
  }

  /** Not-a-number at a kink. */
  private static double difference(
      Evaluation evaluation,
      float[] values,
      int parameter,
      Evaluation.Result at,
      LossWeights weights,
      double largest) {
    float value = values[parameter];
    for (float step = 0x1p-14f; step > 0x1p-19f; step /= 4) {
      float[] moved = values.clone();
      moved[parameter] = value + step;
      double right = (double) moved[parameter] - value;
      double above = evaluation.at(moved, 5, weights).value().loss();
      moved[parameter] = value - step;
      double left = (double) value - moved[parameter];
      double below = evaluation.at(moved, 5, weights).value().loss();
      double loss = at.value().loss();
      double bend = (above - loss) / right - (loss - below) / left;
      // Without a kink this is the second derivative times the step.
      if (Math.abs(bend) < 64 * step * largest) {
        return (above - below) / (right + left);
      }
    }
    return Double.NaN;
  }

  @TestFactory
  Stream<DynamicTest> cpuAgreesWithReference() {
    return tests(question -> assertCpuAgrees(question, 9));
  }

  /**
   * So many samples that a lane bounds them in several parts. The terms of tightness and balance
   * have means over micro-batches, whose sizes differ: of wide layers these hardly do.
   */
  @TestFactory
  Stream<DynamicTest> cpuAgreesWithReferenceInParts() {
    Stream<Question> narrow =
        LossCase.all().stream()
            .flatMap(CertifiedLossTest::questions)
            .filter(question -> question.weights.tightness() + question.weights.balance() == 0);
    return tests(
        Stream.concat(narrow, questions(LossCase.wide())),
        question -> assertCpuAgrees(question, 310));
  }

  private static void assertCpuAgrees(Question question, int samples) {
    float[] values = question.of.values();
    try (ComputeBackend reference = AvailableBackend.open("reference");
        ComputeBackend cpu = AvailableBackend.open("cpu");
        Evaluation expected = new Evaluation(reference, question.of);
        Evaluation found = new Evaluation(cpu, question.of)) {
      Evaluation.Result exact = expected.at(values, samples, question.weights);
      Evaluation.Result result = found.at(values, samples, question.weights);
      assertEquals(
          exact.value().loss(), result.value().loss(), 1e-5 * Math.max(1, exact.value().loss()));
      assertEquals(exact.value().correct(), result.value().correct());
      assertEquals(exact.value().certified(), result.value().certified());
      double distance = Evaluation.relativeDistance(result.gradient(), exact.gradient());
      assertTrue(distance < 1e-4, "relative distance " + distance);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void aBatchHasTheMeanOfItsSamples(String name) {
    LossCase of = LossCase.image();
    float[] values = of.values();
    try (ComputeBackend backend = AvailableBackend.open(name);
        Evaluation evaluation = new Evaluation(backend, of)) {
      for (int count : new int[] {1, 2, 7, 64, 200}) {
        Evaluation.Result batch = evaluation.at(values, count, MIXED);
        double[] sum = new double[values.length];
        double loss = 0;
        int correct = 0;
        int certified = 0;
        for (int sample = 0; sample < count; sample++) {
          Evaluation.Result one = evaluation.ofSample(values, sample, MIXED);
          loss += one.value().loss();
          correct += one.value().correct();
          certified += one.value().certified();
          for (int k = 0; k < sum.length; k++) {
            sum[k] += one.gradient()[k];
          }
        }
        float[] mean = new float[sum.length];
        for (int k = 0; k < sum.length; k++) {
          mean[k] = (float) (sum[k] / count);
        }
        String what = count + " samples";
        assertEquals(count, batch.value().samples(), what);
        assertEquals(loss / count, batch.value().loss(), 1e-5, what);
        assertEquals(correct, batch.value().correct(), what);
        assertEquals(certified, batch.value().certified(), what);
        double distance = Evaluation.relativeDistance(batch.gradient(), mean);
        assertTrue(distance < 1e-5, what + ": relative distance " + distance);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void theSameCallGivesTheSameBits(String name) {
    LossCase of = LossCase.residual();
    float[] zeros = new float[of.values().length];
    assertSameBits(name, of, MIXED, evaluation -> evaluation.at(zeros, 7, IBP));
  }

  /** A lane may treat points otherwise where boxes pass, but only then. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void boxesOfOtherCallsChangeNoBits(String name) {
    LossCase of = LossCase.wide();
    assertSameBits(name, of, NATURAL, evaluation -> evaluation.at(of.values(), 64, MIXED));
  }

  private static void assertSameBits(
      String name, LossCase of, LossWeights weights, Consumer<Evaluation> between) {
    try (ComputeBackend backend = AvailableBackend.open(name);
        Evaluation evaluation = new Evaluation(backend, of)) {
      Evaluation.Result first = evaluation.at(of.values(), 64, weights);
      between.accept(evaluation);
      Evaluation.Result second = evaluation.at(of.values(), 64, weights);
      assertArrayEquals(first.gradient(), second.gradient());
      assertEquals(first.value(), second.value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void threadsGetTheirOwnAnswers(String name) throws Exception {
    LossCase of = LossCase.dense();
    float[] other = of.values();
    for (int k = 0; k < other.length; k++) {
      other[k] *= -0.5f;
    }
    List<float[]> vectors = List.of(of.values(), other);
    try (ComputeBackend backend = AvailableBackend.open(name);
        Evaluation evaluation = new Evaluation(backend, of)) {
      List<Evaluation.Result> expected =
          vectors.stream().map(values -> evaluation.at(values, 9, MIXED)).toList();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        List<Callable<float[]>> calls =
            Stream.generate(() -> vectors)
                .limit(20)
                .flatMap(List::stream)
                .<Callable<float[]>>map(values -> () -> evaluation.at(values, 9, MIXED).gradient())
                .toList();
        List<Future<float[]>> found = threads.invokeAll(calls);
        for (int k = 0; k < found.size(); k++) {
          assertArrayEquals(expected.get(k % 2).gradient(), found.get(k).get(), "call " + k);
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  /** Shares of 0 leave their part out, and say so. */
  @Test
  void aShareOfZeroIsNotANumber() {
    LossCase of = LossCase.dense();
    try (ComputeBackend backend = AvailableBackend.open("reference");
        Evaluation evaluation = new Evaluation(backend, of)) {
      LossValue natural = evaluation.at(of.values(), 9, NATURAL).value();
      LossValue robust = evaluation.at(of.values(), 9, IBP).value();
      LossValue mixed = evaluation.at(of.values(), 9, MIXED).value();
      assertEquals(natural.loss(), natural.natural());
      assertEquals(Double.NaN, natural.robust());
      assertEquals(0, natural.certified());
      assertEquals(robust.loss(), robust.robust());
      assertEquals(Double.NaN, robust.natural());
      assertEquals(0, robust.correct());
      assertEquals(0.3 * mixed.natural() + 0.7 * mixed.robust(), mixed.loss(), 1e-12);
      assertEquals(natural.natural(), mixed.natural(), 1e-12);
      assertEquals(natural.correct(), mixed.correct());
    }
  }

  /** A ball of radius 0 has the worst margins at the sample itself, whatever the bounds. */
  @Test
  void withoutRadiusTheRobustLossIsTheNaturalOne() {
    LossCase of = LossCase.residual();
    try (ComputeBackend backend = AvailableBackend.open("reference");
        Evaluation evaluation = new Evaluation(backend, of)) {
      Evaluation.Result natural = evaluation.at(of.values(), 9, NATURAL);
      for (double crown : new double[] {0, 0.5, 1}) {
        LossWeights weights = new LossWeights(0, -INFINITY, INFINITY, 0, crown);
        Evaluation.Result robust = evaluation.at(of.values(), 9, weights);
        assertEquals(natural.value().loss(), robust.value().loss(), 1e-9);
        assertEquals(natural.value().correct(), robust.value().certified());
        double distance = Evaluation.relativeDistance(robust.gradient(), natural.gradient());
        assertTrue(distance < 1e-5, "relative distance " + distance);
      }
    }
  }

  /** Normalisation and pooling keep the network's values; the others follow each other. */
  @Test
  void averagesAndScalesAreNotTrained() {
    Parameters parameters = LossCase.image().parameters();
    int next = 0;
    for (Node node : parameters.network().nodes()) {
      boolean trained = node.name().equals("convolution") || node.name().equals("dense");
      assertEquals(trained, parameters.place(node).isPresent(), node.name());
      if (trained) {
        Parameters.Place place = parameters.place(node).orElseThrow();
        assertEquals(next, place.weights());
        assertEquals(next + place.weightCount(), place.bias());
        next = place.bias() + place.biasCount();
      }
    }
    assertEquals(4 * 9 + 4 + 3 * 16 + 3, next);
    assertEquals(next, parameters.count());
    assertEquals(2, parameters.places().size());
  }
}
