package dev.hasse.sweep.store;

/**
 * The exact test of McNemar for paired answers (Psychometrika 12, 1947): were the two sweeps
 * equally good, each question that only one of them certifies would be a fair coin's throw.
 */
final class PairedTest {
  private PairedTest() {}

  /**
   * The chance that fair throws fall at least this unevenly to either side, {@code min(1, 2 P(X <=
   * m))} for X binomial of n = {@code one + other} throws and m the smaller count. Computed by the
   * ratios of neighbouring terms, to the nearest; 0 where it is below the smallest double.
   */
  static double chance(long one, long other) {
    long throwsInAll = one + other;
    long smaller = Math.min(one, other);
    if (one == other) {
      return 1;
    }
    // The terms C(n, k) / 2^n grow up to k = m < n / 2: begin with the last, and add downwards.
    double sum = 0;
    double relative = 1;
    for (long k = smaller; k >= 0 && relative > 1e-20 * sum; k--) {
      sum += relative;
      relative *= (double) k / (throwsInAll - k + 1);
    }
    return Math.min(1, 2 * sum * term(throwsInAll, smaller));
  }

  /** {@code C(n, m) / 2^n}, halved as it grows so that nothing overflows. */
  private static double term(long n, long m) {
    double product = 1;
    long halvings = n;
    for (long k = 1; k <= m; k++) {
      product *= (double) (n - m + k) / k;
      while (product > 1 && halvings > 0) {
        product /= 2;
        halvings--;
      }
    }
    return halvings > 2000 ? 0 : Math.scalb(product, -(int) halvings);
  }
}
