package dev.hasse.relax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Dyadic;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import org.junit.jupiter.api.Test;

/** Both lines against the activation in exact arithmetic. */
final class ReluRelaxationTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final double[] ENDS = {
    -INF,
    -1e308,
    -1e30,
    -1,
    -0.1,
    -1e-9,
    -1e-30,
    -Double.MIN_NORMAL,
    -Double.MIN_VALUE,
    -0.0,
    0.0,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e-30,
    1e-9,
    0.1,
    1,
    1e30,
    1e308,
    INF
  };

  @Test
  void linesEncloseTheActivationAtAwkwardEnds() {
    for (int i = 0; i < ENDS.length; i++) {
      for (int j = i; j < ENDS.length; j++) {
        if (ENDS[i] != INF && ENDS[j] != -INF) {
          check(ENDS[i], ENDS[j]);
        }
      }
    }
  }

  @Test
  void linesEncloseTheActivationAtRandomEnds() {
    Numbers numbers = new Numbers("relaxation");
    for (int k = 0; k < 100_000; k++) {
      Style style = numbers.style();
      double a = numbers.next(style);
      double b = numbers.next(style);
      check(Math.min(a, b), Math.max(a, b));
    }
  }

  /** The slope to nearest, as a double and as the floats around it: any number must do. */
  private static void check(double l, double u) {
    double slope = ReluRelaxation.upperSlope(l, u);
    assertTrue(slope >= 0 && slope <= 1, () -> l + ", " + u + ": slope " + slope);
    checkLines(l, u, slope);
    if (slope > 0 && slope < 1) {
      float stored = (float) slope;
      checkLines(l, u, stored);
      checkLines(l, u, Math.max(0, Math.nextDown(stored)));
      checkLines(l, u, Math.min(1, Math.nextUp(stored)));
    }
  }

  private static void checkLines(double l, double u, double slope) {
    double intercept = ReluRelaxation.upperIntercept(l, u, slope);
    String place = "[" + l + ", " + u + "], slope " + slope + ", intercept " + intercept;
    for (double z : new double[] {l, u, 0.0, -1.5, 1.5}) {
      if (z < l || z > u || Double.isInfinite(z)) {
        continue;
      }
      Dyadic x = Dyadic.of(z);
      Dyadic relu = x.max(Dyadic.ZERO);
      Dyadic below = Dyadic.of(ReluRelaxation.lowerSlope(l, u)).times(x);
      assertTrue(below.compareTo(relu) <= 0, () -> place + ": lower line at " + z);
      Dyadic above = Dyadic.of(slope).times(x).plus(Dyadic.of(intercept));
      assertTrue(above.compareTo(relu) >= 0, () -> place + ": upper line at " + z);
    }
    if (Double.isInfinite(l) || Double.isInfinite(u)) {
      return;
    }
    Dyadic atLower = Dyadic.of(l).max(Dyadic.ZERO).minus(Dyadic.of(slope).times(Dyadic.of(l)));
    Dyadic atUpper = Dyadic.of(u).max(Dyadic.ZERO).minus(Dyadic.of(slope).times(Dyadic.of(u)));
    double needed = atLower.max(atUpper).doubleValue();
    if (needed < 1e300) {
      assertTrue(intercept <= needed * (1 + 0x1p-48) + 4 * Double.MIN_NORMAL, place + " is loose");
    }
  }

  @Test
  void stableNeuronsAreExact() {
    assertEquals(1, ReluRelaxation.lowerSlope(0, 3));
    assertEquals(1, ReluRelaxation.upperSlope(0, 3));
    assertEquals(0, ReluRelaxation.upperIntercept(0, 3, 1));
    assertEquals(0, ReluRelaxation.lowerSlope(-3, 0));
    assertEquals(0, ReluRelaxation.upperSlope(-3, 0));
    assertEquals(0, ReluRelaxation.upperIntercept(-3, 0, 0));
  }

  @Test
  void theLowerLineLeansToTheLongerSide() {
    assertEquals(1, ReluRelaxation.lowerSlope(-1, Math.nextUp(1.0)));
    assertEquals(0, ReluRelaxation.lowerSlope(-1, 1));
    assertEquals(0, ReluRelaxation.lowerSlope(-1, Math.nextDown(1.0)));
  }

  @Test
  void unstableIsWhatHasBothSides() {
    assertTrue(ReluRelaxation.isUnstable(-Double.MIN_VALUE, Double.MIN_VALUE));
    assertFalse(ReluRelaxation.isUnstable(-0.0, 1));
    assertFalse(ReluRelaxation.isUnstable(0.0, 0.0));
    assertFalse(ReluRelaxation.isUnstable(-1, -0.0));
    assertTrue(ReluRelaxation.isUnstable(-INF, INF));
    assertTrue(ReluRelaxation.isUnstable(Double.NaN, 1));
    assertTrue(ReluRelaxation.isUnstable(-1, Double.NaN));
  }
}
