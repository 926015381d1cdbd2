package dev.hasse.compute.nd4j;

import dev.hasse.compute.DenseAlgebra;
import dev.hasse.compute.HostAlgebra;
import dev.hasse.numeric.Cholesky;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Dense algebra with OpenBLAS's product of doubles. Factorisations go by blocks, whose products are
 * nearly all of the work; the blocks themselves are plain Java. LAPACK's are in the same library,
 * but on processors with AVX-512 that version (0.3.19) solves wrongly for most sizes below 76 and
 * factors wrongly for some from 33 on (docs/notes/cpu-backend.md).
 */
final class BlasAlgebra implements DenseAlgebra {
  private static final int BLOCK = 64;

  private final OpenBlas blas;
  private final DenseAlgebra host = new HostAlgebra();

  BlasAlgebra(OpenBlas blas) {
    this.blas = blas;
  }

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
    blas.product(transposeA, transposeB, m, n, k, alpha, a, b, beta, c);
  }

  @Override
  public boolean factor(double[] a, int n) {
    if (n <= BLOCK) {
      return Cholesky.factor(a, n);
    }
    try (DoublePointer matrix = new DoublePointer((long) n * n);
        DoublePointer beside = new DoublePointer((long) BLOCK * n);
        DoublePointer inverse = new DoublePointer((long) BLOCK * BLOCK)) {
      matrix.put(a, 0, n * n);
      for (int from = 0; from < n; from += BLOCK) {
        int rows = Math.min(BLOCK, n - from);
        if (!factorRows(matrix, n, from, rows, beside, inverse)) {
          return false;
        }
        // The rest's upper triangle, by strips, less the products of these rows.
        int right = n - from - rows;
        for (int strip = 0; strip < right; strip += BLOCK) {
          long corner = (long) (from + rows + strip) * (n + 1);
          blas.addProduct(
              true,
              false,
              Math.min(BLOCK, right - strip),
              right - strip,
              rows,
              -1,
              beside,
              strip,
              right,
              beside,
              strip,
              right,
              1,
              matrix,
              corner,
              n);
        }
      }
      matrix.get(a, 0, n * n);
      return true;
    }
  }

  /** Factors a block on the diagonal and divides the rows beside it by the factor. */
  private boolean factorRows(
      DoublePointer matrix,
      int n,
      int from,
      int rows,
      DoublePointer beside,
      DoublePointer inverse) {
    double[] block = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      matrix.position((long) (from + i) * n + from).get(block, i * rows, rows);
    }
    if (!Cholesky.factor(block, rows)) {
      matrix.position(0);
      return false;
    }
    for (int i = 0; i < rows; i++) {
      matrix.position((long) (from + i) * n + from).put(block, i * rows, rows);
    }
    matrix.position(0);
    int right = n - from - rows;
    if (right > 0) {
      inverse.put(invertedBlock(block, rows, 0, rows), 0, rows * rows);
      long at = (long) from * n + from + rows;
      blas.addProduct(
          true, false, rows, right, rows, 1, inverse, 0, rows, matrix, at, n, 0, beside, 0, right);
      double[] divided = new double[rows * right];
      beside.get(divided, 0, divided.length);
      for (int i = 0; i < rows; i++) {
        matrix.position(at + (long) i * n).put(divided, i * right, right);
      }
      matrix.position(0);
    }
    return true;
  }

  private static void subtract(
      double[] panel, double factor, int from, int target, int first, int width) {
    for (int j = first; j < width; j++) {
      panel[target + j] -= factor * panel[from + j];
    }
  }

  @Override
  public void invert(double[] factor, int n) {
    if (n <= BLOCK) {
      host.invert(factor, n);
      return;
    }
    try (DoublePointer inverse = new DoublePointer((long) n * n);
        DoublePointer result = new DoublePointer((long) n * n);
        DoublePointer rows = new DoublePointer((long) BLOCK * n);
        DoublePointer block = new DoublePointer((long) BLOCK * BLOCK)) {
      invertFactor(factor, n, inverse, rows, block);
      // Strips of the upper triangle of U U', U the factor's inverse.
      for (int from = 0; from < n; from += BLOCK) {
        int height = Math.min(BLOCK, n - from);
        long corner = (long) from * n + from;
        blas.addProduct(
            false, true, height, n - from, n - from, 1, inverse, corner, n, inverse, corner, n, 0,
            result, corner, n);
      }
      result.get(factor, 0, n * n);
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        factor[j * n + i] = factor[i * n + j];
      }
    }
  }

  /** U with {@code R U = I}, from the last block row up; zeros below the diagonal. */
  private void invertFactor(
      double[] factor, int n, DoublePointer inverse, DoublePointer rows, DoublePointer block) {
    inverse.put(new double[n * n], 0, n * n);
    int last = (n - 1) / BLOCK * BLOCK;
    for (int from = last; from >= 0; from -= BLOCK) {
      int height = Math.min(BLOCK, n - from);
      int right = n - from - height;
      double[] corner = invertedBlock(factor, n, from, height);
      for (int i = 0; i < height; i++) {
        inverse.position((long) (from + i) * n + from).put(corner, i * height, height);
      }
      inverse.position(0);
      if (right == 0) {
        continue;
      }
      double[] beside = new double[height * right];
      for (int i = 0; i < height; i++) {
        System.arraycopy(factor, (from + i) * n + from + height, beside, i * right, right);
      }
      rows.put(beside, 0, beside.length);
      block.put(corner, 0, corner.length);
      long below = (long) (from + height) * n + from + height;
      try (DoublePointer product = new DoublePointer((long) height * right)) {
        blas.addProduct(
            false, false, height, right, right, 1, rows, 0, right, inverse, below, n, 0, product, 0,
            right);
        blas.addProduct(
            false,
            false,
            height,
            right,
            height,
            -1,
            block,
            0,
            height,
            product,
            0,
            right,
            0,
            inverse,
            (long) from * n + from + height,
            n);
      }
    }
  }

  /** The inverse of an upper triangular block on the diagonal. */
  private static double[] invertedBlock(double[] factor, int n, int from, int size) {
    double[] inverse = new double[size * size];
    for (int i = size - 1; i >= 0; i--) {
      inverse[i * size + i] = 1;
      int row = (from + i) * n + from;
      for (int j = i + 1; j < size; j++) {
        subtract(inverse, factor[row + j], j * size, i * size, j, size);
      }
      double pivot = factor[row + i];
      for (int j = i; j < size; j++) {
        inverse[i * size + j] /= pivot;
      }
    }
    return inverse;
  }

  @Override
  public void solve(double[] factor, int n, double[] b) {
    host.solve(factor, n, b);
  }
}
