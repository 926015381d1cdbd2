package dev.hasse.examples;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;

/** Networks of dense layers with a ReLU between them. */
final class Perceptron {
  private Perceptron() {}

  /**
   * The shape of a network; its weights are all 0, since the loss is given those that are trained.
   *
   * @param sizes of the input, the hidden layers and the output
   */
  static Network of(String name, int... sizes) {
    Network.Builder builder = Network.builder(name, sizes[0]);
    int node = 0;
    for (int k = 1; k < sizes.length; k++) {
      double[] weights = new double[sizes[k] * sizes[k - 1]];
      Matrix matrix = new Matrix(sizes[k], sizes[k - 1], weights);
      node = builder.affine("dense " + k, new Dense(matrix, new double[sizes[k]], 0), node);
      if (k + 1 < sizes.length) {
        node = builder.activation("relu " + k, new Relu(), node);
      }
    }
    return builder.build(node);
  }
}
