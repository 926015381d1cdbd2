package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleComparisonTest {
  private static final int DRAWS = 4000;

  /** Tables of the Mann-Whitney test: U of 0 to 5 for 6 and 6, 0 to 8 for 7 and 7, 30 for 11. */
  @Test
  void leavesOutWhatTheTablesSay() {
    assertEquals(0, SampleComparison.leftOut(3, 3));
    assertEquals(1, SampleComparison.leftOut(4, 4));
    assertEquals(6, SampleComparison.leftOut(6, 6));
    assertEquals(9, SampleComparison.leftOut(7, 7));
    assertEquals(31, SampleComparison.leftOut(11, 11));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 11, 60})
  void equalDistributionsSeldomAlarm(int samples) {
    Random random = new Random(1);
    int alarms = 0;
    int beyondThreshold = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      SampleComparison found =
          SampleComparison.of(skewed(random, samples, 1), skewed(random, samples, 1));
      alarms += found.isRegression(0) ? 1 : 0;
      beyondThreshold += found.isRegression(0.05) ? 1 : 0;
    }
    // At most 2.5 % by the test's own level; 3.3 % is three standard deviations above.
    assertTrue(alarms <= 0.033 * DRAWS, alarms + " alarms");
    assertTrue(beyondThreshold <= alarms);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 11, 60})
  void aFifthMoreIsFound(int samples) {
    Random random = new Random(2);
    int found = 0;
    int faster = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Samples fast = skewed(random, samples, 1);
      Samples slow = skewed(random, samples, 1.2);
      found += SampleComparison.of(fast, slow).isRegression(0.05) ? 1 : 0;
      faster += SampleComparison.of(slow, fast).isImprovement(0.05) ? 1 : 0;
    }
    assertTrue(found >= 0.95 * DRAWS, found + " found");
    assertTrue(faster >= 0.95 * DRAWS, faster + " found");
  }

  @Test
  void fewSamplesSayNothing() {
    Random random = new Random(3);
    SampleComparison found = SampleComparison.of(skewed(random, 3, 1), skewed(random, 3, 100));
    assertFalse(found.isRegression(0.05));
    assertEquals(Double.POSITIVE_INFINITY, found.upper());
  }

  /** Times as machines give them: a floor of 1, and a tail that is usually a few per cent. */
  private static Samples skewed(Random random, int count, double factor) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = factor * (1 + 0.05 * random.nextGaussian() * random.nextGaussian() + 0.02);
    }
    return Samples.of(values);
  }
}
