package dev.hasse.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Judges the judge: the same arithmetic by BigDecimal, which is exact for doubles as well. */
final class DyadicTest {
  @Test
  void arithmeticAgreesWithBigDecimal() {
    Numbers numbers = new Numbers("dyadic");
    for (int k = 0; k < 20_000; k++) {
      Style style = numbers.style();
      double a = numbers.next(style);
      double b = numbers.next(style);
      double c = numbers.next(style);
      BigDecimal expected = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
      Dyadic found = Dyadic.of(a).times(Dyadic.of(b)).plus(Dyadic.of(c));
      assertEquals(expected.signum(), found.signum());
      double near = expected.doubleValue();
      assertEquals(near, found.doubleValue(), 4 * Math.ulp(near));
      assertEquals(
          expected.compareTo(new BigDecimal(near)), found.compareTo(Dyadic.of(near)), "order");
    }
  }

  @Test
  void infinitiesBehaveAsBounds() {
    Dyadic inf = Dyadic.POSITIVE_INFINITY;
    Dyadic one = Dyadic.of(1);
    assertEquals(inf, inf.plus(one));
    assertEquals(Dyadic.NEGATIVE_INFINITY, one.minus(inf));
    assertEquals(Dyadic.ZERO, inf.times(Dyadic.ZERO));
    assertEquals(Dyadic.NEGATIVE_INFINITY, inf.times(one.negate()));
    assertEquals(1, inf.compareTo(Dyadic.of(Double.MAX_VALUE)));
    assertEquals(-1, Dyadic.NEGATIVE_INFINITY.compareTo(Dyadic.of(-Double.MAX_VALUE)));
    assertThrows(ArithmeticException.class, () -> inf.minus(inf));
    assertThrows(ArithmeticException.class, () -> Dyadic.of(Double.NaN));
  }
}
