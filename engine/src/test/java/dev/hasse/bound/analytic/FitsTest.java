package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Fits and intervals against figures worked out by hand or printed in tables. */
class FitsTest {
  private static Curve curve(List<Double> x, List<Double> y) {
    return new Curve("c", "x", x, List.of(new Series("y", y)));
  }

  private static GrowthLaw law(List<Double> x, List<Double> y, GrowthLaw.Form form) {
    Curve curve = curve(x, y);
    return GrowthLaw.fit(curve, curve.series().get(0), form).orElseThrow();
  }

  @Test
  void linesAreFoundExactly() {
    GrowthLaw line = law(List.of(1.0, 2.0, 4.0), List.of(5.0, 7.0, 11.0), GrowthLaw.Form.LINEAR);
    assertEquals(2, line.slope(), 1e-14);
    assertEquals(3, line.intercept(), 1e-14);
    assertEquals(1, line.rSquared(), 1e-14);
    GrowthLaw powers =
        law(List.of(1.0, 2.0, 3.0), List.of(100.0, 1e4, 1e6), GrowthLaw.Form.DECADES);
    assertEquals(2, powers.slope(), 1e-14);
    assertEquals(0, powers.intercept(), 1e-12);
  }

  /** Points (0,0), (1,2), (2,1): slope 1/2, 3/4 of the variance left. */
  @Test
  void scatterLeavesVariance() {
    GrowthLaw law = law(List.of(0.0, 1.0, 2.0), List.of(0.0, 2.0, 1.0), GrowthLaw.Form.LINEAR);
    assertEquals(0.5, law.slope(), 1e-14);
    assertEquals(0.25, law.rSquared(), 1e-14);
  }

  @Test
  void whatHasNoLogarithmIsLeftOut() {
    GrowthLaw law =
        law(
            List.of(0.0, 1.0, 2.0, 3.0),
            List.of(0.0, 10.0, Double.NaN, 1000.0),
            GrowthLaw.Form.DECADES);
    assertEquals(1, law.slope(), 1e-14);
    Curve one = curve(List.of(1.0), List.of(1.0));
    assertTrue(GrowthLaw.fit(one, one.series().get(0), GrowthLaw.Form.LINEAR).isEmpty());
  }

  @Test
  void stepsAreFoundBetweenPoints() {
    Curve curve = curve(List.of(0.0, 1.0, 2.0, 3.0), List.of(0.0, 0.0, 0.8, 0.6));
    StepLaw step = StepLaw.fit(curve, curve.series().get(0));
    assertEquals(0.8, step.plateau());
    assertEquals(1.1, step.tenth(), 1e-14);
    assertEquals(1.5, step.half(), 1e-14);
    assertEquals(0.8, step.width(), 1e-14);
    Curve flat = curve(List.of(0.0, 1.0), List.of(0.0, 0.0));
    assertTrue(Double.isNaN(StepLaw.fit(flat, flat.series().get(0)).half()));
  }

  /** Ends in closed form for no hits and for all, and the tabulated interval of 5 of 10. */
  @Test
  void intervalsAreThoseOfClopperAndPearson() {
    Proportion none = Proportion.of(0, 10);
    assertEquals(0, none.lower());
    assertEquals(1 - Math.pow(0.025, 0.1), none.upper(), 1e-9);
    Proportion all = Proportion.of(10, 10);
    assertEquals(Math.pow(0.025, 0.1), all.lower(), 1e-9);
    assertEquals(1, all.upper());
    Proportion half = Proportion.of(5, 10);
    assertEquals(0.1871, half.lower(), 5e-5);
    assertEquals(0.8129, half.upper(), 5e-5);
    assertEquals(0.5, half.share());
    assertThrows(IllegalArgumentException.class, () -> Proportion.of(3, 2));
  }

  /** Two samples of two outputs: differences (1, 4) and (3, 2). */
  @Test
  void meanAndRecordedMeanDiffer() {
    SampledDivergence sampled =
        SampledDivergence.of(new double[] {1, 4, 3, 0}, new double[] {0, 0, 0, 2}, 2);
    assertEquals(3.5, sampled.mean());
    assertEquals(3.5, sampled.recorded());
    SampledDivergence other =
        SampledDivergence.of(new double[] {1, 4, 0, 5}, new double[] {0, 0, 0, 0}, 2);
    assertEquals(4.5, other.mean());
    assertEquals(3, other.recorded());
    assertEquals(5, other.largest());
    assertEquals(1, other.at());
  }
}
