package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;
import java.util.Arrays;

/**
 * ReLUs on points, boxes and rows, and their derivatives: centre c, radius r, {@code l = c - r},
 * {@code u = c + r}. A chord is {@code s z + t} with {@code s = u+ / (u+ + l-)}, {@code l- =
 * max(-l, 0)}, {@code u+ = max(u, 0)}, and {@code t = s l-}. So a stable neuron has slope 1 or 0
 * and no intercept, but for the inactive one at 0, where the quotient is of zeros.
 *
 * <p>All loops are of the kind that C2 turns into vector code: no branch, one result or two from a
 * few arrays, and the same index for all of them. A loop that is not takes 4 to 15 times as long
 * (docs/notes/training.md), so rows are copied to arrays of their own, which begin where slopes and
 * boxes do.
 */
final class TriangleLoops {
  private static final float LARGE = 0x1p100f;

  /** Makes the smallest numbers normal; divisions by others are slow. */
  private static final float SMALL_TO_NORMAL = 0x1p24f;

  private float[] below = new float[0];
  private float[] above = new float[0];
  private float[] intercept = new float[0];
  private float[] byFirst = new float[0]; // by slopes, or by centres
  private float[] bySecond = new float[0]; // by intercepts, or by radii
  private float[] centre = new float[0];
  private float[] radius = new float[0];
  private float[] row = new float[0];
  private float[] more = new float[0];

  static void relu(float[] x, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = Math.max(x[k], 0f);
    }
  }

  static void reluBack(float[] x, float[] by, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = positive(x[k]) * by[k] + 0f; // no zero is negative
    }
  }

  /** Boxes of a radius around points, cut. */
  static void boxes(
      float[] x,
      float distance,
      float least,
      float most,
      float[] centre,
      float[] radius,
      int length) {
    for (int k = 0; k < length; k++) {
      float upper = Math.max(Math.min(x[k] + distance, most), least);
      float lower = Math.min(Math.max(x[k] - distance, least), most);
      centre[k] = (upper + lower) * 0.5f;
      radius[k] = (upper - lower) * 0.5f;
    }
  }

  static void boxes(float[] c, float[] r, float[] centre, float[] radius, int length) {
    for (int k = 0; k < length; k++) {
      float upper = Math.max(c[k] + r[k], 0f);
      float lower = Math.max(c[k] - r[k], 0f);
      centre[k] = (upper + lower) * 0.5f;
      radius[k] = (upper - lower) * 0.5f;
    }
  }

  static void boxesBack(
      float[] c,
      float[] r,
      float[] byCentre,
      float[] byRadius,
      float[] centre,
      float[] radius,
      int length) {
    // The upper and the lower end have half of each gradient, where they are positive.
    for (int k = 0; k < length; k++) {
      centre[k] = positive(c[k] + r[k]) * ((byCentre[k] + byRadius[k]) * 0.5f);
    }
    for (int k = 0; k < length; k++) {
      radius[k] = positive(c[k] - r[k]) * ((byCentre[k] - byRadius[k]) * 0.5f);
    }
    for (int k = 0; k < length; k++) {
      float upper = centre[k];
      float lower = radius[k];
      centre[k] = upper + lower;
      radius[k] = upper - lower;
    }
  }

  /** {@code target += more * sign(of)}. */
  static void addWithSigns(float[] target, float[] more, float[] of, int length) {
    for (int k = 0; k < length; k++) {
      target[k] += more[k] * sign(of[k]);
    }
  }

  /**
   * 1, 0 or -1; unlike {@link Math#signum} it becomes vector code. From 2^104 on, where no training
   * goes on, it is not a number.
   */
  static float sign(float x) {
    float y = x * SMALL_TO_NORMAL;
    return y / Math.max(Math.abs(y), Float.MIN_NORMAL);
  }

  /** 1 where x is positive, else 0; unlike a choice it becomes vector code. */
  private static float positive(float x) {
    return Math.min(1f, (x + Math.abs(x)) * LARGE * Float.MAX_VALUE);
  }

  /** Eight sums, since one would wait for each addition. */
  static float sum(float[] of, int at, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int k = at;
    for (; k + 8 <= at + length; k += 8) {
      s0 += of[k];
      s1 += of[k + 1];
      s2 += of[k + 2];
      s3 += of[k + 3];
      s4 += of[k + 4];
      s5 += of[k + 5];
      s6 += of[k + 6];
      s7 += of[k + 7];
    }
    for (; k < at + length; k++) {
      s0 += of[k];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private void reserve(int width) {
    if (below.length < width) {
      below = new float[width];
      above = new float[width];
      intercept = new float[width];
      byFirst = new float[width];
      bySecond = new float[width];
      centre = new float[width];
      radius = new float[width];
      row = new float[width];
      more = new float[width];
    }
  }

  /** {@code target += factor * of} for a part of {@code target}. */
  void addTimes(float[] target, int at, float factor, float[] of, int width) {
    reserve(width);
    System.arraycopy(target, at, row, 0, width);
    addTimes(row, factor, of, width);
    System.arraycopy(row, 0, target, at, width);
  }

  /** {@code target += factor * of} for all of {@code target} and a part of {@code of}. */
  void addTo(float[] target, float factor, float[] of, int at) {
    int width = target.length;
    reserve(width);
    System.arraycopy(of, at, row, 0, width);
    addTimes(target, factor, row, width);
  }

  static void addTimes(float[] target, float factor, float[] other, int length) {
    for (int k = 0; k < length; k++) {
      target[k] += factor * other[k];
    }
  }

  /** The box of one sample. */
  private void box(Box x, int sample) {
    reserve(x.centre().width());
    CpuValues.of(x.centre()).getRow(sample, centre);
    CpuValues.of(x.radius()).getRow(sample, radius);
  }

  /** The lines of one sample. */
  private void lines(Box x, int sample) {
    box(x, sample);
    int width = x.centre().width();
    lines(centre, radius, above, intercept, width);
    positive(centre, radius, below, width);
  }

  private static void lines(
      float[] centre, float[] radius, float[] above, float[] intercept, int width) {
    for (int i = 0; i < width; i++) {
      float upper = Math.max(centre[i] + radius[i], 0f);
      float lower = Math.max(radius[i] - centre[i], 0f);
      float slope = upper / Math.max(upper + lower, Float.MIN_NORMAL);
      above[i] = slope;
      intercept[i] = slope * lower;
    }
  }

  /** 1 where there is more above 0 than below, else 0. */
  private static void positive(float[] centre, float[] radius, float[] to, int width) {
    for (int i = 0; i < width; i++) {
      float upper = Math.max(centre[i] + radius[i], 0f);
      float lower = Math.max(radius[i] - centre[i], 0f);
      to[i] = positive(upper - lower);
    }
  }

  void relax(CpuValues rows, CpuValues constants, Box x, CpuValues to) {
    int width = rows.width();
    to.result();
    int samples = x.centre().rows();
    int each = rows.rows() / samples;
    float[] sums = constants.changed();
    for (int sample = 0; sample < samples; sample++) {
      lines(x, sample);
      for (int r = sample * each; r < (sample + 1) * each; r++) {
        rows.getRow(r, row);
        relax(row, below, above, intercept, more, width);
        sums[r] += sum(more, 0, width);
        to.putRow(r, row);
      }
    }
  }

  private static void relax(
      float[] a, float[] below, float[] above, float[] intercept, float[] constants, int width) {
    for (int i = 0; i < width; i++) {
      float negative = Math.min(a[i], 0f);
      constants[i] = negative * intercept[i];
      a[i] = (a[i] - negative) * below[i] + negative * above[i];
    }
  }

  void relaxBack(
      CpuValues rows,
      CpuValues by,
      CpuValues byConstants,
      Box x,
      Box ofBox,
      int from,
      CpuValues to) {
    int width = rows.width();
    to.result();
    int samples = x.centre().rows();
    int each = rows.rows() / samples;
    for (int sample = 0; sample < samples; sample++) {
      lines(x, sample);
      Arrays.fill(byFirst, 0, width, 0f);
      Arrays.fill(bySecond, 0, width, 0f);
      for (int r = sample * each; r < (sample + 1) * each; r++) {
        rows.getRow(r, row);
        by.getRow(r, more);
        float byConstant = byConstants.at()[r];
        addNegative(row, more, byConstant, byFirst, bySecond, width);
        relaxBack(row, more, byConstant, below, above, intercept, width);
        to.putRow(r, more);
      }
      boxBack(byFirst, bySecond, centre, radius, width);
      int at = (from + sample) * width;
      addTimes(CpuValues.of(ofBox.centre()).changed(), at, 1, byFirst, width);
      addTimes(CpuValues.of(ofBox.radius()).changed(), at, 1, bySecond, width);
    }
  }

  private static void addNegative(
      float[] a, float[] by, float byConstant, float[] slope, float[] constant, int width) {
    for (int i = 0; i < width; i++) {
      float negative = Math.min(a[i], 0f);
      slope[i] += negative * by[i];
      constant[i] += negative * byConstant;
    }
  }

  /** From the gradient by what came out, in {@code by}, to that by the row. */
  private static void relaxBack(
      float[] a,
      float[] by,
      float byConstant,
      float[] below,
      float[] above,
      float[] intercept,
      int width) {
    for (int i = 0; i < width; i++) {
      float onChord = positive(-a[i]);
      by[i] =
          (1 - onChord) * (by[i] * below[i])
              + onChord * (by[i] * above[i] + byConstant * intercept[i]);
    }
  }

  /**
   * From chords to the bounds they are of, in place: with {@code c} and {@code r} of an unstable
   * neuron the slope is {@code (c + r) / (2 r)} and the intercept {@code (r^2 - c^2) / (2 r)}.
   */
  private static void boxBack(float[] first, float[] second, float[] c, float[] r, int width) {
    for (int i = 0; i < width; i++) {
      float unstable = positive(r[i] - Math.abs(c[i]));
      float inverse = unstable / Math.max(r[i], Float.MIN_NORMAL);
      float quotient = c[i] * inverse;
      float bySlope = first[i] * 0.5f * inverse;
      float byIntercept = second[i];
      first[i] = bySlope - byIntercept * quotient;
      second[i] = byIntercept * 0.5f * (unstable + quotient * quotient) - bySlope * quotient;
    }
  }
}
