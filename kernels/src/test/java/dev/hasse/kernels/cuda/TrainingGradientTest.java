package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Network;
import dev.hasse.train.CertifiedLoss;
import dev.hasse.train.LossValue;
import dev.hasse.train.LossWeights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole losses and their gradients by all parameters: those of the reference, and repeatable. */
class TrainingGradientTest {
  private static final int SAMPLES = 11;
  private static final double RELATIVE = 1e-4;

  private static final List<Network> NETWORKS =
      List.of(TrainingNetworks.dense(), TrainingNetworks.residual());

  /** The natural loss, IBP, CROWN-IBP, and all three. */
  @ParameterizedTest
  @CsvSource({"1, 0", "0, 0", "0, 1", "0.3, 0.6"})
  void gradientsAreThoseOfTheReference(double natural, double crown) {
    for (Network network : NETWORKS) {
      Evaluated expected = evaluated("reference", network, weights(natural, crown));
      Evaluated found = evaluated("cuda", network, weights(natural, crown));
      double norm = distance(expected.gradient, new float[expected.gradient.length]);
      double error = distance(expected.gradient, found.gradient);
      assertTrue(norm > 1e-3, network + ": the gradient has norm " + norm);
      assertTrue(error <= RELATIVE * norm, network + ": error " + error + " of " + norm);
      assertEquals(expected.loss.loss(), found.loss.loss(), RELATIVE * expected.loss.loss());
      assertEquals(expected.loss.correct(), found.loss.correct());
      assertEquals(expected.loss.certified(), found.loss.certified());
    }
  }

  @Test
  void gradientsRepeatBitByBit() {
    for (Network network : NETWORKS) {
      Evaluated first = evaluated("cuda", network, weights(0.3, 0.6));
      Evaluated second = evaluated("cuda", network, weights(0.3, 0.6));
      assertArrayEquals(first.gradient, second.gradient);
      assertEquals(first.loss, second.loss);
    }
  }

  static LossWeights weights(double natural, double crown) {
    return new LossWeights(0.03, -1, 1, natural, crown);
  }

  /** What one evaluation gave. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Evaluated(LossValue loss, float[] gradient) {}

  private static Evaluated evaluated(String name, Network network, LossWeights weights) {
    try (ComputeBackend backend = AvailableBackend.open(name)) {
      return evaluated(backend, network, weights);
    }
  }

  /** The second of two evaluations, at other parameters than those of the first. */
  static Evaluated evaluated(ComputeBackend backend, Network network, LossWeights weights) {
    Parameters parameters = Parameters.of(network);
    Numbers numbers = new Numbers("training " + network.name());
    float[] samples = TrainingPair.floats(numbers, SAMPLES * network.inputs());
    int[] labels = new int[SAMPLES];
    for (int k = 0; k < SAMPLES; k++) {
      labels[k] = numbers.below(network.outputs());
    }
    float[] start = Arrays.copyOf(new WeightVector(parameters).values(), parameters.count());
    INDArray values = Nd4j.create(start, new long[] {1, start.length}, 'c');
    INDArray gradient = Nd4j.ones(1, parameters.count());
    INDArray inputs = Nd4j.create(samples, new long[] {SAMPLES, network.inputs()}, 'c');
    try (CertifiedLoss loss = new CertifiedLoss(backend, parameters)) {
      loss.evaluate(values, gradient, inputs, labels, weights);
      values.subi(gradient.mul(0.05));
      LossValue value = loss.evaluate(values, gradient, inputs, labels, weights);
      return new Evaluated(value, gradient.data().asFloat());
    }
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += ((double) a[k] - b[k]) * ((double) a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }
}
