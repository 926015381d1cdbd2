package dev.hasse.compute;

/**
 * Products of dense matrices in doubles, rounded to nearest: the inner loop of semidefinite
 * programs. Nothing here is enclosed; what is proved is checked elsewhere. Matrices are row-major
 * and dense. Thread-safe; each call runs on the calling thread.
 */
public interface DenseAlgebra {
  /**
   * {@code c = op(a) b}.
   *
   * @param transposed whether op(a) is a', then {@code a} is {@code k x m}, else {@code m x k}
   * @param b {@code k x n}
   * @param c {@code m x n}, overwritten
   */
  void product(boolean transposed, int m, int n, int k, double[] a, double[] b, double[] c);
}
