package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines at bounds of every magnitude, subnormal ones included, judged in exact arithmetic. */
final class ReluLinesTest {
  private static final int NEURONS = 20_000;

  @Test
  void linesEncloseAtBothEndsWhateverTheExponents() {
    requireSound(new Random(1), -149, 100, 0);
  }

  @Test
  void linesEncloseNearTheSmallestFloats() {
    requireSound(new Random(2), -149, -140, 0);
  }

  @Test
  void linesEncloseWhereBothBoundsAreAlike() {
    requireSound(new Random(3), -3, 3, 0);
  }

  @Test
  void linesEncloseBesideABoundThatIsLarge() {
    requireSound(new Random(4), -149, 120, Float.MAX_VALUE);
  }

  /**
   * Judges a box of random bounds.
   *
   * @param large upper bound of one more neuron, or 0
   */
  private static void requireSound(Random random, int least, int most, float large) {
    Interval z = new Interval(new FloatPool(), 1, NEURONS);
    for (int k = 0; k < NEURONS; k++) {
      float a = draw(random, least, most);
      float b = draw(random, least, most);
      z.lower()[k] = Math.min(a, b);
      z.upper()[k] = Math.max(a, b);
    }
    if (large > 0) {
      z.upper()[0] = large;
    }
    Relaxation lines = ReluLines.of(new FloatPool(), z);
    int live = 0;
    for (int k = 0; k < NEURONS; k++) {
      requireSound(z.lower()[k], z.upper()[k], lines, k);
      boolean inactive = lines.upperSlope()[k] == 0 && lines.upperIntercept()[k] == 0;
      live += inactive ? 0 : 1;
    }
    assertEquals(live, lines.live(0) == null ? NEURONS : lines.live(0).length);
  }

  private static float draw(Random random, int least, int most) {
    float magnitude = Math.scalb(1 + random.nextFloat(), least + random.nextInt(most - least + 1));
    return random.nextInt(20) == 0 ? 0 : random.nextBoolean() ? magnitude : -magnitude;
  }

  private static void requireSound(float l, float u, Relaxation lines, int k) {
    float slope = lines.upperSlope()[k];
    float intercept = lines.upperIntercept()[k];
    float lower = lines.lowerSlope()[k];
    String what = l + " to " + u + ": " + slope + " z + " + intercept + ", below " + lower;
    assertTrue(slope >= 0 && slope <= 1 && (slope == 0 || slope >= 0x1p-100f), what);
    assertTrue(intercept == 0 || intercept >= 0x1p-100f, what);
    assertTrue(lower == 0 || lower == 1, what);
    for (float end : new float[] {l, u}) {
      BigDecimal line =
          new BigDecimal(slope).multiply(new BigDecimal(end)).add(new BigDecimal(intercept));
      assertTrue(line.compareTo(new BigDecimal(Math.max(0, end))) >= 0, what);
    }
    if (l < 0 && u > 0) {
      assertFalse(intercept == 0, what);
      assertEquals(Math.max(-l, u), lines.magnitude()[k], what);
    } else if (u >= 0x1p-100f) {
      assertTrue(slope == 1 && lower == 1 && intercept == 0, what);
    } else if (l < 0) {
      assertTrue(slope == 0 && intercept == 0, what);
    }
  }
}
