package dev.hasse.format.onnx;

import dev.hasse.network.Affine;
import dev.hasse.network.Scale;
import java.util.Arrays;
import java.util.Optional;

/** Sums, differences, products and quotients, element by element with broadcasting. */
final class ElementwiseRules {
  private ElementwiseRules() {}

  static Value add(OperationNode node, GraphBuilder graph) throws ModelException {
    if (node.input(0) instanceof Signal left && node.input(1) instanceof Signal right) {
      return sum(node, graph, left, right);
    }
    Operands operands = Operands.of(node, graph);
    return shifted(node, graph, operands, 1, operands.constants());
  }

  static Value subtract(OperationNode node, GraphBuilder graph) throws ModelException {
    if (node.input(0) instanceof Signal left && node.input(1) instanceof Signal right) {
      return sum(node, graph, left, negated(node, graph, right));
    }
    Operands operands = Operands.of(node, graph);
    double[] constants = operands.constants();
    if (!operands.signalFirst()) {
      return shifted(node, graph, operands, -1, constants);
    }
    for (int i = 0; i < constants.length; i++) {
      constants[i] = 0 - constants[i];
    }
    return shifted(node, graph, operands, 1, constants);
  }

  static Value multiply(OperationNode node, GraphBuilder graph) throws ModelException {
    Operands operands = Operands.of(node, graph);
    return scaled(node, graph, operands.signal(), operands.constants(), 0);
  }

  static Value negate(OperationNode node, GraphBuilder graph) throws ModelException {
    return negated(node, graph, node.signal(0));
  }

  static Value divide(OperationNode node, GraphBuilder graph) throws ModelException {
    Operands operands = Operands.of(node, graph);
    if (!operands.signalFirst()) {
      throw new ModelException("a division by a computed value is not supported");
    }
    WeightArithmetic arithmetic = new WeightArithmetic();
    double[] inverses = operands.constants();
    for (int i = 0; i < inverses.length; i++) {
      inverses[i] = arithmetic.inverse(inverses[i]);
    }
    return scaled(node, graph, operands.signal(), inverses, arithmetic.relativeError());
  }

  private static Signal sum(OperationNode node, GraphBuilder graph, Signal left, Signal right)
      throws ModelException {
    Shape shape = Broadcast.shape(left.shape(), right.shape());
    return graph.add(
        node.name(),
        graph.expanded(node.name(), left, shape),
        graph.expanded(node.name(), right, shape));
  }

  private static Signal negated(OperationNode node, GraphBuilder graph, Signal signal)
      throws ModelException {
    double[] scale = new double[signal.shape().elements()];
    Arrays.fill(scale, -1);
    return scaled(node, graph, signal, scale, 0);
  }

  /** {@code factor * signal + shift}; a bias right behind a product without one goes into that. */
  private static Signal shifted(
      OperationNode node, GraphBuilder graph, Operands operands, double factor, double[] shift)
      throws ModelException {
    Signal signal = operands.signal();
    if (factor == 1 && isAll(shift, 0)) {
      return signal;
    }
    Optional<GraphBuilder.Source> source = graph.sourceOf(signal);
    if (factor == 1 && source.isPresent()) {
      Optional<Affine> biased = Folding.withBias(source.orElseThrow().affine(), shift);
      if (biased.isPresent()) {
        Signal input = source.orElseThrow().input();
        return graph.affine(node.name(), biased.orElseThrow(), input, signal.shape());
      }
    }
    double[] scale = new double[shift.length];
    Arrays.fill(scale, factor);
    return graph.affine(node.name(), new Scale(scale, shift, 0), signal, signal.shape());
  }

  private static Signal scaled(
      OperationNode node, GraphBuilder graph, Signal signal, double[] scale, double relativeError)
      throws ModelException {
    if (isAll(scale, 1)) {
      return signal;
    }
    Scale affine = new Scale(scale, new double[scale.length], relativeError);
    return graph.affine(node.name(), affine, signal, signal.shape());
  }

  private static boolean isAll(double[] values, double value) {
    return Arrays.stream(values).allMatch(element -> element == value);
  }

  /**
   * A signal and a constant, broadcast to one shape.
   *
   * @param signal of the common shape
   * @param constant of its own shape
   */
  private record Operands(Signal signal, ConstantTensor constant, boolean signalFirst) {

    static Operands of(OperationNode node, GraphBuilder graph) throws ModelException {
      boolean first = node.input(0) instanceof Signal;
      if (first == node.input(1) instanceof Signal) {
        throw new ModelException(
            first
                ? "two computed values are not supported here; one must be constant"
                : "arithmetic of two constants is not supported");
      }
      Signal signal = node.signal(first ? 0 : 1);
      ConstantTensor constant = node.constant(first ? 1 : 0).requireReal();
      Shape shape = Broadcast.shape(signal.shape(), constant.shape());
      return new Operands(graph.expanded(node.name(), signal, shape), constant, first);
    }

    /** The constants, one for each element of the signal; a new array. */
    double[] constants() {
      int[] source = Broadcast.sources(constant.shape(), signal.shape());
      double[] constants = new double[source.length];
      for (int i = 0; i < source.length; i++) {
        constants[i] = constant.at(source[i]);
      }
      return constants;
    }
  }
}
