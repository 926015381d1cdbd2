package dev.hasse.format.onnx;

import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Concatenation: the sum of its parts, each with zeros where the others are; exact. */
final class JoiningRules {
  private JoiningRules() {}

  static Value concat(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape first = node.input(0).shape();
    int axis = first.axis(node.integer("axis", 1), first.rank());
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < node.inputCount(); i++) {
      parts.add(node.input(i));
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    boolean signals = parts.stream().anyMatch(Signal.class::isInstance);
    if (signals && axis == 0 && first.rank() > 1) {
      throw new ModelException("Concat along the batch is not supported");
    }
    Shape shape = joined(parts, axis);
    GraphBuilder.requireSize(shape.elements());
    return signals ? signal(node, graph, parts, shape, axis) : constant(parts, shape, axis);
  }

  private static Signal signal(
      OperationNode node, GraphBuilder graph, List<Value> parts, Shape shape, int axis)
      throws ModelException {
    double[] shifts = new double[shape.elements()];
    List<Signal> padded = new ArrayList<>();
    int start = 0;
    for (Value part : parts) {
      if (part.shape().elements() > 0) {
        int[] source = sources(part.shape(), shape, axis, start);
        if (part instanceof Signal signal) {
          padded.add(graph.selected(node.name() + ":part", signal, shape, source));
        } else {
          copy(((ConstantTensor) part).requireReal(), source, shifts);
        }
      }
      start += part.shape().dimension(axis);
    }
    Signal sum = padded.get(0);
    for (Signal next : padded.subList(1, padded.size())) {
      sum = graph.add(node.name(), sum, next);
    }
    if (Arrays.stream(shifts).allMatch(shift -> shift == 0)) {
      return sum;
    }
    double[] ones = new double[shifts.length];
    Arrays.fill(ones, 1);
    return graph.affine(node.name() + ":constant", new Scale(ones, shifts, 0), sum, shape);
  }

  private static ConstantTensor constant(List<Value> parts, Shape shape, int axis)
      throws ModelException {
    double[] values = new double[shape.elements()];
    boolean whole = ((ConstantTensor) parts.get(0)).isWhole();
    int start = 0;
    for (Value part : parts) {
      ConstantTensor constant = (ConstantTensor) part;
      if (constant.isWhole() != whole) {
        throw new ModelException("Concat of integers and reals");
      }
      copy(constant, sources(part.shape(), shape, axis, start), values);
      start += part.shape().dimension(axis);
    }
    return new ConstantTensor(shape, values, whole);
  }

  private static void copy(ConstantTensor part, int[] source, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (source[i] != Select.ZERO) {
        values[i] = part.at(source[i]);
      }
    }
  }

  /** For each element of the whole its element in a part, which begins at {@code start}. */
  private static int[] sources(Shape part, Shape whole, int axis, int start) throws ModelException {
    int[][] places = Places.all(part);
    places[axis] = new int[whole.dimension(axis)];
    for (int i = 0; i < places[axis].length; i++) {
      int place = i - start;
      places[axis][i] = place >= 0 && place < part.dimension(axis) ? place : Select.ZERO;
    }
    return new Places(part, places).sources();
  }

  private static Shape joined(List<Value> parts, int axis) throws ModelException {
    Shape first = parts.get(0).shape();
    List<Long> dimensions = new ArrayList<>();
    first.dimensions().forEach(dimension -> dimensions.add((long) dimension));
    for (Value part : parts.subList(1, parts.size())) {
      Shape shape = part.shape();
      for (int i = 0; i < Math.max(first.rank(), shape.rank()); i++) {
        boolean fits =
            shape.rank() == first.rank() && (i == axis || shape.dimension(i) == first.dimension(i));
        if (!fits) {
          throw new ModelException(
              "shapes %s and %s do not join along dimension %d".formatted(first, shape, axis));
        }
      }
      dimensions.set(axis, dimensions.get(axis) + shape.dimension(axis));
    }
    return Shape.checked(dimensions);
  }
}
