package dev.hasse.solver;

import java.util.Arrays;

/** A sparse linear form {@code sum_k values[k] * x[columns[k]] + constant}. Immutable. */
public final class LinearForm {
  private final int[] columns;
  private final double[] values;
  private final double constant;

  /**
   * Copies the arrays.
   *
   * @param columns variables, each at most once
   * @param values their coefficients, finite
   */
  public LinearForm(int[] columns, double[] values, double constant) {
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          columns.length + " variables with " + values.length + " coefficients");
    }
    this.columns = columns.clone();
    this.values = values.clone();
    this.constant = constant;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a coefficient is " + value);
      }
    }
  }

  /** Number of terms. */
  public int size() {
    return columns.length;
  }

  /** The variable of the k-th term. */
  public int column(int k) {
    return columns[k];
  }

  /** The coefficient of the k-th term. */
  public double value(int k) {
    return values[k];
  }

  public double constant() {
    return constant;
  }

  /** The form at a point, rounded to nearest at every step. */
  public double at(double[] point) {
    double sum = constant;
    for (int k = 0; k < columns.length; k++) {
      sum += values[k] * point[columns[k]];
    }
    return sum;
  }

  @Override
  public String toString() {
    return Arrays.toString(values) + " of " + Arrays.toString(columns) + " + " + constant;
  }
}
