package dev.hasse.bound.semidefinite;

import java.util.List;

/**
 * Multipliers made feasible, or nearly: S gets a diagonal D that makes up for its negative
 * eigenvalues, at a price of tr D. Since {@code v v' <= |v|_1 diag(|v|)}, an eigenvalue {@code
 * -lambda} with vector v costs {@code lambda |v|_1^2}, where {@code lambda I} would cost lambda
 * times the size.
 *
 * @param multipliers with D
 * @param smallest S's eigenvector to the smallest eigenvalue, without D
 */
record DiagonalShift(Multipliers multipliers, Lanczos.Pair smallest) {
  private static final int MOST_ROUNDS = 8;

  /** Eigenvalues this far below 0 do not matter, relative to the objective's norm. */
  private static final double TOLERANCE = 1e-7;

  static DiagonalShift of(LiftedProgram program, Form objective, Multipliers multipliers) {
    int size = program.size();
    double tolerance = TOLERANCE * objective.norm();
    double[] shift = new double[size];
    Lanczos.Pair smallest = null;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Lanczos.Pair> pairs =
          Lanczos.smallest(
              size,
              v -> {
                double[] product = program.apply(objective.row(), multipliers, v);
                for (int k = 0; k < size; k++) {
                  product[k] += shift[k] * v[k];
                }
                return product;
              },
              tolerance);
      smallest = smallest == null ? pairs.get(0) : smallest;
      if (pairs.get(0).value() > -tolerance || !pairs.get(0).isNegative()) {
        break;
      }
      pairs.stream().filter(Lanczos.Pair::isNegative).forEach(pair -> cover(pair, shift));
    }
    double[] values = multipliers.values().clone();
    for (int k = 0; k < size; k++) {
      double whole = shift[k] + tolerance;
      values[0] -= whole;
      values[k] += k == 0 ? 0 : whole;
    }
    return new DiagonalShift(new Multipliers(values, program.variables()), smallest);
  }

  private static void cover(Lanczos.Pair pair, double[] shift) {
    double sum = 0;
    for (double entry : pair.vector()) {
      sum += Math.abs(entry);
    }
    for (int k = 0; k < shift.length; k++) {
      shift[k] -= pair.value() * sum * Math.abs(pair.vector()[k]);
    }
  }
}
