package dev.hasse.bound.semidefinite;

import dev.hasse.compute.DenseAlgebra;

/**
 * The linear system of one step of the interior point method: unknown are the changes of the
 * multipliers. Its matrix is {@code tr(A_a X A_b Z)} over the constraints' matrices ({@code Z} the
 * inverse of S), and the quotient of slack and multiplier on the diagonal of inequalities. Inside,
 * the kinks come first, then the level, then the others in their order.
 */
final class NewtonSystem {
  private final LiftedProgram program;
  private final Gram x;
  private final Gram z;
  private final int dimension;
  private final double[] matrix;

  NewtonSystem(LiftedProgram program) {
    this.program = program;
    this.x = new Gram(program);
    this.z = new Gram(program);
    this.dimension = program.neurons() + x.width();
    this.matrix = new double[Math.multiplyExact(dimension, dimension)];
  }

  /**
   * Takes the matrices of a point.
   *
   * @param quotients of slack and multiplier, of each inequality
   * @return false if the system is singular in double precision
   */
  boolean at(double[] primal, double[] inverse, double[] quotients, DenseAlgebra algebra) {
    x.of(primal, algebra);
    z.of(inverse, algebra);
    for (int i = 0; i < program.neurons(); i++) {
      kinks(i);
      kinkAndOthers(i);
    }
    others();
    int first = program.neurons() + 1;
    for (int a = 0; a < quotients.length; a++) {
      matrix[(first + a) * (dimension + 1)] += quotients[a];
    }
    return algebra.factor(matrix, dimension);
  }

  private void kinks(int i) {
    int row = i * dimension;
    for (int j = i; j < program.neurons(); j++) {
      matrix[row + j] =
          (x.gf(i, j) * z.fg(i, j)
                  + x.gg(i, j) * z.ff(i, j)
                  + x.ff(i, j) * z.gg(i, j)
                  + x.fg(i, j) * z.gf(i, j))
              / 4;
    }
  }

  private void kinkAndOthers(int i) {
    int width = x.width();
    int row = i * dimension + program.neurons();
    int at = i * width;
    double level = (x.g()[at] * z.f()[at] + x.f()[at] * z.g()[at]) / 2;
    matrix[row] = level;
    for (int q = 1; q < width; q++) {
      matrix[row + q] = level - (x.g()[at + q] * z.f()[at + q] + x.f()[at + q] * z.g()[at + q]) / 2;
    }
  }

  private void others() {
    int width = x.width();
    double corner = x.at(0, 0) * z.at(0, 0);
    double[] first = new double[width];
    for (int q = 1; q < width; q++) {
      first[q] = x.at(0, q) * z.at(0, q);
    }
    int neurons = program.neurons();
    for (int r = 0; r < width; r++) {
      matrix[neurons * dimension + neurons + r] = corner - first[r];
    }
    for (int q = 1; q < width; q++) {
      int row = (neurons + q) * dimension + neurons;
      int from = q * width;
      for (int r = q; r < width; r++) {
        matrix[row + r] = corner - first[q] - first[r] + x.all()[from + r] * z.all()[from + r];
      }
    }
  }

  /**
   * Second-order terms of a step.
   *
   * @param ofConstraints {@code tr(A C)} of each constraint's matrix with {@code sym(dX dS Z)}, in
   *     the order of multipliers
   * @param ofSlacks the products of the changes of slack and multiplier, of each inequality
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Correction(double[] ofConstraints, double[] ofSlacks) {}

  /** None. */
  static final Correction NO_CORRECTION = new Correction(new double[0], new double[0]);

  /** The terms of a symmetric matrix and of products. */
  Correction correction(double[] matrix, double[] ofSlacks, DenseAlgebra algebra) {
    int size = program.size();
    int neurons = program.neurons();
    double[] result = new double[dimension];
    result[0] = matrix[0];
    for (int k = 1; k < size; k++) {
      result[k] = matrix[0] - matrix[k * (size + 1)];
    }
    double[] half = new double[neurons * size];
    if (neurons > 0) {
      algebra.product(false, false, neurons, size, size, 1, program.slacks(), matrix, 0, half);
    }
    for (int i = 0; i < neurons; i++) {
      int at = i * size;
      double square = 0;
      for (int k = 0; k < size; k++) {
        square += half[at + k] * program.slacks()[at + k];
      }
      int v = program.variable(i);
      result[size + i] = matrix[0] - square;
      result[size + neurons + i] = matrix[0] + matrix[v] + half[at] + half[at + v];
    }
    return new Correction(result, ofSlacks);
  }

  /**
   * The changes that lead to where products of matrices and of slacks and multipliers are {@code
   * mu}.
   *
   * @param multipliers present ones
   */
  Multipliers solve(
      double mu, Multipliers multipliers, Correction correction, DenseAlgebra algebra) {
    int neurons = program.neurons();
    double[] right = new double[dimension];
    for (int i = 0; i < neurons; i++) {
      right[i] = -mu * z.fg(i, i);
    }
    right[neurons] = 1 - mu * z.at(0, 0);
    for (int q = 1; q < x.width(); q++) {
      right[neurons + q] = mu / multipliers.values()[q] - mu * (z.at(0, 0) - z.at(q, q));
    }
    if (correction.ofConstraints().length > 0) {
      for (int q = 0; q < x.width(); q++) {
        right[neurons + q] += correction.ofConstraints()[q];
      }
      for (int i = 0; i < neurons; i++) {
        right[i] += correction.ofConstraints()[x.width() + i];
      }
      for (int q = 1; q < x.width(); q++) {
        right[neurons + q] -= correction.ofSlacks()[q - 1] / multipliers.values()[q];
      }
    }
    algebra.solve(matrix, dimension, right);
    double[] values = new double[dimension];
    System.arraycopy(right, neurons, values, 0, x.width());
    System.arraycopy(right, 0, values, x.width(), neurons);
    return new Multipliers(values, program.variables());
  }
}
