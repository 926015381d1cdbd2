package dev.hasse.bound.analytic;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;

/** The single perceptron of arXiv 2604.18728: {@code relu(x W + b)} on [-1, 1]^2. */
final class Perceptron {
  static final BoxBatch BOX = BoxBatch.single(new double[] {-1, -1}, new double[] {1, 1});

  /** Rows are outputs: the transpose of the paper's W = [[1, 2], [3, -4]]. */
  static final double[][] WEIGHTS = {{1, 3}, {2, -4}};

  static final double[] BIAS = {-1, 1};

  private Perceptron() {}

  static Network network() {
    Network.Builder builder = Network.builder("perceptron", 2);
    Dense dense = new Dense(new Matrix(2, 2, new double[] {1, 3, 2, -4}), BIAS);
    return builder.build(builder.activation("relu", new Relu(), builder.affine("dense", dense, 0)));
  }
}
