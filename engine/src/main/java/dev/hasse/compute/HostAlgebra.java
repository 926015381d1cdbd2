package dev.hasse.compute;

import java.util.Arrays;

/** Dense algebra in plain Java, for backends that bring none of their own. */
public final class HostAlgebra implements DenseAlgebra {
  @Override
  public void product(boolean transposed, int m, int n, int k, double[] a, double[] b, double[] c) {
    Arrays.fill(c, 0, m * n, 0);
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        add(transposed ? a[l * m + i] : a[i * k + l], b, l * n, c, i * n, n);
      }
    }
  }

  private static void add(
      double factor, double[] from, int at, double[] to, int target, int length) {
    for (int j = 0; j < length; j++) {
      to[target + j] += factor * from[at + j];
    }
  }
}
