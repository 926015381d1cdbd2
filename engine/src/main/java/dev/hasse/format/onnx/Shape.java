package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The dimensions of a tensor; their product fits an int.
 *
 * @param dimensions each at least 0
 */
record Shape(List<Integer> dimensions) {
  Shape {
    dimensions = List.copyOf(dimensions);
  }

  static Shape of(Integer... dimensions) {
    return new Shape(List.of(dimensions));
  }

  /** Checks dimensions that come from a file. */
  static Shape checked(List<Long> dimensions) throws ModelException {
    List<Integer> small = new ArrayList<>();
    long elements = 1;
    for (long dimension : dimensions) {
      if (dimension < 0 || dimension > Integer.MAX_VALUE) {
        throw new ModelException("a dimension of " + dimension + " in " + dimensions);
      }
      // An empty dimension must not hide that the others overflow.
      elements *= Math.max(1, dimension);
      if (elements > Integer.MAX_VALUE) {
        throw new ModelException("dimensions " + dimensions + " have more than 2^31 elements");
      }
      small.add((int) dimension);
    }
    return new Shape(small);
  }

  int rank() {
    return dimensions.size();
  }

  int dimension(int axis) {
    return dimensions.get(axis);
  }

  int elements() {
    return elements(0, rank());
  }

  /** Product of the dimensions from one axis (included) to another (excluded). */
  int elements(int from, int to) {
    int product = 1;
    for (int dimension : dimensions.subList(from, to)) {
      product *= dimension;
    }
    return product;
  }

  /** An axis as written in a file, negative ones counted from the end. */
  int axis(long written, int rank) throws ModelException {
    if (written < -rank || written >= rank) {
      throw new ModelException("axis " + written + " of a tensor of shape " + this);
    }
    return (int) (written < 0 ? written + rank : written);
  }

  @Override
  public String toString() {
    return dimensions.toString();
  }
}
