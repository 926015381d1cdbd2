package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hasse.judge.Dyadic;
import dev.hasse.judge.Numbers;
import org.junit.jupiter.api.Test;

/** Directed rounding against exact arithmetic, on a million operands of all magnitudes. */
final class OutwardTest {
  private static final int PAIRS = 250_000;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Powers of two around which operands are drawn: ends of the range, and where rules change. */
  private static final int[] EXPONENTS = {-1074, -1050, -1022, -1021, -970, -500, -1, 0, 500, 1022};

  private final Numbers numbers = new Numbers("outward");

  private double operand() {
    if (numbers.below(16) == 0) {
      double[] special = {
        0.0, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 1, -1
      };
      return special[numbers.below(special.length)];
    }
    double fraction = numbers.below(4) == 0 ? numbers.below(8) : 1 + numbers.uniform();
    int exponent = EXPONENTS[numbers.below(EXPONENTS.length)] + numbers.below(3) - 1;
    double value = Math.scalb(fraction, Math.min(exponent, 1020));
    return numbers.below(2) == 0 ? value : -value;
  }

  /** Below the exact value, and no more than so many doubles below it. */
  private static void checkDown(String place, double found, Dyadic exact, int ulps) {
    if (Double.isNaN(found) || Dyadic.of(found).compareTo(exact) > 0) {
      fail(place + " is " + found + ", above " + exact);
    }
    double above = found;
    for (int k = 0; k < ulps; k++) {
      above = Math.nextUp(above);
    }
    if (Dyadic.of(above).compareTo(exact) <= 0) {
      fail(place + " is " + found + ", too far below " + exact);
    }
  }

  @Test
  void sumsAreTheClosestOnTheirSide() {
    for (int k = 0; k < PAIRS; k++) {
      double a = operand();
      double b = numbers.below(8) == 0 ? -Math.nextDown(Math.abs(a)) : operand();
      Dyadic sum = Dyadic.of(a).plus(Dyadic.of(b));
      Dyadic difference = Dyadic.of(a).minus(Dyadic.of(b));
      String place = a + ", " + b;
      // At the end of the range the error itself may overflow, and one step more is taken.
      int ulps = Math.abs(a) > 0x1p1020 || Math.abs(b) > 0x1p1020 ? 2 : 1;
      checkDown("addDown " + place, Outward.addDown(a, b), sum, ulps);
      checkDown("-addUp " + place, -Outward.addUp(a, b), sum.negate(), ulps);
      checkDown("subDown " + place, Outward.subDown(a, b), difference, ulps);
      checkDown("-subUp " + place, -Outward.subUp(a, b), difference.negate(), ulps);
    }
  }

  @Test
  void productsStayOnTheirSide() {
    for (int k = 0; k < PAIRS; k++) {
      double a = operand();
      double b = operand();
      Dyadic product = Dyadic.of(a).times(Dyadic.of(b));
      // Below 2^-960 one more step is taken than may be needed.
      int ulps = Math.abs(product.doubleValue()) < 0x1p-959 ? 2 : 1;
      String place = a + " * " + b;
      checkDown("mulDown " + place, Outward.mulDown(a, b), product, ulps);
      checkDown("-mulUp " + place, -Outward.mulUp(a, b), product.negate(), ulps);
    }
  }

  /** {@code q <= a / b} is {@code q |b| <= a sign(b)}. */
  @Test
  void quotientsStayOnTheirSide() {
    for (int k = 0; k < PAIRS; k++) {
      double a = operand();
      double b = operand();
      if (b == 0) {
        continue;
      }
      Dyadic divisor = Dyadic.of(Math.abs(b));
      Dyadic dividend = Dyadic.of(b < 0 ? -a : a);
      double down = Outward.divDown(a, b);
      double up = Outward.divUp(a, b);
      String place = a + " / " + b + " in " + down + ", " + up;
      assertTrue(times(down, divisor).compareTo(dividend) <= 0, place);
      assertTrue(times(up, divisor).compareTo(dividend) >= 0, place);
      double tight = Math.nextUp(Math.nextUp(down));
      assertTrue(a == 0 || times(tight, divisor).compareTo(dividend) >= 0, "far down: " + place);
    }
  }

  private static Dyadic times(double quotient, Dyadic divisor) {
    return Dyadic.of(quotient).times(divisor);
  }

  @Test
  void floatsAreTheClosestOnTheirSide() {
    for (int k = 0; k < PAIRS; k++) {
      double value =
          numbers.below(2) == 0 ? operand() : Math.scalb(operand(), numbers.below(2) * -126);
      double down = Outward.floatDown(value);
      double up = Outward.floatUp(value);
      assertTrue(down <= value && value <= up, () -> value + " in " + down + ", " + up);
      assertTrue(Math.nextUp((float) down) > value, () -> down + " far below " + value);
      assertTrue(Math.nextDown((float) up) < value, () -> up + " far above " + value);
    }
    assertEquals(-INF, Outward.floatDown(-1e300));
    assertEquals(Float.MAX_VALUE, Outward.floatDown(1e300));
    assertEquals(INF, Outward.floatDown(INF));
    assertEquals(INF, Outward.floatUp(1e300));
    assertTrue(Float.isNaN(Outward.floatDown(Double.NaN)));
    assertTrue(Float.isNaN(Outward.floatUp(Double.NaN)));
  }

  @Test
  void infiniteOperandsGiveWhatTheyStandFor() {
    assertEquals(INF, Outward.addDown(INF, -1e300));
    assertEquals(-INF, Outward.addDown(-INF, 1e300));
    assertEquals(Double.MAX_VALUE, Outward.addDown(Double.MAX_VALUE, Double.MAX_VALUE));
    assertEquals(-Double.MAX_VALUE, Outward.addUp(-Double.MAX_VALUE, -Double.MAX_VALUE));
    assertEquals(0, Outward.mulDown(0, INF), 0);
    assertEquals(0, Outward.mulUp(-INF, 0), 0);
    assertEquals(-INF, Outward.mulDown(-2, INF));
    assertEquals(INF, Outward.mulUp(2, INF));
    assertEquals(Double.MAX_VALUE, Outward.mulDown(1e200, 1e200));
    assertEquals(-Double.MAX_VALUE, Outward.mulUp(-1e200, 1e200));
    assertEquals(INF, Outward.divDown(INF, 3));
    assertEquals(-INF, Outward.divDown(-INF, 3));
    assertTrue(Outward.divDown(1, INF) <= 0 && Outward.divUp(1, INF) >= 0);
  }

  @Test
  void notANumberStaysSo() {
    double nan = Double.NaN;
    assertTrue(Double.isNaN(Outward.addDown(nan, 1)));
    assertTrue(Double.isNaN(Outward.addUp(INF, -INF)));
    assertTrue(Double.isNaN(Outward.mulDown(nan, 0)));
    assertTrue(Double.isNaN(Outward.mulUp(0, nan)));
    assertTrue(Double.isNaN(Outward.divUp(nan, 2)));
  }
}
