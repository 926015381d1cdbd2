package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingTrainingLane;
import dev.hasse.compute.DelegatingTrainingSession;
import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.compute.training.Values;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many classes, whose rows of labels are too many at once: the samples go in parts. */
class SharedRowsTest {
  private static final int CLASSES = 60;
  private static final int SAMPLES = 70;

  private final AtomicInteger parts = new AtomicInteger();
  private final AtomicInteger mostRows = new AtomicInteger();

  private static LossCase manyClasses() {
    Numbers numbers = new Numbers("many classes");
    Network.Builder builder = Network.builder("many", 6);
    int first = builder.affine("first", numbers.dense(12, 6, Style.FLOATS, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int second = builder.affine("second", numbers.dense(9, 12, Style.FLOATS, 0), relu);
    int last = builder.activation("last", new Relu(), second);
    return new LossCase(
        builder.build(builder.affine("logits", numbers.dense(CLASSES, 9, Style.FLOATS, 0), last)));
  }

  private final class CountingLane extends DelegatingTrainingLane {
    CountingLane(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
      parts.incrementAndGet();
      mostRows.accumulateAndGet(rows.rows(), Math::max);
      return super.concretizeShared(rows, each, groups, x);
    }
  }

  /** A backend with one lane, which likes so few rows. */
  private DelegatingBackend backend(String name) {
    return new DelegatingBackend(AvailableBackend.open(name), UnaryOperator.identity()) {
      @Override
      public TrainingSession train(Parameters parameters) {
        return new DelegatingTrainingSession(super.train(parameters)) {
          @Override
          public int parallelism() {
            return 1;
          }

          @Override
          public int rowsAtOnce() {
            return 100;
          }

          @Override
          public TrainingLane openLane() {
            return new CountingLane(super.openLane());
          }
        };
      }
    };
  }

  /** The judge is the mean of single samples, each with its own rows. */
  @ParameterizedTest
  @CsvSource({"reference, 0", "reference, 0.5", "cpu, 0", "cpu, 0.5"})
  void partsGiveTheMeanOfTheirSamples(String name, double crownShare) {
    LossCase of = manyClasses();
    float[] values = of.values();
    LossWeights weights = new LossWeights(0.05, 0, 1, 0.3, crownShare);
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, k -> k * 13 % (CLASSES - 5));
    float[] inputs = of.inputs(SAMPLES);
    try (DelegatingBackend backend = backend(name);
        Evaluation evaluation = new Evaluation(backend, of)) {
      float[] mean = new float[values.length];
      double loss = 0;
      for (int k = 0; k < SAMPLES; k++) {
        float[] one = Arrays.copyOfRange(inputs, k * 6, (k + 1) * 6);
        Evaluation.Result single = evaluation.at(values, one, new int[] {labels[k]}, weights);
        loss += single.value().loss() / SAMPLES;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += single.gradient()[i] / SAMPLES;
        }
      }
      parts.set(0);
      Evaluation.Result all = evaluation.at(values, inputs, labels, weights);
      assertTrue(parts.get() > 3, parts + " parts");
      assertTrue(mostRows.get() <= 1024, mostRows + " rows");
      assertEquals(loss, all.value().loss(), 1e-5 * loss);
      assertTrue(Evaluation.relativeDistance(all.gradient(), mean) < 1e-5, "gradient");
    }
  }
}
