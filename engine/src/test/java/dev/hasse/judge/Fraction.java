package dev.hasse.judge;

/**
 * An exact quotient, compared without dividing.
 *
 * @param denominator positive
 */
public record Fraction(Dyadic numerator, Dyadic denominator) implements Comparable<Fraction> {
  @Override
  public int compareTo(Fraction other) {
    return numerator.times(other.denominator).compareTo(other.numerator.times(denominator));
  }

  /** Whether a double is at most this. */
  public boolean isAtLeast(double bound) {
    return Dyadic.of(bound).times(denominator).compareTo(numerator) <= 0;
  }

  /** Within a few ulps. */
  public double doubleValue() {
    return numerator.doubleValue() / denominator.doubleValue();
  }

  @Override
  public String toString() {
    return Double.toString(doubleValue());
  }
}
