package dev.hasse.bound.lattice;

/**
 * A value of a network in terms of a model's variables: the sum of {@code coefficient(k)} times
 * variable k, plus something in {@code [lower, upper]}. Immutable.
 */
public final class Expression {
  private final int variable;
  private final double[] coefficients;
  private final double lower;
  private final double upper;
  private final double magnitude;

  private Expression(
      int variable, double[] coefficients, double lower, double upper, double magnitude) {
    this.variable = variable;
    this.coefficients = coefficients;
    this.lower = lower;
    this.upper = upper;
    this.magnitude = magnitude;
  }

  /** Anything between two bounds, with no variable. */
  public static Expression between(double lower, double upper) {
    return new Expression(
        -1, new double[0], lower, upper, Math.max(Math.abs(lower), Math.abs(upper)));
  }

  /**
   * A variable.
   *
   * @param magnitude a bound of its absolute value
   */
  public static Expression variable(int variable, double magnitude) {
    return new Expression(variable, new double[0], 0, 0, magnitude);
  }

  /**
   * A sum; takes the array over.
   *
   * @param coefficients of the variables from 0 on
   * @param magnitude a bound of the sum of all terms' absolute values
   */
  static Expression sum(double[] coefficients, double lower, double upper, double magnitude) {
    return new Expression(-1, coefficients, lower, upper, magnitude);
  }

  boolean isVariable() {
    return variable >= 0;
  }

  /** The variable that this is. */
  public int variable() {
    if (variable < 0) {
      throw new IllegalStateException("a sum where a variable is expected");
    }
    return variable;
  }

  /** Number of coefficients; variables from here on do not occur. Of a variable, 0. */
  public int length() {
    return coefficients.length;
  }

  public double coefficient(int k) {
    return coefficients[k];
  }

  /** Adds {@code factor} times the coefficients to those of the target. */
  void addTo(double[] target, double factor) {
    if (variable >= 0) {
      target[variable] += factor;
    }
    for (int k = 0; k < coefficients.length; k++) {
      target[k] += factor * coefficients[k];
    }
  }

  public double lower() {
    return lower;
  }

  public double upper() {
    return upper;
  }

  double magnitude() {
    return magnitude;
  }
}
