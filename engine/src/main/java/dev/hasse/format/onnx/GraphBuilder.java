package dev.hasse.format.onnx;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Activation;
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
  private final Map<Integer, Source> sources = new HashMap<>();
  private long activations;

  /** An affine map in the network, and what it reads. */
  record Source(Affine affine, Signal input) {}

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

  /** An affine map, remembered so that what follows can be put into it. */
  Signal affine(String name, Affine affine, Signal input, Shape shape) throws ModelException {
    reserve(affine.outputs());
    Signal result = new Signal(network.affine(name, affine, input.node()), shape);
    sources.put(result.node(), new Source(affine, input));
    return result;
  }

  /** The affine map that computes this signal, if one does. */
  Optional<Source> sourceOf(Signal signal) {
    return Optional.ofNullable(sources.get(signal.node()));
  }

  Signal relu(String name, Signal input) throws ModelException {
    return activation(name, new Relu(), input);
  }

  Signal activation(String name, Activation activation, Signal input) throws ModelException {
    reserve(input.shape().elements());
    return new Signal(network.activation(name, activation, input.node()), input.shape());
  }

  /** The sum of two signals of the same shape. */
  Signal add(String name, Signal left, Signal right) throws ModelException {
    reserve(left.shape().elements());
    return new Signal(network.add(name, left.node(), right.node()), left.shape());
  }

  /**
   * The signal whose element i is element {@code source[i]} of this one, or zero; no node where
   * that moves nothing.
   *
   * @param source see {@link Select}; no element twice
   */
  Signal selected(String name, Signal input, Shape shape, int[] source) throws ModelException {
    reserve(source.length);
    if (keepsAll(source, input.shape().elements())) {
      return input.reshaped(shape);
    }
    Select select = new Select(input.shape().elements(), source);
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

  /** Checks a number of weights or activations before memory is taken for them. */
  static void requireSize(long size) throws ModelException {
    if (size > MOST_ACTIVATIONS) {
      throw new ModelException(
          "%d values in one operation, at most %d are supported".formatted(size, MOST_ACTIVATIONS));
    }
  }

  Network build(Signal output) {
    return network.build(output.node());
  }

  private static boolean keepsAll(int[] source, int elements) {
    for (int i = 0; i < source.length; i++) {
      if (source[i] != i) {
        return false;
      }
    }
    return source.length == elements;
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
