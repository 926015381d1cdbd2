package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/** Against sums of binomial coefficients in whole numbers. */
class PairedTestTest {
  @Test
  void chanceOfFairThrows() {
    for (int n : new int[] {0, 1, 2, 3, 7, 20, 101, 1500}) {
      for (int one = 0; one <= n; one += 1 + n / 25) {
        double expected = exactly(n, Math.min(one, n - one));
        assertEquals(expected, PairedTest.chance(one, n - one), 1e-12 * expected);
      }
    }
  }

  private static double exactly(int n, int smaller) {
    BigInteger term = BigInteger.ONE;
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k <= smaller; k++) {
      sum = sum.add(term);
      term = term.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1));
    }
    BigDecimal chance =
        new BigDecimal(sum.shiftLeft(1))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL128);
    return Math.min(1, chance.doubleValue());
  }

  @Test
  void manyThrowsNeitherOverflowNorStall() {
    assertEquals(1, PairedTest.chance(500_000, 500_000));
    assertEquals(0, PairedTest.chance(0, 1_000_000));
    // The normal distribution's tail beyond two standard deviations, about.
    assertEquals(0.0455, PairedTest.chance(499_000, 501_000), 2e-4);
  }
}
