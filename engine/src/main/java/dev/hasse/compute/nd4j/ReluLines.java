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

  private static final int SMALLEST_BITS = Float.floatToRawIntBits(SMALLEST);
  private static final int ONE_BITS = Float.floatToRawIntBits(1f);

  private ReluLines() {}

  static Relaxation of(FloatPool pool, Interval z) {
    float[] lower = z.lower();
    float[] upper = z.upper();
    Relaxation lines = new Relaxation(pool, z.boxes(), z.width());
    upperLines(lower, upper, lines.upperSlope(), lines.upperIntercept(), z.length());
    for (int b = 0; b < z.boxes(); b++) {
      int from = b * z.width();
      double sum = magnitudes(lower, upper, lines.magnitude(), from, from + z.width());
      int live =
          sum < LARGE
              ? finish(lower, upper, lines, from, from + z.width())
              : carefully(lower, upper, lines, from, from + z.width());
      lines.magnitudeSum()[b] = sum * (1 + 0x1p-20);
      lines.findLive(b, live);
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

  /** The largest magnitude of each neuron; returns their sum. */
  private static double magnitudes(float[] l, float[] u, float[] to, int from, int end) {
    double sum = 0;
    for (int k = from; k < end; k++) {
      to[k] = Math.max(Math.abs(l[k]), Math.abs(u[k]));
      sum += to[k];
    }
    return sum;
  }

  /**
   * Lower slopes, 1 where {@code l + u > 0}, and the smallest intercept added to all that are not
   * 0. A float is above 0 where its bits are, and what is subtracted from 0 below is the sign.
   *
   * @return how many are not inactive
   */
  private static int finish(float[] l, float[] u, Relaxation lines, int from, int end) {
    float[] slope = lines.upperSlope();
    float[] intercept = lines.upperIntercept();
    float[] lowerSlope = lines.lowerSlope();
    float[] magnitude = lines.magnitude();
    int live = 0;
    for (int k = from; k < end; k++) {
      int lean = Float.floatToRawIntBits(l[k] + u[k]);
      lowerSlope[k] = Float.intBitsToFloat(ONE_BITS & (-lean >> 31) & ~(lean >> 31));
      int nonzero = -Float.floatToRawIntBits(intercept[k]) >> 31;
      float t = intercept[k] + Float.intBitsToFloat(SMALLEST_BITS & nonzero);
      intercept[k] = t;
      magnitude[k] = Float.intBitsToFloat(Float.floatToRawIntBits(magnitude[k]) & nonzero);
      live += -Float.floatToRawIntBits(slope[k] + t) >>> 31;
    }
    return live;
  }

  /** The same for any bounds. */
  private static int carefully(float[] lower, float[] upper, Relaxation lines, int from, int end) {
    int live = 0;
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
      lines.magnitude()[k] = intercept == 0 ? 0 : lines.magnitude()[k];
      live += slope == 0 && intercept == 0 ? 0 : 1;
    }
    return live;
  }
}
