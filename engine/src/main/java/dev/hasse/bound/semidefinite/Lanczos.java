package dev.hasse.bound.semidefinite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The smallest eigenvalues of a symmetric operator, about (Lanczos 1950), with each vector made
 * orthogonal to all before. Nothing is proved by them.
 */
final class Lanczos {
  /** Eigenpairs of the small matrix are looked at after so many steps. */
  private static final int INTERVAL = 40;

  private static final int MOST_STEPS = 200;

  /** How many are returned at most. */
  private static final int PAIRS = 12;

  private final UnaryOperator<double[]> operator;
  private final List<double[]> basis = new ArrayList<>();
  private final double[] diagonal = new double[MOST_STEPS];
  private final double[] beside = new double[MOST_STEPS];
  private double[] next;

  /**
   * An eigenvalue, its vector of norm 1, and the norm of what the pair fails the equation by: an
   * eigenvalue lies within that.
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Pair(double value, double[] vector, double residual) {
    /** Whether the value is negative beyond doubt. */
    boolean isNegative() {
      return value + residual < 0;
    }
  }

  private Lanczos(int size, UnaryOperator<double[]> operator) {
    this.operator = operator;
    Random random = new Random(1);
    this.next = random.doubles(size, -1, 1).toArray();
    Vectors.scale(next, 1 / Vectors.norm(next));
  }

  /**
   * The smallest ones in rising order, as far as 200 products give them.
   *
   * @param size of the vectors
   * @param tolerance no matter what lies above minus this
   */
  static List<Pair> smallest(int size, UnaryOperator<double[]> operator, double tolerance) {
    Lanczos run = new Lanczos(size, operator);
    while (true) {
      boolean isLast = run.step();
      if (isLast || run.basis.size() % INTERVAL == 0) {
        List<Pair> pairs = run.pairs();
        Pair first = pairs.get(0);
        boolean isClear = first.value() < -tolerance && 10 * first.residual() < -first.value();
        if (isLast || isClear || first.value() - first.residual() > -tolerance) {
          return pairs;
        }
      }
    }
  }

  /** Whether the step was the last. */
  private boolean step() {
    int at = basis.size();
    double[] image = operator.apply(next);
    basis.add(next);
    diagonal[at] = Vectors.dot(image, next);
    double before = Vectors.norm(image);
    for (int pass = 0; pass < 2; pass++) {
      for (double[] vector : basis) {
        Vectors.add(image, -Vectors.dot(image, vector), vector);
      }
    }
    beside[at] = Vectors.norm(image);
    boolean isExhausted = !(beside[at] > 1e-13 * before);
    if (isExhausted) {
      beside[at] = 0;
    } else {
      Vectors.scale(image, 1 / beside[at]);
      next = image;
    }
    return isExhausted || at + 1 == Math.min(MOST_STEPS, next.length);
  }

  private List<Pair> pairs() {
    int count = basis.size();
    EigenDecomposition small =
        new EigenDecomposition(
            Arrays.copyOf(diagonal, count), Arrays.copyOf(beside, Math.max(0, count - 1)));
    List<Pair> pairs = new ArrayList<>();
    for (int r = count - 1; r >= Math.max(0, count - PAIRS); r--) { // it has the largest first
      double[] parts = small.getEigenvector(r).toArray();
      double[] vector = new double[next.length];
      for (int k = 0; k < count; k++) {
        Vectors.add(vector, parts[k], basis.get(k));
      }
      double residual = beside[count - 1] * Math.abs(parts[count - 1]);
      pairs.add(new Pair(small.getRealEigenvalue(r), vector, residual));
    }
    return pairs;
  }
}
