package dev.hasse.compute;

import dev.hasse.numeric.Cholesky;
import java.util.Arrays;

/** Dense algebra in plain Java, for backends that bring none of their own. */
public final class HostAlgebra implements DenseAlgebra {
  @Override
  public void product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c) {
    double[] right = transposeB ? transposed(b, n, k) : b;
    for (int i = 0; i < m; i++) {
      int row = i * n;
      if (beta == 0) {
        Arrays.fill(c, row, row + n, 0);
      } else if (beta != 1) {
        for (int j = row; j < row + n; j++) {
          c[j] *= beta;
        }
      }
      for (int l = 0; l < k; l++) {
        add(alpha * (transposeA ? a[l * m + i] : a[i * k + l]), right, l * n, c, row, n);
      }
    }
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  private static void add(
      double factor, double[] from, int at, double[] to, int target, int length) {
    if (factor == 0) {
      return;
    }
    for (int j = 0; j < length; j++) {
      to[target + j] += factor * from[at + j];
    }
  }

  @Override
  public boolean factor(double[] a, int n) {
    return Cholesky.factor(a, n);
  }

  @Override
  public void invert(double[] factor, int n) {
    double[] columns = new double[n * n]; // row l is column l of the inverse of R
    double[] row = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      Arrays.fill(row, i, n, 0);
      row[i] = 1;
      for (int j = i + 1; j < n; j++) {
        add(-factor[i * n + j], factor, j * n + j, row, j, n - j);
      }
      double scale = 1 / factor[i * n + i];
      for (int j = i; j < n; j++) {
        // Rows below i hold the inverse already.
        factor[i * n + j] = row[j] * scale;
        columns[j * n + i] = factor[i * n + j];
      }
    }
    for (int i = 0; i < n; i++) {
      Arrays.fill(row, 0, i + 1, 0);
      for (int l = i; l < n; l++) {
        add(columns[l * n + i], columns, l * n, row, 0, i + 1);
      }
      System.arraycopy(row, 0, factor, i * n, i + 1);
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        factor[i * n + j] = factor[j * n + i];
      }
    }
  }

  @Override
  public void solve(double[] factor, int n, double[] b) {
    for (int i = 0; i < n; i++) {
      b[i] /= factor[i * n + i];
      for (int j = i + 1; j < n; j++) {
        b[j] -= factor[i * n + j] * b[i];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = b[i];
      for (int j = i + 1; j < n; j++) {
        sum -= factor[i * n + j] * b[j];
      }
      b[i] = sum / factor[i * n + i];
    }
  }
}
