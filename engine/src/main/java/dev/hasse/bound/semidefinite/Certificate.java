package dev.hasse.bound.semidefinite;

import dev.hasse.numeric.Cholesky;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * A rigorous bound from any multipliers: at every point of the box the objective is at least
 *
 * <pre>
 * t + min(0, lambda_min(S)) (1 + number of variables)
 * </pre>
 *
 * less what the forms' errors cost. The smallest eigenvalue is bounded from below by a Cholesky
 * factorisation in Java doubles ({@link Cholesky}); no solver and no foreign library is believed
 * (docs/THEORY.md, "The certificate").
 */
final class Certificate {
  private static final int MOST_ATTEMPTS = 24;

  private final LiftedProgram program;
  private final double[] matrix;
  private final double[] work;

  Certificate(LiftedProgram program) {
    this.program = program;
    this.matrix = new double[Math.multiplyExact(program.size(), program.size())];
    this.work = new double[matrix.length];
  }

  /** Numbers that a certificate of such a size holds, about. */
  static double numbers(double size) {
    return 2 * size * size;
  }

  /**
   * A lower bound of the objective over the box.
   *
   * @param multipliers finite; a negative one of an inequality counts as 0
   */
  double bound(Form objective, Multipliers multipliers) {
    for (int a = 1; a <= multipliers.signed(); a++) {
      if (multipliers.values()[a] < 0) {
        double[] values = multipliers.values().clone();
        values[a] = 0;
        return bound(objective, new Multipliers(values, program.variables()));
      }
    }
    double bound = Outward.subDown(level(objective, multipliers), objective.error());
    for (int i = 0; i < program.neurons(); i++) {
      double error = program.slackError(i);
      double ofSquare = Outward.mulUp(error, Outward.addUp(2, error));
      bound = Outward.subDown(bound, Outward.mulUp(multipliers.ofSlack(i), ofSquare));
      bound = Outward.subDown(bound, Outward.mulUp(2 * Math.abs(multipliers.ofKink(i)), error));
    }
    return bound;
  }

  /** The best of {@code t + min(0, lambda_min(S)) (1 + N)} that one of the shifts proves. */
  private double level(Form objective, Multipliers multipliers) {
    int size = program.size();
    double error = assemblyError(objective, multipliers);
    assemble(objective, multipliers);
    double trace = 0;
    for (int k = 0; k < size; k++) {
      trace = Outward.addUp(trace, Math.abs(matrix[k * (size + 1)]));
    }
    // With this shift a success proves that S has no negative eigenvalue.
    double gamma = RoundingError.doubleGamma(size + 8L);
    double shift = Outward.addUp(error, Outward.mulUp(2 * gamma, trace)) * 1.01;
    double best = attempt(multipliers.level(), trace, shift, error);
    // Added to the diagonal: what that costs, 1 + N times as much, begins below what is of
    // interest.
    double further = Math.max(4 * shift, 1e-10 * trace);
    for (int attempt = 0; attempt < MOST_ATTEMPTS && Double.isInfinite(best); attempt++) {
      best = attempt(multipliers.level(), trace, -further, error);
      if (best > Double.NEGATIVE_INFINITY) {
        return Math.max(best, attempt(multipliers.level(), trace, -further / 3, error));
      }
      further *= 8;
    }
    return best;
  }

  /** The level that a shift of the diagonal proves; minus infinity if it proves none. */
  private double attempt(double level, double trace, double shift, double error) {
    int size = program.size();
    System.arraycopy(matrix, 0, work, 0, matrix.length);
    for (int k = 0; k < size; k++) {
      work[k * (size + 1)] -= shift;
    }
    double corner = work[size * size - 1];
    return Cholesky.factor(work, size, size - 1)
        ? raised(level, corner, trace, shift, error)
        : Double.NEGATIVE_INFINITY;
  }

  /**
   * The level, raised or lowered to just below where the last pivot of the matrix as factored would
   * be 0, plus what the shift leaves of the eigenvalue. No step but the last reads the corner.
   */
  private double raised(double level, double corner, double trace, double shift, double error) {
    int size = program.size();
    double raise = work[size * size - 1];
    double caution = 1e-15 * (trace + Math.abs(corner) + Math.abs(raise)) + Double.MIN_NORMAL;
    while (Double.isFinite(raise)) {
      raise -= caution;
      double raised = corner - raise;
      double pivot = raised;
      for (int k = 0; k < size - 1; k++) {
        double above = work[k * size + size - 1];
        pivot -= above * above;
      }
      if (pivot > 0 && pivot < Double.POSITIVE_INFINITY) {
        double sum = Outward.addUp(trace, Math.abs(raise));
        double eigenvalue = Cholesky.smallestEigenvalue(size, sum, shift);
        double twice = Outward.addUp(Math.abs(corner), Math.abs(raised)); // rounded each
        double rounding = Outward.mulUp(RoundingError.DOUBLE_UNIT, twice);
        eigenvalue = Outward.subDown(eigenvalue, Outward.addUp(error, rounding));
        double reached = Outward.addDown(level, raise);
        return eigenvalue >= 0
            ? reached
            : Outward.addDown(reached, Outward.mulDown(eigenvalue, size));
      }
      caution *= 4;
    }
    return Double.NEGATIVE_INFINITY;
  }

  /** The upper triangle of S with its corner last, each operation rounded to nearest. */
  private void assemble(Form objective, Multipliers multipliers) {
    int size = program.size();
    Arrays.fill(matrix, 0);
    double[] slacks = program.slacks();
    for (int i = 0; i < program.neurons(); i++) {
      double factor = multipliers.ofSlack(i);
      int from = i * size;
      for (int row = 0; row < size; row++) {
        addMultiple(factor * slacks[from + row], slacks, from, row, size);
      }
    }
    program.addSparse(objective.row(), multipliers, matrix);
    double[] first = Arrays.copyOf(matrix, size);
    for (int row = 1; row < size; row++) {
      int target = (row - 1) * size;
      System.arraycopy(matrix, row * (size + 1), matrix, target + row - 1, size - row);
      matrix[target + size - 1] = first[row];
    }
    matrix[size * size - 1] = first[0];
  }

  private void addMultiple(double factor, double[] slacks, int from, int row, int size) {
    if (factor == 0) {
      return;
    }
    int target = row * size;
    for (int k = row; k < size; k++) {
      matrix[target + k] += factor * slacks[from + k];
    }
  }

  /**
   * A bound of the norm of the difference of S and its assembly: gamma times the sum of the norms
   * of its summands' magnitudes. No entry has more summands than there are multipliers, and some;
   * each summand is rounded three times at most.
   */
  private double assemblyError(Form objective, Multipliers multipliers) {
    double sum = Math.abs(multipliers.level());
    for (double coefficient : objective.row()) {
      sum = Outward.addUp(sum, Math.abs(coefficient));
    }
    for (int k = 0; k < program.variables(); k++) {
      sum = Outward.addUp(sum, 2 * multipliers.ofVariable(k));
    }
    for (int i = 0; i < program.neurons(); i++) {
      double square = 0;
      for (int k = i * program.size(); k < (i + 1) * program.size(); k++) {
        double entry = program.slacks()[k];
        square = Outward.addUp(square, Outward.mulUp(entry, entry));
      }
      // |f| is the root of 2; |g| <= 1 + |s| <= 1.5 + |s|^2.
      double ofSlack = Outward.mulUp(multipliers.ofSlack(i), Outward.addUp(1, square));
      double ofKink =
          Outward.mulUp(1.5 * Math.abs(multipliers.ofKink(i)), Outward.addUp(1.5, square));
      sum = Outward.addUp(sum, Outward.addUp(ofSlack, ofKink));
    }
    long summands = program.variables() + 6L * program.neurons() + 16;
    return Outward.addUp(
        Outward.mulUp(RoundingError.doubleGamma(summands + 4), sum),
        Outward.mulUp((double) program.size() * program.size(), 0x1p-1000));
  }
}
