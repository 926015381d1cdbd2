package dev.hasse.compute.nd4j;

import dev.hasse.compute.DenseAlgebra;

/** Dense algebra with OpenBLAS's product of doubles. */
final class BlasAlgebra implements DenseAlgebra {
  private final OpenBlas blas;

  BlasAlgebra(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public void product(boolean transposed, int m, int n, int k, double[] a, double[] b, double[] c) {
    blas.product(transposed, m, n, k, a, b, c);
  }
}
