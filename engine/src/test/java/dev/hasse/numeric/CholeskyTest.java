package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Factors of matrices whose smallest eigenvalue is known exactly. */
final class CholeskyTest {
  /**
   * {@code p I + v v'} with whole numbers in v has the smallest eigenvalue p, which is chosen so
   * that no entry is rounded.
   */
  @Test
  void whatIsProvedOfAnEigenvalueIsTrueAndNear() {
    int proved = 0;
    for (int n : new int[] {2, 3, 10, 40, 100}) {
      for (int exponent = 0; exponent >= -45; exponent--) {
        double smallest = Math.scalb(1.0, exponent);
        for (int part = 0; part <= 20; part++) {
          double shift = smallest * part / 10;
          double[] a = matrix(n, smallest);
          double trace = 0;
          for (int k = 0; k < n; k++) {
            trace += a[k * (n + 1)];
            a[k * (n + 1)] -= shift;
          }
          if (Cholesky.factor(a, n, n)) {
            double bound = Cholesky.smallestEigenvalue(n, trace, shift);
            assertTrue(bound <= smallest, n + ", " + smallest + ": " + bound);
            assertTrue(bound >= shift - 4.0 * n * n * 0x1p-53 * trace, n + ": " + bound);
            proved++;
          }
        }
      }
    }
    assertTrue(proved > 1000, proved + " factorisations came to their end");
  }

  /** With a negative shift an indefinite matrix has a bound, and the shift's size an error. */
  @Test
  void indefiniteMatricesHaveBoundsToo() {
    for (int n : new int[] {2, 3, 10, 40}) {
      for (double smallest : new double[] {-1, -0x1p-20, -1024}) {
        double shift = 2 * smallest;
        double[] a = matrix(n, smallest);
        double trace = 0;
        for (int k = 0; k < n; k++) {
          trace += Math.abs(a[k * (n + 1)]);
          a[k * (n + 1)] -= shift;
        }
        assertTrue(Cholesky.factor(a, n, n));
        double bound = Cholesky.smallestEigenvalue(n, trace, shift);
        assertTrue(bound <= smallest, n + ", " + smallest + ": " + bound);
        double error = shift - bound;
        assertTrue(error >= n * 0x1p-53 * n * Math.abs(shift), "an error of " + error);
        assertTrue(error <= 8 * n * 0x1p-53 * (trace + n * Math.abs(shift)), "error " + error);
      }
    }
  }

  private static double[] matrix(int n, double diagonal) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = (i % 3 - 1) * (j % 3 - 1) + (i == j ? diagonal : 0);
      }
    }
    return a;
  }

  @Test
  void aFactorTimesItselfIsTheMatrix() {
    double[] a = {4, 2, -2, 0, 5, 1, 0, 0, 3};
    assertTrue(Cholesky.factor(a, 3, 3));
    double[] r = {2, 1, -1, 0, 2, 1, 0, 0, 1};
    for (int k = 0; k < 9; k++) {
      assertEquals(r[k], a[k], 1e-15);
    }
  }

  @Test
  void indefiniteMatricesAndNumbersThatAreNoneHaveNoFactor() {
    assertFalse(Cholesky.factor(new double[] {1, 2, 0, 1}, 2, 2));
    assertFalse(Cholesky.factor(new double[] {0}, 1, 1));
    assertFalse(Cholesky.factor(new double[] {Double.NaN}, 1, 1));
    assertFalse(Cholesky.factor(new double[] {1, Double.NaN, 0, 1}, 2, 2));
    assertFalse(Cholesky.factor(new double[] {Double.POSITIVE_INFINITY}, 1, 1));
  }
}
