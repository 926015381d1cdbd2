package dev.hasse.bench;

import dev.hasse.bound.BoundMethod;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.util.BitSet;

/**
 * The nominal work of a bound method on one box: two operations for each weight and product.
 *
 * <p>With |W_j| the number of weights of affine layer j (of a convolution the products of one pass)
 * and n_k the number of outputs of affine layer k, L the last one, IBP takes {@code 4 sum_j |W_j|}
 * (two products a weight, for centre and radius), CROWN-IBP {@code 4 n_L sum_{j<L} |W_j|} on top
 * (two rows an output) and CROWN {@code 4 sum_k n_k sum_{j<k} |W_j|}. "Before" means: the layer
 * lies on a path from the input to the other. Nominal, since an engine that gives rows to unstable
 * neurons only does less: it gets credit for the answer, not for the work.
 */
final class FlopCount {
  private final Network network;
  private final BitSet[] ancestors;
  private final long[] weights;

  private FlopCount(Network network) {
    this.network = network;
    int nodes = network.nodes().size();
    ancestors = new BitSet[nodes];
    weights = new long[nodes];
    for (Node node : network.nodes()) {
      ancestors[node.id()] = new BitSet(nodes);
      for (int input : node.inputs()) {
        ancestors[node.id()].set(input);
        ancestors[node.id()].or(ancestors[input]);
      }
      weights[node.id()] = node.op().accept(new Weights());
    }
  }

  /** Operations for one box. */
  static double perBox(Network network, BoundMethod method) {
    FlopCount count = new FlopCount(network);
    return switch (method) {
      case IBP -> count.intervals();
      case CROWN_IBP -> count.intervals() + count.rows(count.lastAffine());
      case CROWN -> network.nodes().stream().mapToDouble(count::rows).sum();
      case ALPHA_CROWN, LP, SDP, MILP ->
          throw new IllegalArgumentException(method + " has no count of operations");
    };
  }

  private double intervals() {
    double sum = 0;
    for (long weight : weights) {
      sum += 4.0 * weight;
    }
    return sum;
  }

  /** Two rows for each neuron of an affine layer, back through all layers before it. */
  private double rows(Node node) {
    if (!(node.op() instanceof Affine)) {
      return 0;
    }
    double sum = 0;
    for (int id = 0; id < node.id(); id++) {
      sum += ancestors[node.id()].get(id) ? 4.0 * node.size() * weights[id] : 0;
    }
    return sum;
  }

  private Node lastAffine() {
    for (int id = network.output().id(); id > 0; id--) {
      if (network.node(id).op() instanceof Affine) {
        return network.node(id);
      }
    }
    return network.node(0);
  }

  /** Number of products of one operation: its weights, of a convolution once a pixel. */
  private static final class Weights implements OpVisitor<Long> {
    @Override
    public Long input(Input input) {
      return 0L;
    }

    @Override
    public Long affine(Affine affine) {
      if (affine instanceof Dense) {
        return (long) affine.inputs() * affine.outputs();
      }
      if (affine instanceof Scale) {
        return (long) affine.outputs();
      }
      Convolution convolution = (Convolution) affine;
      return (long) convolution.outputs() * convolution.kernelSize();
    }

    @Override
    public Long activation(Activation activation) {
      return 0L;
    }

    @Override
    public Long add(Add add) {
      return 0L;
    }

    @Override
    public Long select(Select select) {
      return 0L;
    }
  }
}
