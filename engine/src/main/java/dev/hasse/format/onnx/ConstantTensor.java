package dev.hasse.format.onnx;

import dev.hasse.network.Select;
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

  /** All elements, a new array. */
  double[] values() {
    return values.clone();
  }

  /** The same elements under another shape of as many. */
  ConstantTensor reshaped(Shape other) {
    return new ConstantTensor(other, values, whole);
  }

  /** The tensor whose element i is this one's element {@code source[i]}, or zero. */
  ConstantTensor selected(Shape target, int[] source) {
    double[] selected = new double[source.length];
    for (int i = 0; i < source.length; i++) {
      selected[i] = source[i] == Select.ZERO ? 0 : values[source[i]];
    }
    return new ConstantTensor(target, selected, whole);
  }

  boolean isWhole() {
    return whole;
  }

  /** The value of a tensor of one element. */
  double single() throws ModelException {
    if (values.length != 1) {
      throw new ModelException("a constant of shape " + shape + ", expected one value");
    }
    return values[0];
  }

  /** Checks that these are weights: floats or doubles. */
  ConstantTensor requireReal() throws ModelException {
    if (whole) {
      throw new ModelException("a constant of integers, expected float or double");
    }
    return this;
  }

  /** Checks that these are integers. */
  ConstantTensor requireWhole() throws ModelException {
    if (!whole) {
      throw new ModelException("a constant of reals, expected integers");
    }
    return this;
  }

  /** Checks that this is a vector of weights, one for each of so many channels. */
  ConstantTensor requireVector(int channels) throws ModelException {
    if (shape.rank() != 1 || shape.elements() != channels) {
      throw new ModelException(
          "a constant of shape " + shape + " for " + channels + " channels, expected a vector");
    }
    return requireReal();
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
