package dev.hasse.bench;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.SplittableRandom;

/** Dense ReLU networks with random weights, for benchmarks without files. */
public final class GeneratedNetworks {
  private GeneratedNetworks() {}

  /**
   * @param widths of the input, the hidden layers and the output
   * @param seed of the weights, uniform with variance 2 / inputs
   */
  static Network perceptron(int[] widths, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network.Builder builder = Network.builder("generated", widths[0]);
    int node = 0;
    for (int k = 1; k < widths.length; k++) {
      double range = Math.sqrt(6.0 / widths[k - 1]);
      double[] weights = new double[widths[k] * widths[k - 1]];
      for (int i = 0; i < weights.length; i++) {
        // Stored weights are floats; 2^-20 steps are.
        weights[i] = Math.rint(random.nextDouble(-range, range) * 0x1p20) * 0x1p-20;
      }
      Dense dense = new Dense(new Matrix(widths[k], widths[k - 1], weights), new double[widths[k]]);
      node = builder.affine("dense_" + k, dense, node);
      if (k + 1 < widths.length) {
        node = builder.activation("relu_" + k, new Relu(), node);
      }
    }
    return builder.build(node);
  }

  /** Balls of this radius around uniform points of the unit cube. */
  public static BoxBatch boxes(int count, int dimension, double radius, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] centers = random.doubles((long) count * dimension).toArray();
    return BoxBatch.around(dimension, centers, radius, 0, 1);
  }
}
