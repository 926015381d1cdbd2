package dev.hasse.compute.reference;

import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;

/** An affine map as rows of (column, weight) pairs, whatever its form on the network. */
final class ReferenceAffine {
  private final int inputs;
  private final int[][] columns;
  private final double[][] weights;
  private final double[] bias;
  private final double relativeError;

  private ReferenceAffine(Affine affine, int[][] columns, double[][] weights, double[] bias) {
    this.inputs = affine.inputs();
    this.columns = columns;
    this.weights = weights;
    this.bias = bias;
    this.relativeError = affine.relativeError();
  }

  /** One entry a node; null where the node is no affine map. */
  static ReferenceAffine[] of(Network network) {
    ReferenceAffine[] all = new ReferenceAffine[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        all[node.id()] = affine.acceptForm(new Forms());
      }
    }
    return all;
  }

  private static final class Forms implements AffineVisitor<ReferenceAffine> {
    @Override
    public ReferenceAffine dense(Dense dense) {
      return of(dense);
    }

    @Override
    public ReferenceAffine scale(Scale scale) {
      return of(scale);
    }
  }

  private static ReferenceAffine of(Dense dense) {
    int[][] columns = new int[dense.outputs()][dense.inputs()];
    double[][] weights = new double[dense.outputs()][dense.inputs()];
    double[] bias = new double[dense.outputs()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = dense.bias(i);
      for (int j = 0; j < dense.inputs(); j++) {
        columns[i][j] = j;
        weights[i][j] = dense.weights().at(i, j);
      }
    }
    return new ReferenceAffine(dense, columns, weights, bias);
  }

  private static ReferenceAffine of(Scale scale) {
    int[][] columns = new int[scale.outputs()][1];
    double[][] weights = new double[scale.outputs()][1];
    double[] bias = new double[scale.outputs()];
    for (int i = 0; i < bias.length; i++) {
      columns[i][0] = i;
      weights[i][0] = scale.scale(i);
      bias[i] = scale.shift(i);
    }
    return new ReferenceAffine(scale, columns, weights, bias);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return bias.length;
  }

  int[] columns(int output) {
    return columns[output];
  }

  double[] weights(int output) {
    return weights[output];
  }

  double bias(int output) {
    return bias[output];
  }

  /** See {@link Affine#relativeError()}. */
  double relativeError() {
    return relativeError;
  }
}
