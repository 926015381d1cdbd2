package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;

/** A tensor of the file: finite reals (float or double) or whole numbers. Immutable. */
final class ConstantTensor implements Value {
  private final Shape shape;
  private final double[] values;
  private final boolean whole;

  /**
   * Takes the array over.
   *
   * @param values row-major, one for each element of the shape
   * @param whole whether the file stores integers
   */
  ConstantTensor(Shape shape, double[] values, boolean whole) {
    this.shape = shape;
    this.values = values;
    this.whole = whole;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  double at(int element) {
    return values[element];
  }

  /** The same elements under another shape of as many. */
  ConstantTensor reshaped(Shape other) {
    return new ConstantTensor(other, values, whole);
  }

  /** The tensor whose element i is this one's element {@code source[i]}. */
  ConstantTensor selected(Shape target, int[] source) {
    double[] selected = new double[source.length];
    for (int i = 0; i < source.length; i++) {
      selected[i] = values[source[i]];
    }
    return new ConstantTensor(target, selected, whole);
  }

  /** Checks that these are weights: floats or doubles. */
  ConstantTensor requireReal() throws ModelException {
    if (whole) {
      throw new ModelException("a constant of integers, expected float or double");
    }
    return this;
  }

  /** The elements as dimensions or axes: a vector of integers, or one integer. */
  List<Long> integers() throws ModelException {
    if (!whole || shape.rank() > 1) {
      throw new ModelException("expected a vector of integers, found a tensor of shape " + shape);
    }
    List<Long> integers = new ArrayList<>();
    for (double value : values) {
      integers.add((long) value);
    }
    return integers;
  }
}
