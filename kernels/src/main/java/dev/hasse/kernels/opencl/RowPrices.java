package dev.hasse.kernels.opencl;

import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/** What the roundings of a row's sums cost (docs/SOUNDNESS.md, "The opencl backend"). */
final class RowPrices {
  /** Two units: one rounding of a sum of coefficients, twice. */
  static final float MERGE = 0x1p-23f;

  /** Eight times what one operation can lose by underflow. */
  private static final double UNDERFLOW = 8 * RoundingError.FLOAT_UNDERFLOW;

  private RowPrices() {}

  /** The price of one unit of magnitude in a sum along a row of so many terms. */
  static float sum(int terms) {
    return gamma(additions(terms), 0);
  }

  /** How many additions a term of such a sum passes at most. */
  private static int additions(int terms) {
    return Math.min(terms, -Math.floorDiv(-terms, RowsKernel.LANES) + RowsKernel.LANES);
  }

  /** The same for terms of which half as much again is paid. */
  static float sumAndHalf(int terms) {
    return Outward.floatUp(1.5 * sum(terms));
  }

  /**
   * The price of one unit of magnitude in a product to come with sums of so many terms, in a sum
   * along a row of this width: no less than what that sum loses of it.
   */
  static float product(int width, int terms, double relative) {
    return gamma(Math.max(terms, additions(width)), relative);
  }

  /** What underflow costs for each unit of the magnitudes involved. */
  static float underflow(int terms) {
    return Outward.floatUp(UNDERFLOW * (terms + 2L));
  }

  private static float gamma(int terms, double relative) {
    return Outward.floatUp(RoundingError.floatGammaOfComputed(terms + 8L, relative));
  }
}
