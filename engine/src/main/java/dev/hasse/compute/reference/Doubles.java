package dev.hasse.compute.reference;

import dev.hasse.compute.training.Values;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A matrix on the heap, row by row. */
final class Doubles implements Values {
  private final int rows;
  private final int width;
  private final double[] at;

  Doubles(int rows, int width) {
    this.rows = rows;
    this.width = width;
    this.at = new double[Math.multiplyExact(rows, width)];
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  double[] at() {
    return at;
  }

  double get(int row, int column) {
    return at[row * width + column];
  }

  void add(int row, int column, double value) {
    at[row * width + column] += value;
  }

  Doubles map(DoubleUnaryOperator function) {
    Doubles result = new Doubles(rows, width);
    for (int k = 0; k < at.length; k++) {
      result.at[k] = function.applyAsDouble(at[k]);
    }
    return result;
  }

  Doubles map(Doubles other, DoubleBinaryOperator function) {
    Doubles result = new Doubles(rows, width);
    for (int k = 0; k < at.length; k++) {
      result.at[k] = function.applyAsDouble(at[k], other.at[k]);
    }
    return result;
  }
}
