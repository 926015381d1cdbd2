package dev.hasse.train;

/**
 * The balls that training is about, and how the loss moves towards them. With p the value of the
 * ramp: the radius is p times the last one, kappa goes from 1 to its end, beta from its start to
 * its end, and the terms of tightness and balance have the factor (1 - p).
 *
 * @param radius at the end of the ramp, in the unit of the inputs, 0 or more
 * @param clipLower lower end of the input domain; may be negative infinity
 * @param clipUpper upper end of the input domain; may be infinity
 * @param ramp of the radius, kappa, beta and the two terms
 * @param kappaEnd share of the natural loss at the end, in [0, 1]
 * @param betaStart CROWN's share of the margins at first, in [0, 1]; for crown-ibp alone
 * @param betaEnd CROWN's share at the end
 * @param tightness factor of the {@link Tightness} term at first, 0 or more
 * @param balance factor of the {@link Balance} term at first, 0 or more
 */
public record RobustOptions(
    double radius,
    double clipLower,
    double clipUpper,
    Ramp ramp,
    double kappaEnd,
    double betaStart,
    double betaEnd,
    double tightness,
    double balance) {
  /** No balls at all. */
  public static final RobustOptions NONE =
      new RobustOptions(
          0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Ramp.NONE, 1, 0, 0, 0, 0);

  public RobustOptions {
    Requirement.holds(
        Requirement.isFiniteAndNotNegative(radius), "radius", radius, "0 or a positive number");
    Requirement.holds(
        clipLower <= clipUpper,
        "the input domain",
        "[" + clipLower + ", " + clipUpper + "]",
        "an interval");
    requireShare("kappa at the end", kappaEnd);
    requireShare("beta at the start", betaStart);
    requireShare("beta at the end", betaEnd);
    requireFactor("tightness", tightness);
    requireFactor("balance", balance);
  }

  /** Without a balance term. */
  public RobustOptions(
      double radius,
      double clipLower,
      double clipUpper,
      Ramp ramp,
      double kappaEnd,
      double betaStart,
      double betaEnd,
      double tightness) {
    this(radius, clipLower, clipUpper, ramp, kappaEnd, betaStart, betaEnd, tightness, 0);
  }

  /** Radius and domain with the usual ends: kappa 1/2, beta from 1 to 0, none of the two terms. */
  public RobustOptions(double radius, double clipLower, double clipUpper, Ramp ramp) {
    this(radius, clipLower, clipUpper, ramp, 0.5, 1, 0, 0, 0);
  }

  private static void requireFactor(String what, double value) {
    Requirement.holds(
        Requirement.isFiniteAndNotNegative(value), what, value, "0 or a positive number");
  }

  private static void requireShare(String what, double value) {
    Requirement.holds(value >= 0 && value <= 1, what, value, "0 to 1");
  }

  /**
   * The loss of a method at a time.
   *
   * @param epoch as {@link Ramp#at} takes it
   */
  public LossWeights weights(TrainingMethod method, double epoch) {
    double p = ramp.at(epoch);
    boolean certified = method.isCertified();
    return new LossWeights(
        p * radius,
        clipLower,
        clipUpper,
        certified ? 1 + (kappaEnd - 1) * p : 1,
        method == TrainingMethod.CROWN_IBP ? betaStart + (betaEnd - betaStart) * p : 0,
        certified ? tightness * (1 - p) : 0,
        certified ? balance * (1 - p) : 0);
  }
}
