package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.domain.BoxBatch;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Positive parts are those of the bounds at the time, whenever they are computed. */
class PositivePartTest {
  private static final float[] LOWER = {0, 0, 1, 0};
  private static final float[] UPPER = {0, 2, 3, Float.POSITIVE_INFINITY};

  private final FloatPool pool = new FloatPool();
  private Interval bounds;
  private Interval parts;

  @BeforeEach
  void makeParts() {
    double[] lower = {-2, -1, 1, Double.NEGATIVE_INFINITY};
    double[] upper = {-1, 2, 3, Double.POSITIVE_INFINITY};
    bounds = new Interval(pool, new BoxBatch(2, 2, lower, upper));
    parts = bounds.positivePart();
  }

  @Test
  void boundsThatChangeLeaveThemAlone() {
    bounds.change();
    Arrays.fill(bounds.lower(), 7);
    Arrays.fill(bounds.upper(), 8);
    requireParts(parts);
  }

  @Test
  void boundsThatGoLeaveThemAlone() {
    bounds.close();
    Interval other = new Interval(pool, 2, 2);
    Arrays.fill(other.lower(), 7);
    Arrays.fill(other.upper(), 8);
    requireParts(parts);
  }

  @Test
  void partsThatChangeLeaveTheBoundsAlone() {
    parts.change();
    Arrays.fill(parts.lower(), 7);
    parts.close();
    assertArrayEquals(
        new float[] {-2, -1, 1, Float.NEGATIVE_INFINITY}, Arrays.copyOf(bounds.lower(), 4));
    assertArrayEquals(
        new float[] {-1, 2, 3, Float.POSITIVE_INFINITY}, Arrays.copyOf(bounds.upper(), 4));
  }

  @Test
  void partsOfPartsAreTheSame() {
    requireParts(parts.positivePart());
    requireParts(parts);
  }

  @Test
  void stretchesAndPlacesAreCopied() {
    float[] lower = new float[2];
    float[] upper = new float[2];
    parts.copy(1, 2, lower, upper);
    assertArrayEquals(new float[] {0, 1}, lower);
    assertArrayEquals(new float[] {2, 3}, upper);
    parts.gather(0, 2, new int[] {1}, lower, upper);
    assertArrayEquals(new float[] {0, 0}, lower);
    assertArrayEquals(new float[] {2, Float.POSITIVE_INFINITY}, upper);
  }

  private static void requireParts(Interval parts) {
    assertArrayEquals(LOWER, Arrays.copyOf(parts.lower(), 4));
    assertArrayEquals(UPPER, Arrays.copyOf(parts.upper(), 4));
  }
}
