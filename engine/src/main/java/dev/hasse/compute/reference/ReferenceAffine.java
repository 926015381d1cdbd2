package dev.hasse.compute.reference;

import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** An affine map as rows of (column, weight) pairs, whatever its form on the network. */
final class ReferenceAffine {
  private final int inputs;
  private final int[][] columns;
  private final double[][] weights;
  private final double[] bias;
  private final double relativeError;

  private ReferenceAffine(Affine affine) {
    this.inputs = affine.inputs();
    this.columns = new int[affine.outputs()][];
    this.weights = new double[affine.outputs()][];
    this.bias = new double[affine.outputs()];
    this.relativeError = affine.relativeError();
    for (int i = 0; i < bias.length; i++) {
      IntStream.Builder sources = IntStream.builder();
      DoubleStream.Builder factors = DoubleStream.builder();
      affine.forEachTerm(
          i,
          (input, weight) -> {
            sources.add(input);
            factors.add(weight);
          });
      columns[i] = sources.build().toArray();
      weights[i] = factors.build().toArray();
      bias[i] = affine.bias(i);
    }
  }

  /** One entry a node; null where the node is no affine map. */
  static ReferenceAffine[] of(Network network) {
    ReferenceAffine[] all = new ReferenceAffine[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        all[node.id()] = new ReferenceAffine(affine);
      }
    }
    return all;
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
