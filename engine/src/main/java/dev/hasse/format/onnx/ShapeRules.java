package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operations that move elements or rename their positions; of constants and of signals alike. */
final class ShapeRules {
  private ShapeRules() {}

  static Value flatten(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape shape = node.input(0).shape();
    long written = node.integer("axis", 1);
    int axis = written == shape.rank() ? shape.rank() : shape.axis(written, shape.rank());
    return reshaped(
        node.input(0), Shape.of(shape.elements(0, axis), shape.elements(axis, shape.rank())));
  }

  /** A 0 copies the dimension at its place, a -1 takes what is left. */
  static Value reshape(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape from = node.input(0).shape();
    List<Long> written = node.constant(1).integers();
    boolean zeroIsZero = node.integer("allowzero", 0) != 0;
    List<Long> dimensions = new ArrayList<>(written);
    int open = -1;
    for (int axis = 0; axis < written.size(); axis++) {
      if (written.get(axis) == 0 && !zeroIsZero) {
        if (axis >= from.rank()) {
          throw new ModelException(
              "shape " + written + " copies a dimension that " + from + " lacks");
        }
        dimensions.set(axis, (long) from.dimension(axis));
      } else if (written.get(axis) == -1) {
        if (open >= 0) {
          throw new ModelException("shape " + written + " leaves two dimensions open");
        }
        open = axis;
        dimensions.set(axis, 1L);
      }
    }
    int known = Shape.checked(dimensions).elements();
    if (open >= 0 && known > 0) {
      dimensions.set(open, (long) from.elements() / known);
    }
    return reshaped(node.input(0), Shape.checked(dimensions));
  }

  static Value squeeze(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape from = node.input(0).shape();
    Optional<List<Long>> written = axes(node);
    boolean[] dropped = new boolean[from.rank()];
    for (long axis : written.orElse(List.of())) {
      dropped[from.axis(axis, from.rank())] = true;
    }
    List<Integer> dimensions = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      boolean drop = written.isPresent() ? dropped[axis] : from.dimension(axis) == 1;
      if (!drop) {
        dimensions.add(from.dimension(axis));
      } else if (from.dimension(axis) != 1) {
        throw new ModelException("dimension " + axis + " of " + from + " is not 1");
      }
    }
    return reshaped(node.input(0), new Shape(dimensions));
  }

  static Value unsqueeze(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape from = node.input(0).shape();
    Optional<List<Long>> written = axes(node);
    if (written.isEmpty()) {
      throw new ModelException("Unsqueeze without axes");
    }
    int rank = from.rank() + written.orElseThrow().size();
    boolean[] added = new boolean[rank];
    for (long axis : written.orElseThrow()) {
      int position = from.axis(axis, rank);
      if (added[position]) {
        throw new ModelException("axis " + axis + " occurs twice");
      }
      added[position] = true;
    }
    List<Integer> dimensions = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      dimensions.add(added[axis] ? 1 : from.dimension(next++));
    }
    return reshaped(node.input(0), new Shape(dimensions));
  }

  static Value transpose(OperationNode node, GraphBuilder graph) throws ModelException {
    Value value = node.input(0);
    Shape from = value.shape();
    int[] permutation = permutation(node, from);
    Shape to = Broadcast.permuted(from, permutation);
    if (keepsOrder(from, permutation)) {
      return reshaped(value, to);
    }
    return IndexRules.indexed(node, graph, value, to, Broadcast.transposed(from, permutation));
  }

  /** The dimensions as a constant; an open batch is 1. */
  static Value shape(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape shape = node.input(0).shape();
    double[] dimensions = new double[shape.rank()];
    Arrays.setAll(dimensions, shape::dimension);
    return new ConstantTensor(Shape.of(shape.rank()), dimensions, true);
  }

  /** The axes as an attribute (until opset 12) or as an input (from 13). */
  private static Optional<List<Long>> axes(OperationNode node) throws ModelException {
    return node.has(1) ? Optional.of(node.constant(1).integers()) : node.integers("axes");
  }

  private static int[] permutation(OperationNode node, Shape shape) throws ModelException {
    int rank = shape.rank();
    int[] permutation = new int[rank];
    Arrays.setAll(permutation, axis -> rank - 1 - axis);
    Optional<List<Long>> written = node.integers("perm");
    if (written.isPresent()) {
      boolean[] seen = new boolean[rank];
      for (int axis = 0; axis < written.orElseThrow().size(); axis++) {
        long source = written.orElseThrow().get(axis);
        if (axis >= rank || source < 0 || source >= rank || seen[(int) source]) {
          throw notAPermutation(written.orElseThrow(), shape);
        }
        seen[(int) source] = true;
        permutation[axis] = (int) source;
      }
      if (written.orElseThrow().size() != rank) {
        throw notAPermutation(written.orElseThrow(), shape);
      }
    }
    return permutation;
  }

  private static ModelException notAPermutation(List<Long> written, Shape shape) {
    return new ModelException(written + " is not a permutation of the axes of " + shape);
  }

  /** Whether only dimensions of 1 move, so that all elements stay in their order. */
  private static boolean keepsOrder(Shape from, int[] permutation) {
    int last = -1;
    for (int axis : permutation) {
      if (from.dimension(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }

  static Value reshaped(Value value, Shape shape) throws ModelException {
    if (shape.elements() != value.shape().elements()) {
      throw new ModelException(
          "shape %s has %d elements, shape %s has %d"
              .formatted(value.shape(), value.shape().elements(), shape, shape.elements()));
    }
    return value instanceof ConstantTensor constant
        ? constant.reshaped(shape)
        : ((Signal) value).reshaped(shape);
  }
}
