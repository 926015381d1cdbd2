package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;

/** Element positions under broadcasting and transposition; all tensors are row-major. */
final class Broadcast {
  private Broadcast() {}

  /** The shape that two tensors have once both are broadcast against each other. */
  static Shape shape(Shape a, Shape b) throws ModelException {
    int rank = Math.max(a.rank(), b.rank());
    List<Long> dimensions = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int left = fromEnd(a, rank - axis);
      int right = fromEnd(b, rank - axis);
      if (left != right && left != 1 && right != 1) {
        throw new ModelException("shapes " + a + " and " + b + " do not broadcast");
      }
      dimensions.add((long) (left == 1 ? right : left));
    }
    return Shape.checked(dimensions);
  }

  /** Checks that {@code from} broadcasts to {@code to}, which keeps its shape. */
  static void require(Shape from, Shape to) throws ModelException {
    if (!shape(from, to).equals(to)) {
      throw new ModelException("shape " + from + " does not broadcast to " + to);
    }
  }

  /** For each element of {@code to} the element of {@code from} that broadcasts to it. */
  static int[] sources(Shape from, Shape to) {
    int rank = to.rank();
    int[] stride = new int[rank];
    int step = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int dimension = fromEnd(from, rank - axis);
      stride[axis] = dimension == 1 ? 0 : step;
      step *= dimension;
    }
    return walk(to, stride);
  }

  /** For each element of the transposed tensor its element in {@code from}. */
  static int[] transposed(Shape from, int[] permutation) {
    int[] stride = new int[from.rank()];
    for (int axis = 0; axis < stride.length; axis++) {
      stride[axis] = from.elements(permutation[axis] + 1, from.rank());
    }
    return walk(permuted(from, permutation), stride);
  }

  static Shape permuted(Shape from, int[] permutation) {
    List<Integer> dimensions = new ArrayList<>();
    for (int axis : permutation) {
      dimensions.add(from.dimension(axis));
    }
    return new Shape(dimensions);
  }

  /** Visits all elements of a shape in order, adding up the strides. */
  private static int[] walk(Shape shape, int[] stride) {
    int[] source = new int[shape.elements()];
    int[] position = new int[shape.rank()];
    int offset = 0;
    for (int element = 0; element < source.length; element++) {
      source[element] = offset;
      for (int axis = position.length - 1; axis >= 0; axis--) {
        position[axis]++;
        offset += stride[axis];
        if (position[axis] < shape.dimension(axis)) {
          break;
        }
        offset -= stride[axis] * position[axis];
        position[axis] = 0;
      }
    }
    return source;
  }

  /** The dimension that is the n-th from the end, from 1; 1 where there is none. */
  private static int fromEnd(Shape shape, int n) {
    return n > shape.rank() ? 1 : shape.dimension(shape.rank() - n);
  }
}
