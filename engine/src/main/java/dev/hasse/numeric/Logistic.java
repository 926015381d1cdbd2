package dev.hasse.numeric;

/**
 * The logistic function {@code 1 / (1 + exp(-z))} with directed rounding. {@link StrictMath#exp}
 * and {@link StrictMath#log} are within one unit in the last place of the real value, as their
 * specification says; two steps outwards cover that also where the unit changes.
 */
public final class Logistic {
  private Logistic() {}

  /** Near {@code 1 / (1 + exp(-z))}, for quantities on which no bound rests. */
  public static double nearest(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** At most {@code 1 / (1 + exp(-z))}, in [0, 1]. */
  public static double down(double z) {
    if (z >= 0) {
      return Math.max(0, Outward.divDown(1, Outward.addUp(1, expUp(-z))));
    }
    double e = expDown(z);
    return Math.max(0, Outward.divDown(e, Outward.addUp(1, e)));
  }

  /** At least {@code 1 / (1 + exp(-z))}, in [0, 1]. */
  public static double up(double z) {
    if (z >= 0) {
      return Math.min(1, Outward.divUp(1, Outward.addDown(1, expDown(-z))));
    }
    double e = expUp(z);
    return Math.min(1, Outward.divUp(e, Outward.addDown(1, e)));
  }

  /** At least {@code log(q / (1 - q))}, the number whose logistic is q, for q in (0, 1). */
  public static double logOddsUp(double q) {
    double log = StrictMath.log(Outward.divUp(q, Outward.subDown(1, q)));
    return Math.nextUp(Math.nextUp(log));
  }

  private static double expDown(double z) {
    double e = StrictMath.exp(z);
    return Math.max(0, Math.nextDown(Math.nextDown(e)));
  }

  private static double expUp(double z) {
    return Math.nextUp(Math.nextUp(StrictMath.exp(z)));
  }
}
