package dev.hasse.kernels.emulator;

import java.math.BigInteger;

/**
 * Rounds exact numbers to a binary format by the definition: of the two neighbours in the format
 * the lower, the upper, the one nearer to zero, or the nearest, even on ties. Integers only, so
 * that no rounding of Java's takes part.
 */
final class ExactRounding {
  /** A format: float or double. */
  enum Format {
    FLOAT(24, -149, 127),
    DOUBLE(53, -1074, 1023);

    private final int precision;
    private final int leastExponent; // of the least subnormal number
    private final int greatestExponent; // of the greatest power of two

    Format(int precision, int leastExponent, int greatestExponent) {
      this.precision = precision;
      this.leastExponent = leastExponent;
      this.greatestExponent = greatestExponent;
    }

    long bits(double value) {
      return this == FLOAT
          ? Integer.toUnsignedLong(Float.floatToRawIntBits((float) value))
          : Double.doubleToRawLongBits(value);
    }

    double value(long bits) {
      return this == FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }
  }

  private final Format format;
  private final String mode; // rn, rz, rm, rp

  ExactRounding(Format format, String mode) {
    this.format = format;
    this.mode = mode;
  }

  /** Rounds the fraction; zero becomes +0. */
  double ratio(BigInteger numerator, BigInteger denominator) {
    boolean negative = numerator.signum() * denominator.signum() < 0;
    BigInteger n = numerator.abs();
    BigInteger d = denominator.abs();
    int shift = Math.max(0, format.precision + 3 - (n.bitLength() - d.bitLength()));
    BigInteger[] parts = n.shiftLeft(shift).divideAndRemainder(d);
    return rounded(negative, parts[0], parts[1].signum() != 0, -shift);
  }

  /** Rounds the square root of a number that is not negative. */
  double root(BigInteger numerator, int exponent) {
    int shift = Math.max(0, 2 * (format.precision + 3) - numerator.bitLength());
    shift += Math.floorMod(exponent - shift, 2);
    BigInteger[] parts = numerator.shiftLeft(shift).sqrtAndRemainder();
    return rounded(false, parts[0], parts[1].signum() != 0, (exponent - shift) / 2);
  }

  /** Rounds an integer times a power of two. */
  double scaled(BigInteger value, int exponent) {
    return rounded(value.signum() < 0, value.abs(), false, exponent);
  }

  /**
   * Rounds (magnitude + something in (0,1) if inexact) * 2^exponent. An inexact magnitude has more
   * bits than the format.
   */
  private double rounded(boolean negative, BigInteger magnitude, boolean inexact, int exponent) {
    if (magnitude.signum() == 0 && !inexact) {
      return 0.0;
    }
    int unit = Math.max(exponent + magnitude.bitLength() - format.precision, format.leastExponent);
    BigInteger kept = magnitude;
    boolean half = false;
    boolean below = inexact;
    if (unit > exponent) {
      int dropped = unit - exponent;
      kept = magnitude.shiftRight(dropped);
      half = magnitude.testBit(dropped - 1);
      below |= magnitude.getLowestSetBit() < dropped - 1 && magnitude.signum() != 0;
    } else {
      kept = magnitude.shiftLeft(exponent - unit);
    }
    if ((half || below) && away(negative, half, below, kept.testBit(0))) {
      kept = kept.add(BigInteger.ONE);
    }
    return signed(negative, kept, unit);
  }

  private boolean away(boolean negative, boolean half, boolean below, boolean odd) {
    return switch (mode) {
      case "rz" -> false;
      case "rm" -> negative;
      case "rp" -> !negative;
      default -> half && (below || odd);
    };
  }

  private double signed(boolean negative, BigInteger kept, int unit) {
    double sign = negative ? -1 : 1;
    if (kept.bitLength() + unit - 1 > format.greatestExponent) {
      boolean stays =
          mode.equals("rz") || (mode.equals("rm") && !negative) || (mode.equals("rp") && negative);
      double largest = format == Format.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
      return sign * (stays ? largest : Double.POSITIVE_INFINITY);
    }
    // Exact: kept has at most 53 bits and the product is a number of the format.
    return sign * Math.scalb(Math.scalb(kept.doubleValue(), unit / 2), unit - unit / 2);
  }
}
