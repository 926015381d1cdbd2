package dev.hasse.relax;

import dev.hasse.numeric.Logistic;
import dev.hasse.numeric.Outward;

/**
 * The lines that enclose {@code S(z) = 1 / (1 + exp(-z))} for {@code l <= z <= u} (Zhang et al.
 * 2018, arXiv 1811.00866, table 2): chord and tangent by the convexity of S left of 0 and its
 * concavity right of it, and where the bounds lie on both sides, the tangent that meets S in the
 * opposite end point.
 *
 * <p>Slopes are whatever came out; none of them has to be right. An intercept is made for the slope
 * as stored, from the exact minimum of {@code S(z) - slope z} (docs/SOUNDNESS.md, "The lines of a
 * sigmoid"). Upper lines are lower lines turned around: {@code S(z) = 1 - S(-z)}.
 */
public final class SigmoidRelaxation {
  /** Smaller slopes are 0, so that their products do not underflow. */
  private static final double SMALLEST = 0x1p-100;

  /** Steps of bisection for the tangent: how near the line comes to its end point, no more. */
  private static final int STEPS = 26;

  /** Below, the tangent of S is flat in any precision that matters. */
  private static final double FAR = -80;

  private SigmoidRelaxation() {}

  /** Whether a row bound could be any news: all but points; not-a-number is none. */
  public static boolean isUnstable(double l, double u) {
    return !(l >= u);
  }

  /** The slope of the line below, in [0, 1/4], 0 or at least 2^-100. */
  public static double lowerSlope(double l, double u) {
    double slope = slopeBelow(l, u);
    return slope >= SMALLEST ? slope : 0; // not-a-number is not
  }

  /** The slope of the line above, in [0, 1/4], 0 or at least 2^-100. */
  public static double upperSlope(double l, double u) {
    return lowerSlope(-u, -l);
  }

  private static double slopeBelow(double l, double u) {
    if (u <= 0 || l == u) {
      return derivative(l / 2 + u / 2);
    }
    double chord = Math.min(0.25, (Logistic.nearest(u) - Logistic.nearest(l)) / (u - l));
    if (l >= 0 || !(derivative(l) < chord)) {
      return chord;
    }
    double value = Logistic.nearest(u);
    double left = Math.max(l, FAR);
    double right = 0;
    for (int step = 0; step < STEPS; step++) {
      double at = left / 2 + right / 2;
      if (derivative(at) * (u - at) < value - Logistic.nearest(at)) {
        left = at;
      } else {
        right = at;
      }
    }
    return derivative(right);
  }

  private static double derivative(double z) {
    double s = Logistic.nearest(-Math.abs(z));
    return s * (1 - s);
  }

  /**
   * An intercept with which {@code slope * z + intercept} lies below {@code S(z)} on {@code [l,
   * u]}.
   *
   * @param slope in [0, 1/4] as stored, 0 or at least 2^-100
   */
  public static double lowerIntercept(double l, double u, double slope) {
    if (slope == 0) {
      return Double.isNaN(l) ? 0 : Logistic.down(l);
    }
    double least = Double.POSITIVE_INFINITY;
    if (!(l >= 0)) {
      least = leastWhereConvex(l, Math.min(u, 0), slope);
    } else {
      least = at(l, slope);
    }
    return u <= 0 ? least : Math.min(least, at(u, slope));
  }

  /** An intercept with which {@code slope * z + intercept} lies above {@code S(z)}. */
  public static double upperIntercept(double l, double u, double slope) {
    return Outward.subUp(1, lowerIntercept(-u, -l, slope));
  }

  /** At most {@code S(z) - slope z}. */
  private static double at(double z, double slope) {
    return Outward.subDown(Logistic.down(z), Outward.mulUp(slope, z));
  }

  /**
   * At most {@code S(z) - slope z} for l <= z <= u <= 0. With p = S(z) that is h(p) = p - slope
   * log(p / (1 - p)), convex for p <= 1/2, so it lies above each of its tangents, and any q in (0,
   * 1/2] will do: h(p) >= h(q) + h'(q) (p - q). The q chosen is where h is smallest, h'(q) nearly 0
   * or pointing outwards.
   */
  private static double leastWhereConvex(double l, double u, double slope) {
    double from = Logistic.down(l);
    double to = Logistic.up(u);
    double flat = slope >= 0.25 ? 0.5 : 2 * slope / (1 + Math.sqrt(1 - 4 * slope));
    double q = Math.max(SMALLEST, Math.min(0.5, Math.max(from, Math.min(to, flat))));
    double least = Outward.subDown(q, Outward.mulUp(slope, Logistic.logOddsUp(q)));
    double steepest =
        Outward.subDown(1, Outward.divUp(slope, Outward.mulDown(q, Outward.subDown(1, q))));
    double flattest =
        Outward.subUp(1, Outward.divDown(slope, Outward.mulUp(q, Outward.subUp(1, q))));
    if (steepest < 0 && to > q) {
      least = Outward.addDown(least, Outward.mulDown(steepest, Outward.subUp(to, q)));
    }
    if (flattest > 0 && q > from) {
      least = Outward.subDown(least, Outward.mulUp(flattest, Outward.subUp(q, from)));
    }
    return least;
  }
}
