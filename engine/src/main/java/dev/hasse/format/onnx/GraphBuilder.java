package dev.hasse.format.onnx;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The network under construction, in terms of signals. */
final class GraphBuilder {
  /**
   * Most activations of a network, all nodes together. The largest networks that anybody bounds
   * stay far below; dimensions that lie could otherwise ask for any amount of memory.
   */
  private static final long MOST_ACTIVATIONS = 1L << 25;

  private final Network.Builder network;
  private final Map<Integer, Product> products = new HashMap<>();
  private long activations;

  /** A dense node without bias, and what it reads. */
  record Product(Dense dense, Signal input) {}

  private GraphBuilder(Network.Builder network) {
    this.network = network;
  }

  static GraphBuilder of(String name, Shape input) throws ModelException {
    if (input.elements() < 1) {
      throw new ModelException("the input has no elements: " + input);
    }
    GraphBuilder graph = new GraphBuilder(Network.builder(name, input.elements()));
    graph.reserve(input.elements());
    return graph;
  }

  Signal affine(String name, Affine affine, Signal input, Shape shape) throws ModelException {
    reserve(affine.outputs());
    return new Signal(network.affine(name, affine, input.node()), shape);
  }

  /** A dense map without bias, remembered so that a bias which follows can be put into it. */
  Signal product(String name, Dense dense, Signal input, Shape shape) throws ModelException {
    Signal result = affine(name, dense, input, shape);
    products.put(result.node(), new Product(dense, input));
    return result;
  }

  /** The dense map without bias that computes this signal, if one does. */
  Optional<Product> productOf(Signal signal) {
    return Optional.ofNullable(products.get(signal.node()));
  }

  Signal relu(String name, Signal input) throws ModelException {
    reserve(input.shape().elements());
    return new Signal(network.activation(name, new Relu(), input.node()), input.shape());
  }

  /** The sum of two signals of the same shape. */
  Signal add(String name, Signal left, Signal right) throws ModelException {
    reserve(left.shape().elements());
    return new Signal(network.add(name, left.node(), right.node()), left.shape());
  }

  /** The signal with its axes permuted. */
  Signal transposed(String name, Signal input, int[] permutation) throws ModelException {
    reserve(input.shape().elements());
    int[] source = Broadcast.transposed(input.shape(), permutation);
    Select select = new Select(input.shape().elements(), source);
    Shape shape = Broadcast.permuted(input.shape(), permutation);
    return new Signal(network.select(name, select, input.node()), shape);
  }

  /**
   * The signal broadcast to a shape; no node where that repeats nothing, else a matrix of zeros and
   * ones: rows that pass a repetition are added, and additions round.
   */
  Signal expanded(String name, Signal input, Shape shape) throws ModelException {
    Broadcast.require(input.shape(), shape);
    if (shape.elements() == input.shape().elements()) {
      return input.reshaped(shape);
    }
    int columns = input.shape().elements();
    if ((long) shape.elements() * columns > MOST_ACTIVATIONS) {
      throw new ModelException("broadcasts " + columns + " values to " + shape.elements());
    }
    int[] source = Broadcast.sources(input.shape(), shape);
    double[] ones = new double[source.length * columns];
    for (int i = 0; i < source.length; i++) {
      ones[i * columns + source[i]] = 1;
    }
    Matrix repetition = new Matrix(source.length, columns, ones);
    return affine(name, new Dense(repetition, new double[source.length]), input, shape);
  }

  Network build(Signal output) {
    return network.build(output.node());
  }

  /** Counts activations before memory is taken for them. */
  private void reserve(int more) throws ModelException {
    activations += more;
    if (more < 1 || activations > MOST_ACTIVATIONS) {
      throw new ModelException(
          more < 1
              ? "a result without elements"
              : "more than " + MOST_ACTIVATIONS + " activations in the network");
    }
  }
}
