package dev.hasse.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The logistic function in decimal arithmetic, by the series of exp: good to 50 digits. */
public final class PreciseLogistic {
  static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);

  /** Halvings of the argument, so that the series is short. */
  private static final int HALVINGS = 14;

  private static final BigDecimal SMALL = new BigDecimal("1e-65");
  private static final BigDecimal FAR = new BigDecimal(3000);

  private PreciseLogistic() {}

  /** {@code 1 / (1 + exp(-z))} for a double, infinite or not. */
  public static BigDecimal of(double z) {
    if (Double.isInfinite(z)) {
      return z > 0 ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return of(new BigDecimal(z));
  }

  /** The same; beyond 3000 the tail is cut off at 0 and 1, nearer than any double. */
  public static BigDecimal of(BigDecimal z) {
    boolean far = z.abs().compareTo(FAR) > 0;
    BigDecimal e = far ? BigDecimal.ZERO : expOfNegative(z.abs());
    BigDecimal below = e.divide(BigDecimal.ONE.add(e), DIGITS);
    return z.signum() < 0 ? below : BigDecimal.ONE.subtract(below);
  }

  /** {@code exp(-x)}, x at least 0. */
  private static BigDecimal expOfNegative(BigDecimal x) {
    BigDecimal y = x.negate().divide(new BigDecimal(1 << HALVINGS), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(SMALL) > 0; n++) {
      term = term.multiply(y, DIGITS).divide(new BigDecimal(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int k = 0; k < HALVINGS; k++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
