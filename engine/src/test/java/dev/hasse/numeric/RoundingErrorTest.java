package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Dyadic;
import org.junit.jupiter.api.Test;

final class RoundingErrorTest {
  private static final long LONGEST = 1 << 22;

  /** {@code gamma >= n u / (1 - n u)}, multiplied out, and hardly more. */
  @Test
  void gammaIsAnUpperBoundAndTight() {
    for (long n = 0; n <= LONGEST; n = n < 2000 ? n + 1 : n + n / 7) {
      Dyadic nu = Dyadic.of((double) n).times(Dyadic.of(0x1p-24));
      Dyadic rest = Dyadic.ONE.minus(nu);
      double gamma = RoundingError.floatGamma(n);
      assertTrue(Dyadic.of(gamma).times(rest).compareTo(nu) >= 0, "n = " + n);
      double less = gamma * (1 - 0x1p-50);
      assertTrue(n == 0 || Dyadic.of(less).times(rest).compareTo(nu) < 0, "n = " + n);
    }
  }

  /** {@code g >= (gamma + r) / (1 - gamma - r)}. */
  @Test
  void gammaOfComputedIsAnUpperBound() {
    for (double relative : new double[] {0, 0x1p-53, 0x1p-24, 1e-3}) {
      for (long n = 1; n <= 1 << 20; n *= 3) {
        Dyadic gamma = Dyadic.of(RoundingError.floatGamma(n)).plus(Dyadic.of(relative));
        Dyadic found = Dyadic.of(RoundingError.floatGammaOfComputed(n, relative));
        assertTrue(found.times(Dyadic.ONE.minus(gamma)).compareTo(gamma) >= 0, n + ", " + relative);
      }
    }
  }

  /** From there on (1 - gamma) is no divisor: a negative factor would turn bounds inside out. */
  @Test
  void gammaOfComputedIsInfiniteFromOneOn() {
    for (double relative : new double[] {0.995, 1, 2, 1e300}) {
      assertEquals(
          Double.POSITIVE_INFINITY, RoundingError.floatGammaOfComputed(3, relative), "" + relative);
    }
  }

  @Test
  void sumsTooLongForTheModelAreRefused() {
    assertEquals(0, RoundingError.floatGamma(0));
    assertTrue(RoundingError.floatGamma(LONGEST) < 0.34);
    assertThrows(IllegalArgumentException.class, () -> RoundingError.floatGamma(LONGEST + 1));
    assertThrows(IllegalArgumentException.class, () -> RoundingError.floatGamma(-1));
  }
}
