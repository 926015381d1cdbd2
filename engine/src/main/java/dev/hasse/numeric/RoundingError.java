package dev.hasse.numeric;

/**
 * The constants of the standard model of floating-point sums.
 *
 * <p>A sum of {@code n} products, computed in any order and with or without fused multiply-adds,
 * differs from the real one by at most {@code gamma(n) * sum |a_i b_i|}, {@code gamma(n) = n u / (1
 * - n u)} (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1), plus
 * {@code n} times {@link #FLOAT_UNDERFLOW} where products or sums underflow, flushed to zero or
 * not.
 */
public final class RoundingError {
  /** Unit roundoff of float32, 2^-24. */
  public static final double FLOAT_UNIT = 0x1p-24;

  /** Unit roundoff of double, 2^-53. */
  public static final double DOUBLE_UNIT = 0x1p-53;

  /** What one float32 operation can lose by underflow, on a device that flushes subnormals too. */
  public static final double FLOAT_UNDERFLOW = 0x1p-126;

  private RoundingError() {}

  /**
   * An upper bound of {@code gamma(n)} in float32.
   *
   * @throws IllegalArgumentException when {@code n} is so large (2^22) that the model says nothing
   */
  public static double floatGamma(long n) {
    if (n < 0 || n > 1 << 22) {
      throw new IllegalArgumentException(
          "a float32 sum of " + n + " terms has no useful error bound; at most " + (1 << 22));
    }
    double nu = n * FLOAT_UNIT;
    return n == 0 ? 0 : Math.nextUp(nu / (1 - nu));
  }

  /** An upper bound of {@code gamma(n)} in double. */
  public static double doubleGamma(long n) {
    if (n < 0 || n > 1L << 50) {
      throw new IllegalArgumentException("a sum of " + n + " terms has no useful error bound");
    }
    double nu = n * DOUBLE_UNIT;
    return n == 0 ? 0 : Outward.divUp(nu, Outward.subDown(1, nu));
  }

  /**
   * An upper bound of {@code gamma / (1 - gamma)}, {@code gamma = floatGamma(n) + relative}: the
   * factor to use when the magnitude it multiplies was itself computed in float32 with that error;
   * infinite where gamma comes near 1, from where on the computed magnitude says nothing.
   *
   * @param relative relative error of one operand, for weights that are no floats; 0 if exact
   */
  public static double floatGammaOfComputed(long n, double relative) {
    double gamma = Outward.addUp(floatGamma(n), Outward.mulUp(relative, 1.01));
    return gamma < 1 ? Outward.divUp(gamma, Outward.subDown(1, gamma)) : Double.POSITIVE_INFINITY;
  }
}
