package dev.hasse.relax;

/**
 * The lines that enclose {@code relu(z)} for {@code l <= z <= u}: {@code lowerSlope * z <= relu(z)
 * <= upperSlope * z + upperIntercept} (Zhang et al. 2018, arXiv 1811.00866, with the adaptive lower
 * slope of section 3.4).
 *
 * <p>The upper slope is the chord's, as computed; any number would do, because the intercept is
 * chosen for the slope that was stored, not for the real chord: {@code relu(z) - s z} is convex, so
 * its maximum over {@code [l, u]} is the larger of {@code -s l} and {@code u - s u}.
 */
public final class ReluRelaxation {
  private ReluRelaxation() {}

  /** Whether the bounds leave the neuron on both sides of the kink; not-a-number does. */
  public static boolean isUnstable(double l, double u) {
    return !(l >= 0 || u <= 0);
  }

  /** 1 where the neuron is active or leans to the active side, else 0: exact in any precision. */
  public static int lowerSlope(double l, double u) {
    if (l >= 0) {
      return 1;
    }
    return u > -l ? 1 : 0;
  }

  /** The chord's slope, to nearest; in [0, 1]. */
  public static double upperSlope(double l, double u) {
    if (l >= 0) {
      return 1;
    }
    if (u <= 0) {
      return 0;
    }
    if (l == Double.NEGATIVE_INFINITY) {
      // No chord: with slope 0 the intercept u is finite at least where u is.
      return 0;
    }
    return u == Double.POSITIVE_INFINITY ? 1 : u / (u - l);
  }

  /**
   * An intercept with which {@code slope * z + intercept} lies above {@code relu(z)} on {@code [l,
   * u]}: the smallest one, rounded up.
   *
   * @param slope in [0, 1], as stored
   */
  public static double upperIntercept(double l, double u, double slope) {
    if (u <= 0) {
      return 0;
    }
    if (l >= 0 && slope == 1) {
      return 0;
    }
    // slope 0 goes with an infinite l, slope 1 with an infinite u: no 0 * infinity
    double atLower = slope == 0 ? 0 : -slope * l;
    double atUpper = slope == 1 ? 0 : (1 - slope) * u;
    // Three roundings lead here, each of a relative 2^-53 or of less than 2^-1021.
    return Math.max(0, Math.max(atLower, atUpper)) * (1 + 0x1p-50) + Double.MIN_NORMAL;
  }
}
