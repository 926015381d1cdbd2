package dev.hasse.judge;

import java.math.BigInteger;

/**
 * Exact numbers {@code mantissa * 2^exponent}, and both infinities. Every double is one, and they
 * are closed under sum and product, which is all that a network and its rows need; fractions in
 * general would only be slower. Zero times infinity is zero, as for bounds.
 */
public final class Dyadic implements Comparable<Dyadic> {
  public static final Dyadic ZERO = new Dyadic(BigInteger.ZERO, 0);
  public static final Dyadic ONE = new Dyadic(BigInteger.ONE, 0);

  /** Marks the infinities, whose mantissa is only a sign. */
  private static final int INFINITE = Integer.MAX_VALUE;

  public static final Dyadic POSITIVE_INFINITY = new Dyadic(BigInteger.ONE, INFINITE);
  public static final Dyadic NEGATIVE_INFINITY = new Dyadic(BigInteger.ONE.negate(), INFINITE);

  private final BigInteger mantissa;
  private final int exponent;

  private Dyadic(BigInteger mantissa, int exponent) {
    this.mantissa = mantissa;
    this.exponent = exponent;
  }

  /**
   * The number that a double stands for.
   *
   * @throws ArithmeticException when it is not a number
   */
  public static Dyadic of(double value) {
    if (Double.isNaN(value)) {
      throw new ArithmeticException("not a number");
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    }
    if (value == 0) {
      return ZERO;
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & 0xfffffffffffffL;
    long magnitude = biased == 0 ? fraction : fraction | 0x10000000000000L;
    int shift = Long.numberOfTrailingZeros(magnitude);
    long odd = magnitude >> shift;
    return new Dyadic(
        BigInteger.valueOf(value < 0 ? -odd : odd), Math.max(biased, 1) - 1075 + shift);
  }

  public boolean isFinite() {
    return exponent != INFINITE;
  }

  public int signum() {
    return mantissa.signum();
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException for infinities of opposite sign
   */
  public Dyadic plus(Dyadic other) {
    if (!isFinite() || !other.isFinite()) {
      if (!isFinite() && !other.isFinite() && signum() != other.signum()) {
        throw new ArithmeticException("infinity minus infinity");
      }
      return isFinite() ? other : this;
    }
    if (signum() == 0) {
      return other;
    }
    if (other.signum() == 0) {
      return this;
    }
    int low = Math.min(exponent, other.exponent);
    return new Dyadic(
        mantissa.shiftLeft(exponent - low).add(other.mantissa.shiftLeft(other.exponent - low)),
        low);
  }

  public Dyadic minus(Dyadic other) {
    return plus(other.negate());
  }

  public Dyadic times(Dyadic other) {
    if (signum() == 0 || other.signum() == 0) {
      return ZERO;
    }
    if (!isFinite() || !other.isFinite()) {
      return signum() == other.signum() ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    }
    return new Dyadic(mantissa.multiply(other.mantissa), exponent + other.exponent);
  }

  public Dyadic negate() {
    return new Dyadic(mantissa.negate(), exponent);
  }

  public Dyadic abs() {
    return signum() < 0 ? negate() : this;
  }

  public Dyadic min(Dyadic other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Dyadic max(Dyadic other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Dyadic other) {
    if (signum() != other.signum()) {
      return Integer.compare(signum(), other.signum());
    }
    if (!isFinite() || !other.isFinite()) {
      return isFinite() == other.isFinite() ? 0 : isFinite() ? -signum() : signum();
    }
    return minus(other).signum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dyadic dyadic && compareTo(dyadic) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(doubleValue());
  }

  /**
   * A double within a few ulps, for messages and for slack; no verdict on soundness rests on it.
   */
  public double doubleValue() {
    if (!isFinite()) {
      return signum() * Double.POSITIVE_INFINITY;
    }
    int drop = Math.max(0, mantissa.bitLength() - 62);
    return Math.scalb((double) mantissa.shiftRight(drop).longValue(), exponent + drop);
  }

  @Override
  public String toString() {
    return Double.toString(doubleValue());
  }
}
