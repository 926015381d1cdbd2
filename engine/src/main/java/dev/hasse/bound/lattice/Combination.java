package dev.hasse.bound.lattice;

import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * Adds up multiples of expressions. Coefficients are rounded to nearest; what that loses is at most
 * gamma times the sum of the terms' magnitudes and goes into the constant interval, as in
 * back-substitution (docs/SOUNDNESS.md, "Error into the constant").
 */
public final class Combination {
  private final double[] coefficients;
  private double lower;
  private double upper;
  private double magnitude;
  private int terms;

  /**
   * @param variables of the model so far
   */
  public Combination(int variables) {
    this.coefficients = new double[variables];
  }

  public void add(double constant) {
    lower = Outward.addDown(lower, constant);
    upper = Outward.addUp(upper, constant);
    magnitude = Outward.addUp(magnitude, Math.abs(constant));
  }

  public void add(double factor, Expression expression) {
    if (factor == 0) {
      return;
    }
    terms++;
    expression.addTo(coefficients, factor);
    double atLower = factor > 0 ? expression.lower() : expression.upper();
    double atUpper = factor > 0 ? expression.upper() : expression.lower();
    lower = Outward.addDown(lower, Outward.mulDown(factor, atLower));
    upper = Outward.addUp(upper, Outward.mulUp(factor, atUpper));
    magnitude = Outward.addUp(magnitude, Outward.mulUp(Math.abs(factor), expression.magnitude()));
  }

  /**
   * The sum. A coefficient's product that underflows loses at most 2^-1075, which no variable makes
   * larger than 2^-915 ({@link BoxValues#requireFinite}).
   *
   * @param relativeError of the factors and constants that were added
   * @throws UnboundedException where a coefficient or the sum's magnitude overflows
   */
  public Expression sum(double relativeError) {
    double relative = Outward.addUp(relativeError, RoundingError.doubleGamma(terms + 2L));
    double error =
        Outward.addUp(
            Outward.mulUp(relative, magnitude),
            (terms + 1) * (double) coefficients.length * 0x1p-900);
    if (!Double.isFinite(Outward.addUp(magnitude, error))
        || !Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      throw new UnboundedException("a sum of products overflows");
    }
    return Expression.sum(
        coefficients,
        Outward.subDown(lower, error),
        Outward.addUp(upper, error),
        Outward.addUp(magnitude, error));
  }
}
