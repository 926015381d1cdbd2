package dev.hasse.compute;

/**
 * Products and factorisations of dense matrices in doubles, rounded to nearest: the inner loop of
 * semidefinite programs. Nothing here is enclosed; what is proved is checked elsewhere. Matrices
 * are row-major and dense; symmetric ones are given by both triangles unless said otherwise.
 * Thread-safe; each call runs on the calling thread.
 */
public interface DenseAlgebra {
  /**
   * {@code c = alpha op(a) op(b) + beta c}.
   *
   * @param transposeA whether op(a) is a', then {@code a} is {@code k x m}, else {@code m x k}
   * @param transposeB whether op(b) is b', then {@code b} is {@code n x k}, else {@code k x n}
   * @param c {@code m x n}; not read where beta is 0
   */
  void product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c);

  /**
   * Replaces the upper triangle of A by that of R with {@code R'R = A}.
   *
   * @return false, with {@code a} spoilt, if A is not positive definite
   */
  boolean factor(double[] a, int n);

  /** Replaces a factor R by the inverse of {@code R'R}, both triangles. */
  void invert(double[] factor, int n);

  /** Replaces {@code b} by the solution of {@code R'R x = b}. */
  void solve(double[] factor, int n, double[] b);
}
