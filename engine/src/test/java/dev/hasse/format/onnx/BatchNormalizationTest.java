package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights that batch normalisation leaves are within the relative error they state of the truth.
 */
class BatchNormalizationTest {
  private static final MathContext MANY = new MathContext(400);

  @TempDir Path folder;

  private static BigDecimal truth(
      BigDecimal factor, BigDecimal offset, double gamma, double beta, double square) {
    BigDecimal root = new BigDecimal(square).sqrt(MANY);
    return factor
        .multiply(new BigDecimal(gamma))
        .divide(root, MANY)
        .add(offset.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(beta));
  }

  private static void assertWithin(BigDecimal truth, double stored, double relative) {
    BigDecimal most = new BigDecimal(relative).multiply(new BigDecimal(stored).abs());
    BigDecimal error = truth.subtract(new BigDecimal(stored)).abs();
    // The judge itself is right to some 390 digits of the larger term.
    BigDecimal slack = new BigDecimal("1e-350");
    assertTrue(error.compareTo(most.add(slack)) <= 0, stored + " for " + truth.doubleValue());
  }

  /** Shifts that cancel to all depths: beta is near what the bias and the mean leave. */
  @Test
  void storedWeightsAreWithinTheStatedError() throws Exception {
    Numbers numbers = new Numbers("batch normalisation");
    int inexact = 0;
    for (int k = 0; k < 3_000; k++) {
      double gamma = (float) (numbers.uniform() - 0.5);
      double mean = (float) (numbers.uniform() - 0.5);
      double variance = (float) numbers.uniform();
      double epsilon = k % 3 == 0 ? 0.25f : 1e-5f;
      double square = variance + epsilon;
      if (new BigDecimal(variance).add(new BigDecimal(epsilon)).compareTo(new BigDecimal(square))
          != 0) {
        continue; // rounded here, so no judge
      }
      double bias = numbers.uniform() - 0.5;
      double near = -gamma * (bias - mean) / Math.sqrt(square);
      double beta = k % 2 == 0 ? near + (numbers.below(5) - 2) * Math.ulp(near) : numbers.uniform();
      BatchChannel channel = new BatchChannel(gamma, beta, mean, variance, epsilon);
      double weight = numbers.uniform() - 0.5;
      double factor = channel.factor(weight);
      double shift = channel.shift(bias);
      double error = BatchChannel.relativeError(new BatchChannel[] {channel});
      inexact += error > 0 ? 1 : 0;
      assertWithin(
          truth(new BigDecimal(weight), BigDecimal.ZERO, gamma, beta, square), factor, error);
      BigDecimal centred = new BigDecimal(bias).subtract(new BigDecimal(mean));
      assertWithin(truth(centred, BigDecimal.ONE, gamma, beta, square), shift, error);
    }
    assertTrue(inexact > 1_000, inexact + " inexact");
  }

  @Test
  void whatIsExactSaysSo() throws Exception {
    BatchChannel quarter = new BatchChannel(1, 3, 2, 15.75, 0.25);
    assertEquals(1.25, quarter.factor(5));
    assertEquals(0.25 * (1 - 2) + 3, quarter.shift(1));
    assertEquals(0, BatchChannel.relativeError(new BatchChannel[] {quarter}));
    // 2 (b - 1) / sqrt(2) = sqrt(2) (b - 1) and beta = 0: no cancellation, but no double.
    BatchChannel root = new BatchChannel(2, 0, 1, 2, 0);
    assertEquals(0, root.shift(1));
    assertEquals(
        0, BatchChannel.relativeError(new BatchChannel[] {new BatchChannel(0, 1, 1, 2, 0)}));
    root.factor(1);
    assertTrue(BatchChannel.relativeError(new BatchChannel[] {root}) > 0);
  }

  @Test
  void aVarianceBelowZeroIsRefused() {
    assertThrows(ModelException.class, () -> new BatchChannel(1, 0, 0, -1, 0.5));
    assertThrows(ModelException.class, () -> new BatchChannel(1, 0, 0, 0, 0));
  }

  private ModelWriter vectors(ModelWriter model) {
    return model
        .floats("gamma", List.of(2L), 1, 3)
        .floats("beta", List.of(2L), 1, 2)
        .floats("mean", List.of(2L), 1, 2)
        .floats("variance", List.of(2L), 1, 2);
  }

  private Affine last(ModelWriter model) throws Exception {
    Network network = OnnxReader.read(model.output("y").write(folder));
    return (Affine) network.output().op();
  }

  @Test
  void becomesPartOfWhatNothingElseReads() throws Exception {
    List<String> rest = List.of("c", "gamma", "beta", "mean", "variance");
    ModelWriter conv = new ModelWriter().input("x", 0, 1, 2, 2);
    conv.floats("w", List.of(2L, 1L, 1L, 1L), 3, 4).node("Conv", "c", List.of("x", "w"));
    assertInstanceOf(Convolution.class, last(vectors(conv).node("BatchNormalization", "y", rest)));

    ModelWriter dense = new ModelWriter().input("x", 0, 1);
    dense.floats("w", List.of(1L, 2L), 3, 4).node("MatMul", "c", List.of("x", "w"));
    assertInstanceOf(Dense.class, last(vectors(dense).node("BatchNormalization", "y", rest)));

    ModelWriter twice = new ModelWriter().input("x", 0, 1);
    twice.floats("w", List.of(1L, 2L), 3, 4).node("MatMul", "c", List.of("x", "w"));
    vectors(twice).node("BatchNormalization", "n", rest).node("Add", "y", List.of("n", "c"));
    Network network = OnnxReader.read(twice.output("y").write(folder));
    assertTrue(network.nodes().stream().anyMatch(node -> node.op() instanceof Scale));
  }
}
