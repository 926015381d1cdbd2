package dev.hasse.compute.nd4j;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import java.util.Arrays;

/**
 * One box's neurons at a ReLU, as rows with slopes of their own meet them: which are unstable,
 * active or inactive, as numbers that loops without branches multiply by.
 */
final class SlopeNeurons {
  /** Any positive float times this, twice, is above 1, and 1 is infinite. */
  static final float HUGE = 0x1p126f;

  /** 1 where a neuron is unstable, else 0. */
  private final float[] unstable;

  /** 1 where a neuron is active, -1 where it is inactive, else 0. */
  private final float[] sign;

  /** The smallest parameter. */
  private final float[] lowest;

  /** The largest magnitude of the pre-activation. */
  private final float[] largest;

  /** Reads a box's bounds. */
  SlopeNeurons(Interval bounds, int box) {
    int width = bounds.width();
    this.unstable = new float[width];
    this.sign = new float[width];
    this.lowest = new float[width];
    this.largest = new float[width];
    int at = box * width;
    float[] lower = Arrays.copyOfRange(bounds.lower(), at, at + width);
    float[] upper = Arrays.copyOfRange(bounds.upper(), at, at + width);
    // Short loops, for the JVM's compiler vectorises no others.
    for (int i = 0; i < width; i++) {
      unstable[i] = Math.min(1f, Math.max(0f, upper[i]) * HUGE * HUGE);
    }
    for (int i = 0; i < width; i++) {
      sign[i] = Math.min(1f, Math.max(0f, -lower[i]) * HUGE * HUGE);
    }
    for (int i = 0; i < width; i++) {
      unstable[i] = unstable[i] * sign[i];
    }
    for (int i = 0; i < width; i++) {
      sign[i] = (1 - unstable[i]) * (1 - 2 * sign[i]);
    }
    for (int i = 0; i < width; i++) {
      lowest[i] = (1 - unstable[i]) * -Float.MAX_VALUE;
    }
    for (int i = 0; i < width; i++) {
      largest[i] = Math.max(Math.abs(lower[i]), Math.abs(upper[i]));
    }
  }

  float[] unstable() {
    return unstable;
  }

  float[] sign() {
    return sign;
  }

  /** The largest parameter: 1 for a slope, 0 for the negative of a multiplier. */
  float[] highest() {
    return unstable;
  }

  float[] lowest() {
    return lowest;
  }

  float[] largest() {
    return largest;
  }

  /** Puts a parameter into its range; not-a-number becomes 0. */
  float within(int i, float parameter) {
    float value = Math.max(lowest[i], Math.min(unstable[i], parameter));
    return Float.isNaN(value) ? 0f : value;
  }
}
