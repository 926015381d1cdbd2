package dev.hasse.relax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.PreciseLogistic;
import dev.hasse.numeric.Logistic;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines around sigmoids at bounds of every magnitude, judged in decimals of 50 digits. */
final class SigmoidRelaxationTest {
  private static final int INTERVALS = 400;
  private static final int POINTS = 5;

  @Test
  void linesEncloseOnIntervalsOfEverySize() {
    Random random = new Random(1);
    for (int k = 0; k < INTERVALS; k++) {
      double scale = Math.scalb(1.0, random.nextInt(24) - 14);
      double a = scale * random.nextGaussian();
      double b = random.nextInt(4) == 0 ? a + Math.ulp(a) * random.nextInt(9) : draw(random);
      double l = Math.min(a, b);
      double u = Math.max(a, b);
      double below = SigmoidRelaxation.lowerSlope(l, u);
      double above = SigmoidRelaxation.upperSlope(l, u);
      require(l, u, below, SigmoidRelaxation.lowerIntercept(l, u, below), 1, random);
      require(l, u, above, SigmoidRelaxation.upperIntercept(l, u, above), -1, random);
    }
  }

  /** An intercept answers for the slope that it is given, whichever that is. */
  @Test
  void interceptsEncloseWhateverTheSlope() {
    Random random = new Random(2);
    for (int k = 0; k < INTERVALS; k++) {
      double a = draw(random);
      double b = draw(random);
      double l = Math.min(a, b);
      double u = Math.max(a, b);
      double slope = 0.25 * random.nextDouble();
      slope = random.nextInt(3) == 0 ? Math.scalb(slope, -random.nextInt(90)) : slope;
      require(l, u, slope, SigmoidRelaxation.lowerIntercept(l, u, slope), 1, random);
      require(l, u, slope, SigmoidRelaxation.upperIntercept(l, u, slope), -1, random);
    }
  }

  private static double draw(Random random) {
    return random.nextGaussian() * Math.scalb(1.0, random.nextInt(24) - 14);
  }

  /** Judges a line at the ends, where its tangent is parallel, and at random points. */
  private static void require(
      double l, double u, double slope, double intercept, int sign, Random random) {
    double[] points = new double[POINTS + 4];
    points[0] = l;
    points[1] = u;
    double q = (1 - Math.sqrt(Math.max(0, 1 - 4 * slope))) / 2;
    double critical = slope > 0 ? Math.log(q / (1 - q)) : l;
    points[2] = Math.max(l, Math.min(u, critical));
    points[3] = Math.max(l, Math.min(u, -critical));
    for (int k = 0; k < POINTS; k++) {
      points[4 + k] = Math.max(l, Math.min(u, l + random.nextDouble() * (u - l)));
    }
    for (double z : points) {
      BigDecimal line =
          new BigDecimal(slope).multiply(new BigDecimal(z)).add(new BigDecimal(intercept));
      BigDecimal gap = PreciseLogistic.of(z).subtract(line);
      assertTrue(
          gap.signum() * sign >= 0,
          () -> "[" + l + ", " + u + "], slope " + slope + " at " + z + ": " + gap.doubleValue());
    }
  }

  /** Where the curve bends one way, chords and tangents are as near as they can be. */
  @Test
  void linesTouchTheCurve() {
    assertTouches(-3, -1, -2, -3);
    assertTouches(1, 3, 1, 2);
    assertTouches(-1, 1, 1, -1);
    assertTouches(-0.1, 5, -0.1, -0.1);
    assertTouches(-5, 0.1, 0.1, 0.1);
  }

  /** The points where the lines below and above should meet the curve. */
  private static void assertTouches(double l, double u, double below, double above) {
    double lower = SigmoidRelaxation.lowerSlope(l, u);
    double upper = SigmoidRelaxation.upperSlope(l, u);
    double atBelow = lower * below + SigmoidRelaxation.lowerIntercept(l, u, lower);
    double atAbove = upper * above + SigmoidRelaxation.upperIntercept(l, u, upper);
    assertEquals(Logistic.nearest(below), atBelow, 1e-7, "below on " + l + ", " + u);
    assertEquals(Logistic.nearest(above), atAbove, 1e-7, "above on " + l + ", " + u);
  }

  @Test
  void boundsThatAreNoNumbersGiveTheWholeRange() {
    double slope = SigmoidRelaxation.lowerSlope(Double.NaN, 1);
    assertEquals(0, slope);
    assertEquals(0, SigmoidRelaxation.lowerIntercept(Double.NaN, Double.NaN, 0));
    assertEquals(1, SigmoidRelaxation.upperIntercept(Double.NaN, Double.NaN, 0));
    assertTrue(SigmoidRelaxation.isUnstable(Double.NaN, 0));
  }

  @Test
  void infiniteBoundsGiveFlatLines() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(0, SigmoidRelaxation.lowerSlope(-inf, 3));
    assertEquals(0, SigmoidRelaxation.upperSlope(-3, inf));
    assertEquals(0, SigmoidRelaxation.lowerIntercept(-inf, inf, 0));
    assertEquals(1, SigmoidRelaxation.upperIntercept(-inf, inf, 0));
  }
}
