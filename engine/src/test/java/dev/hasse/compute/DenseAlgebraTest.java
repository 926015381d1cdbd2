package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products, factors, inverses and solutions against their definitions. */
final class DenseAlgebraTest {
  private static final int[] SIZES = {1, 2, 3, 7, 16, 33, 64, 70, 129, 200};

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void productsAreSumsOfProducts(String backend) {
    Numbers numbers = new Numbers("dense algebra");
    try (ComputeBackend open = AvailableBackend.open(backend)) {
      DenseAlgebra algebra = open.algebra();
      for (int m : SIZES) {
        for (int way = 0; way < 4; way++) {
          int n = SIZES[numbers.below(SIZES.length)];
          int k = SIZES[numbers.below(SIZES.length)];
          boolean transposeA = way % 2 == 1;
          boolean transposeB = way / 2 == 1;
          double[] a = numbers.vector(m * k, Style.DOUBLES);
          double[] b = numbers.vector(k * n, Style.DOUBLES);
          double[] c = numbers.vector(m * n, Style.DOUBLES);
          double beta = way == 2 ? 0 : 0.5;
          double[] expected = new double[m * n];
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              double sum = 0;
              for (int l = 0; l < k; l++) {
                sum +=
                    a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
              }
              expected[i * n + j] = -2 * sum + beta * c[i * n + j];
            }
          }
          algebra.product(transposeA, transposeB, m, n, k, -2, a, b, beta, c);
          String place = "%s, %d x %d x %d, way %d".formatted(backend, m, n, k, way);
          assertArrayEquals(expected, c, 1e-10, place);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void factorsInvertAndSolve(String backend) {
    Numbers numbers = new Numbers("factors");
    try (ComputeBackend open = AvailableBackend.open(backend)) {
      DenseAlgebra algebra = open.algebra();
      for (int n : SIZES) {
        double[] root = numbers.vector(n * n, Style.DOUBLES);
        double[] a = new double[n * n];
        algebra.product(false, true, n, n, n, 1, root, root, 0, a);
        for (int k = 0; k < n; k++) {
          a[k * (n + 1)] += 1;
        }
        double[] x = numbers.vector(n, Style.DOUBLES);
        double[] b = new double[n];
        algebra.product(false, false, n, 1, n, 1, a, x, 0, b);
        double[] factor = a.clone();
        assertTrue(algebra.factor(factor, n));
        algebra.solve(factor, n, b);
        assertArrayEquals(x, b, 1e-8, backend + ", " + n);
        algebra.invert(factor, n);
        double[] product = new double[n * n];
        algebra.product(false, false, n, n, n, 1, a, factor, 0, product);
        for (int k = 0; k < n * n; k++) {
          assertEquals(k % (n + 1) == 0 ? 1 : 0, product[k], 1e-8, backend + ", " + n);
        }
        a[(n - 1) * (n + 1)] = -1;
        assertFalse(algebra.factor(a, n), "a matrix with a negative entry on its diagonal");
      }
    }
  }
}
