package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products against their definition. */
final class DenseAlgebraTest {
  private static final int[] SIZES = {1, 2, 3, 7, 16, 33, 64, 70, 129, 200};

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void productsAreSumsOfProducts(String backend) {
    Numbers numbers = new Numbers("dense algebra");
    try (ComputeBackend open = AvailableBackend.open(backend)) {
      DenseAlgebra algebra = open.algebra();
      for (int m : SIZES) {
        for (boolean transposed : new boolean[] {false, true}) {
          int n = SIZES[numbers.below(SIZES.length)];
          int k = SIZES[numbers.below(SIZES.length)];
          double[] a = numbers.vector(m * k, Style.DOUBLES);
          double[] b = numbers.vector(k * n, Style.DOUBLES);
          double[] c = numbers.vector(m * n, Style.DOUBLES);
          double[] expected = new double[m * n];
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              for (int l = 0; l < k; l++) {
                expected[i * n + j] += a[transposed ? l * m + i : i * k + l] * b[l * n + j];
              }
            }
          }
          algebra.product(transposed, m, n, k, a, b, c);
          String place = "%s, %d x %d x %d, %s".formatted(backend, m, n, k, transposed);
          assertArrayEquals(expected, c, 1e-10, place);
        }
      }
    }
  }
}
