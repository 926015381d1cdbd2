package dev.hasse.compute.nd4j;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.numeric.Outward;
import dev.hasse.relax.ReluRelaxation;

/**
 * The lines around ReLUs, {@link ReluRelaxation} in float32 (docs/SOUNDNESS.md, "Lines in
 * float32"). Bounds of millions of neurons pass here, and which branch one takes cannot be
 * predicted, so there are none; boxes with infinite or very large bounds go another way.
 */
final class ReluLines {
  /** Slopes below are 0 and intercepts below are this: their products must not underflow. */
  private static final float SMALLEST = 0x1p-100f;

  /** Added and subtracted again, it leaves of a number in [0, 1] 0 or a multiple of 2^-83. */
  private static final float COARSE = 0x1p-60f;

  /** Eight units, for five roundings. */
  private static final float ROUNDINGS = 1 + 0x1p-21f;

  /** Bounds that add up to less overflow nowhere. */
  private static final double LARGE = 0x1p126;

  /** Twice times any float above 0, it is at least 1. */
  private static final float HUGE = 0x1p120f;

  private ReluLines() {}

  static Relaxation of(FloatPool pool, Interval z) {
    float[] lower = z.lower();
    float[] upper = z.upper();
    Relaxation lines = new Relaxation(pool, z.boxes(), z.width());
    upperLines(lower, upper, lines.upperSlope(), lines.upperIntercept(), z.length());
    magnitudes(lower, upper, lines.magnitude(), z.length());
    for (int b = 0; b < z.boxes(); b++) {
      lines.magnitudeSum()[b] = sum(lines.magnitude(), b * z.width(), (b + 1) * z.width());
    }
    lowerSlopes(lower, upper, lines.lowerSlope(), z.length());
    finish(lines.upperIntercept(), lines.magnitude(), z.length());
    for (int b = 0; b < z.boxes(); b++) {
      int from = b * z.width();
      if (!(lines.magnitudeSum()[b] < LARGE)) {
        carefully(lower, upper, lines, from, from + z.width());
      }
      lines.magnitudeSum()[b] *= 1 + 0x1p-20;
      lines.findLive(b, live(lines, from, from + z.width()));
    }
    return lines;
  }

  /** Not-a-number where bounds are infinite. */
  private static void upperLines(float[] l, float[] u, float[] slope, float[] t, int length) {
    for (int k = 0; k < length; k++) {
      float positive = (u[k] + Math.abs(u[k])) * 0.5f;
      float negative = (Math.abs(l[k]) - l[k]) * 0.5f;
      float chord = positive / ((positive + negative) + Float.MIN_NORMAL);
      float s = (chord + COARSE) - COARSE;
      float atLower = s * negative;
      float atUpper = (1 - s) * positive;
      slope[k] = s;
      t[k] = (atLower + Math.abs(atLower - atUpper)) * ROUNDINGS;
    }
  }

  private static void magnitudes(float[] l, float[] u, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = Math.max(Math.abs(l[k]), Math.abs(u[k]));
    }
  }

  private static double sum(float[] values, int from, int end) {
    double sum = 0;
    for (int k = from; k < end; k++) {
      sum += values[k];
    }
    return sum;
  }

  /** 1 where {@code l + u > 0}, else 0. */
  private static void lowerSlopes(float[] l, float[] u, float[] slope, int length) {
    for (int k = 0; k < length; k++) {
      slope[k] = Math.min(1f, Math.max(0f, l[k] + u[k]) * HUGE * HUGE);
    }
  }

  /** Adds the smallest intercept to all that are not 0; where one is, so is the magnitude. */
  private static void finish(float[] intercept, float[] magnitude, int length) {
    for (int k = 0; k < length; k++) {
      float t = intercept[k];
      float nonzero = Math.min(1f, t * HUGE * HUGE);
      intercept[k] = t + SMALLEST * nonzero;
      magnitude[k] *= nonzero;
    }
  }

  /** How many neurons are not inactive; no slope is below 0, nor an intercept. */
  private static int live(Relaxation lines, int from, int end) {
    float[] slope = lines.upperSlope();
    float[] intercept = lines.upperIntercept();
    int live = 0;
    for (int k = from; k < end; k++) {
      live += -(Float.floatToRawIntBits(slope[k] + intercept[k]) & Integer.MAX_VALUE) >>> 31;
    }
    return live;
  }

  /** The same for any bounds. */
  private static void carefully(float[] lower, float[] upper, Relaxation lines, int from, int end) {
    for (int k = from; k < end; k++) {
      float l = lower[k];
      float u = upper[k];
      float slope = Outward.floatNearest(ReluRelaxation.upperSlope(l, u));
      slope = slope < SMALLEST ? 0 : slope;
      float intercept = Outward.floatUp(ReluRelaxation.upperIntercept(l, u, slope));
      intercept = intercept == 0 ? 0 : Math.max(intercept, SMALLEST);
      lines.lowerSlope()[k] = ReluRelaxation.lowerSlope(l, u);
      lines.upperSlope()[k] = slope;
      lines.upperIntercept()[k] = intercept;
      lines.magnitude()[k] = intercept == 0 ? 0 : Math.max(Math.abs(l), Math.abs(u));
    }
  }
}
