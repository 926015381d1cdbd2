package dev.hasse.format.onnx;

import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Sigmoid;
import java.util.Arrays;
import java.util.Optional;

/** Functions of every element alone, made of ReLUs, sigmoids and affine maps. */
final class ActivationRules {
  /** Bounds of a Clip from here on are how files write that there is none. */
  private static final double NO_BOUND = Float.MAX_VALUE;

  private ActivationRules() {}

  static Value relu(OperationNode node, GraphBuilder graph) throws ModelException {
    return graph.activation(node.name(), new Relu(), node.signal(0));
  }

  static Value sigmoid(OperationNode node, GraphBuilder graph) throws ModelException {
    return graph.activation(node.name(), new Sigmoid(), node.signal(0));
  }

  /** {@code tanh(x) = 2 sigmoid(2 x) - 1}, exact: {@code 2 / (1 + exp(-2 x)) - 1}. */
  static Value tanh(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal twice = scaled(graph, node.name() + ":twice", node.signal(0), 2, 0, 0);
    Signal sigmoid = graph.activation(node.name() + ":sigmoid", new Sigmoid(), twice);
    return scaled(graph, node.name(), sigmoid, 2, -1, 0);
  }

  static Value leakyRelu(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal signal = node.signal(0);
    double[] slopes = new double[signal.shape().elements()];
    // The default is a float in the specification too.
    Arrays.fill(slopes, node.real("alpha", 0.01f));
    return leaky(node, graph, signal, slopes);
  }

  static Value parametricRelu(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal signal = node.signal(0);
    ConstantTensor slope = node.constant(1).requireReal();
    Broadcast.require(slope.shape(), signal.shape());
    int[] source = Broadcast.sources(slope.shape(), signal.shape());
    double[] slopes = new double[source.length];
    Arrays.setAll(slopes, i -> slope.at(source[i]));
    return leaky(node, graph, signal, slopes);
  }

  /**
   * {@code min(max(x, low), high) = high - relu((high - low) - relu(x - low))}: the inner relu is
   * {@code max(x, low) - low}, so the outer one is {@code max(0, high - max(x, low))}. Right too
   * where {@code low > high}: then it is {@code high}, as ONNX says.
   */
  static Value clip(OperationNode node, GraphBuilder graph) throws ModelException {
    Optional<Double> low = bound(node, 1, "min").filter(bound -> bound > -NO_BOUND);
    Optional<Double> high = bound(node, 2, "max").filter(bound -> bound < NO_BOUND);
    Signal signal = node.signal(0);
    if (low.isEmpty() && high.isEmpty()) {
      return signal;
    }
    double from = low.orElse(0.0);
    if (low.isPresent()) {
      Signal above = scaled(graph, node.name() + ":above", signal, 1, 0 - from, 0);
      signal = graph.activation(node.name() + ":low", new Relu(), above);
      if (high.isEmpty()) {
        return scaled(graph, node.name(), signal, 1, from, 0);
      }
    }
    WeightArithmetic arithmetic = new WeightArithmetic();
    double range = arithmetic.difference(high.orElseThrow(), from);
    double error = arithmetic.relativeError();
    Signal below = scaled(graph, node.name() + ":below", signal, -1, range, error);
    Signal relu = graph.activation(node.name() + ":high", new Relu(), below);
    return scaled(graph, node.name(), relu, -1, high.orElseThrow(), 0);
  }

  /** {@code s x + (1 - s) relu(x)}: for {@code x < 0} that is {@code s x}, else {@code x}. */
  private static Signal leaky(
      OperationNode node, GraphBuilder graph, Signal signal, double[] slopes)
      throws ModelException {
    Signal relu = graph.activation(node.name() + ":relu", new Relu(), signal);
    if (Arrays.stream(slopes).allMatch(slope -> slope == 0)) {
      return relu;
    }
    WeightArithmetic arithmetic = new WeightArithmetic();
    double[] rest = new double[slopes.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = arithmetic.difference(1, slopes[i]);
    }
    double[] zeros = new double[slopes.length];
    Scale restScale = new Scale(rest, zeros, arithmetic.relativeError());
    Shape shape = signal.shape();
    return graph.add(
        node.name(),
        graph.affine(node.name() + ":slope", new Scale(slopes, zeros, 0), signal, shape),
        graph.affine(node.name() + ":rest", restScale, relu, shape));
  }

  /** {@code factor x + shift}; no node where that is x. */
  static Signal scaled(
      GraphBuilder graph,
      String name,
      Signal signal,
      double factor,
      double shift,
      double relativeError)
      throws ModelException {
    if (factor == 1 && shift == 0) {
      return signal;
    }
    double[] factors = new double[signal.shape().elements()];
    double[] shifts = new double[factors.length];
    Arrays.fill(factors, factor);
    Arrays.fill(shifts, shift);
    return graph.affine(name, new Scale(factors, shifts, relativeError), signal, signal.shape());
  }

  /** A bound as an attribute (until opset 10) or as an input (from 11). */
  private static Optional<Double> bound(OperationNode node, int input, String attribute)
      throws ModelException {
    if (node.has(input)) {
      return Optional.of(node.constant(input).requireReal().single());
    }
    return node.hasAttribute(attribute) ? Optional.of(node.real(attribute, 0)) : Optional.empty();
  }
}
