package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MultilayerPerceptronTest {
  private static final int[] SIZES = {5, 7, 6, 4};
  private static final int[] LABELS = {0, 3, 1, 2, 2, 1};

  /**
   * Central differences of the objective, which this test computes in plain Java. In double, with
   * steps of 1e-6: truncation and rounding stay below 1e-8. No pre-activation of these samples lies
   * within a step of its kink, where the difference quotient would mix two slopes.
   */
  @Test
  void gradientIsThatOfTheObjective() {
    MultilayerPerceptron perceptron =
        new MultilayerPerceptron(SIZES, DataType.DOUBLE, new Random(11));
    INDArray parameters = perceptron.parameters();
    double[][] inputs = samples(new Random(12));
    double[] point = parameters.dup().data().asDouble();
    Random shift = new Random(13);
    for (int i = 0; i < point.length; i++) {
      point[i] += 0.1 * shift.nextGaussian();
      parameters.putScalar(0, i, point[i]);
    }
    TrainingOptions options = new TrainingOptions(1, 1, 1, 1, 0.3, 0.05, 0);

    double loss = perceptron.differentiate(Nd4j.createFromArray(inputs), LABELS).loss();
    perceptron.addPenaltyGradient(options);

    assertEquals(objective(point, inputs, new TrainingOptions(1, 1, 1, 0)), loss, 1e-12);
    double step = 1e-6;
    for (int i = 0; i < point.length; i++) {
      double value = point[i];
      point[i] = value + step;
      double above = objective(point, inputs, options);
      point[i] = value - step;
      double below = objective(point, inputs, options);
      point[i] = value;
      double expected = (above - below) / (2 * step);
      assertEquals(expected, perceptron.gradient().getDouble(0, i), 1e-8, "parameter " + i);
    }
  }

  @Test
  void countsWhatIsClassifiedRight() {
    MultilayerPerceptron perceptron =
        new MultilayerPerceptron(new int[] {2, 2}, DataType.FLOAT, new Random(1));
    perceptron.parameters().assign(Nd4j.createFromArray(new float[][] {{1, 0, 0, 1, 0, 0}}));
    INDArray inputs = Nd4j.createFromArray(new float[][] {{2, 1}, {0, 3}, {5, 4}});
    assertEquals(2, perceptron.differentiate(inputs, new int[] {0, 1, 1}).correct());
  }

  @Test
  void hugeLogitsGiveAFiniteLoss() {
    MultilayerPerceptron perceptron =
        new MultilayerPerceptron(new int[] {1, 2}, DataType.FLOAT, new Random(1));
    perceptron.parameters().assign(Nd4j.createFromArray(new float[][] {{1000, -1000, 0, 0}}));
    INDArray inputs = Nd4j.createFromArray(new float[][] {{1}});
    assertEquals(0, perceptron.differentiate(inputs, new int[] {0}).loss());
    assertEquals(2000, perceptron.differentiate(inputs, new int[] {1}).loss());
  }

  private static double[][] samples(Random random) {
    double[][] inputs = new double[LABELS.length][SIZES[0]];
    for (double[] input : inputs) {
      for (int j = 0; j < input.length; j++) {
        input[j] = random.nextGaussian();
      }
    }
    return inputs;
  }

  /** Mean cross-entropy and penalties; parameters lie layer by layer, weights before biases. */
  private static double objective(double[] parameters, double[][] inputs, TrainingOptions options) {
    double sum = 0;
    for (int sample = 0; sample < inputs.length; sample++) {
      double[] values = inputs[sample];
      int offset = 0;
      for (int k = 1; k < SIZES.length; k++) {
        double[] next = new double[SIZES[k]];
        for (int i = 0; i < next.length; i++) {
          next[i] = parameters[offset + SIZES[k] * SIZES[k - 1] + i];
          for (int j = 0; j < values.length; j++) {
            next[i] += parameters[offset + i * values.length + j] * values[j];
          }
          if (k + 1 < SIZES.length) {
            next[i] = Math.max(0, next[i]);
          }
        }
        offset += SIZES[k] * (SIZES[k - 1] + 1);
        values = next;
      }
      double total = 0;
      for (double value : values) {
        total += Math.exp(value);
      }
      sum += Math.log(total) - values[LABELS[sample]];
    }
    return sum / inputs.length + penalty(parameters, options);
  }

  private static double penalty(double[] parameters, TrainingOptions options) {
    double penalty = 0;
    int offset = 0;
    for (int k = 1; k < SIZES.length; k++) {
      int weights = SIZES[k] * SIZES[k - 1];
      for (int i = offset; i < offset + weights; i++) {
        double weight = parameters[i];
        penalty += options.weightDecay() / 2 * weight * weight;
        penalty += options.sparsity() * Math.abs(weight);
      }
      offset += weights + SIZES[k];
    }
    return penalty;
  }
}
