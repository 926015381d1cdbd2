package dev.hasse.compute.nd4j;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.relax.ReluRelaxation;

/**
 * One box's neurons at a ReLU, as rows with slopes of their own meet them: which are unstable,
 * active or inactive, as numbers that loops without branches multiply by.
 */
final class SlopeNeurons {
  private final int width;

  /** 1 where a neuron is unstable, else 0. */
  private final float[] unstable;

  /** 1 where a neuron is active, -1 where it is inactive, else 0. */
  private final float[] sign;

  /** The largest parameter: 1 for a slope, 0 for the negative of a multiplier. */
  private final float[] highest;

  /** The smallest parameter. */
  private final float[] lowest;

  /** The largest magnitude of the pre-activation. */
  private final float[] largest;

  SlopeNeurons(int width) {
    this.width = width;
    this.unstable = new float[width];
    this.sign = new float[width];
    this.highest = new float[width];
    this.lowest = new float[width];
    this.largest = new float[width];
  }

  /** Reads a box's bounds. */
  void read(Interval bounds, int box) {
    float[] lower = bounds.lower();
    float[] upper = bounds.upper();
    int at = box * width;
    for (int i = 0; i < width; i++) {
      float l = lower[at + i];
      float u = upper[at + i];
      boolean open = ReluRelaxation.isUnstable(l, u);
      unstable[i] = open ? 1f : 0f;
      sign[i] = open ? 0f : l >= 0 ? 1f : -1f;
      highest[i] = unstable[i];
      lowest[i] = open ? 0f : -Float.MAX_VALUE;
      largest[i] = Math.max(Math.abs(l), Math.abs(u));
    }
  }

  int width() {
    return width;
  }

  float[] unstable() {
    return unstable;
  }

  float[] sign() {
    return sign;
  }

  float[] highest() {
    return highest;
  }

  float[] lowest() {
    return lowest;
  }

  float[] largest() {
    return largest;
  }

  /** Puts a parameter into its range; not-a-number becomes 0. */
  float within(int i, float parameter) {
    float value = Math.max(lowest[i], Math.min(highest[i], parameter));
    return Float.isNaN(value) ? 0f : value;
  }
}
