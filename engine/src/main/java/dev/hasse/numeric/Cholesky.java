package dev.hasse.numeric;

/**
 * Cholesky's factorisation of symmetric matrices in doubles. The operations are those written here,
 * in this order, rounded to nearest each: what docs/THEORY.md proves about a matrix whose
 * factorisation comes to its end holds on every machine.
 */
public final class Cholesky {
  private Cholesky() {}

  /**
   * Steps of the factorisation: with all n of them the upper triangle of A becomes that of R with
   * {@code R'R = A}; with fewer its first rows do, and the rest becomes what is left of A, its
   * Schur complement. Reads and writes nothing below the diagonal.
   *
   * @param a {@code [row][column]} flat
   * @param n rows and columns
   * @param steps n at most
   * @return whether it came to its end: the pivots of all steps were positive; if not, {@code a} is
   *     spoilt
   */
  public static boolean factor(double[] a, int n, int steps) {
    for (int k = 0; k < steps; k++) {
      int row = k * n;
      double pivot = a[row + k];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return false;
      }
      double root = Math.sqrt(pivot);
      a[row + k] = root;
      for (int j = k + 1; j < n; j++) {
        a[row + j] /= root;
      }
      for (int i = k + 1; i < n; i++) {
        subtract(a, row, i, n, a[row + i]);
      }
    }
    return true;
  }

  /** Row {@code i} from its diagonal on, minus {@code factor} times the row that begins there. */
  private static void subtract(double[] a, int from, int i, int n, double factor) {
    if (factor == 0) {
      return;
    }
    int target = i * n;
    for (int j = i; j < n; j++) {
      a[target + j] -= factor * a[from + j];
    }
  }

  /**
   * A number that the smallest eigenvalue of A is not below, if {@link #factor} came to its end on
   * the matrix {@code A - shift I} as rounded: {@code shift - error} (Rump 2006, "Verification of
   * positive definiteness", BIT 46, from Higham's Theorem 10.3).
   *
   * @param n rows and columns
   * @param trace at least the sum of A's diagonal's magnitudes
   * @param shift what was subtracted from each diagonal entry; may be negative
   */
  public static double smallestEigenvalue(int n, double trace, double shift) {
    // |R'R - (A - shift I)| <= gamma |R'||R|, whose norm is at most gamma / (1 - gamma) times the
    // trace of the matrix that was factored; the subtraction of the shift rounds once an entry.
    double shifted = Outward.addUp(trace, Outward.mulUp(n, Math.abs(shift)));
    double gamma = RoundingError.doubleGamma(n + 3L);
    double factor = Outward.divUp(gamma, Outward.subDown(1, gamma));
    double error = Outward.mulUp(Outward.addUp(factor, RoundingError.DOUBLE_UNIT), shifted);
    double underflow = Outward.mulUp((double) n * n, 0x1p-1000);
    return Outward.subDown(shift, Outward.addUp(error, underflow));
  }
}
