package dev.hasse.bound.semidefinite;

import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/**
 * A value of the network as an affine form of a box's variables, all of them in [-1, 1]: at every
 * point of the box it is {@code row[0] + sum_k row[k] w_k}, up to {@code error} either way.
 *
 * @param row the constant, then a coefficient for each variable
 * @param error not negative
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Form(double[] row, double error) {
  /** A bound of the form's absolute value. */
  double magnitude() {
    double sum = error;
    for (double coefficient : row) {
      sum = Outward.addUp(sum, Math.abs(coefficient));
    }
    return sum;
  }

  /** About how far the form goes from its middle: the sum of its coefficients' magnitudes. */
  double range() {
    double sum = 0;
    for (int k = 1; k < row.length; k++) {
      sum += Math.abs(row[k]);
    }
    return sum;
  }

  /** The Euclidean norm of its coefficients, about. */
  double norm() {
    double sum = 0;
    for (int k = 1; k < row.length; k++) {
      sum += row[k] * row[k];
    }
    return Math.sqrt(sum);
  }

  /** {@code form / scale - 1}. */
  Form scaledLessOne(double scale) {
    double[] result = new double[row.length];
    for (int k = 0; k < row.length; k++) {
      result[k] = row[k] / scale;
    }
    result[0] -= 1;
    double size = Outward.addUp(Outward.divUp(magnitude(), scale), 1);
    double rounding =
        Outward.addUp(
            Outward.mulUp(RoundingError.doubleGamma(3), size),
            Outward.mulUp(row.length, 0x1p-1000));
    return new Form(result, Outward.addUp(Outward.divUp(error, scale), rounding));
  }
}
