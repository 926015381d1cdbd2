package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;
import java.util.Arrays;

/**
 * ReLUs on points, boxes and rows, and their derivatives, in loops without branches: centre c,
 * radius r, {@code l = c - r}, {@code u = c + r}. A chord is {@code s z + t} with {@code s = u+ /
 * (u+ + l-)}, {@code l- = max(-l, 0)}, {@code u+ = max(u, 0)}, and {@code t = s l-}. So a stable
 * neuron has slope 1 or 0 and no intercept, but for the inactive one at 0, where the quotient is of
 * zeros.
 */
final class TriangleLoops {
  private float[] below = new float[0];
  private float[] above = new float[0];
  private float[] intercept = new float[0];
  private float[] bySlope = new float[0];
  private float[] byIntercept = new float[0];

  static void relu(float[] x, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = Math.max(x[k], 0f);
    }
  }

  static void reluBack(float[] x, float[] by, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = x[k] > 0 ? by[k] : 0f;
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
    for (int k = 0; k < length; k++) {
      // The upper and the lower end have half of each gradient, where they are positive.
      float upper = c[k] + r[k] > 0 ? (byCentre[k] + byRadius[k]) * 0.5f : 0f;
      float lower = c[k] - r[k] > 0 ? (byCentre[k] - byRadius[k]) * 0.5f : 0f;
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

  /** 1, 0 or -1, but for subnormal numbers; unlike {@link Math#signum} it becomes vector code. */
  private static float sign(float x) {
    return Math.max(-1f, Math.min(1f, x * Float.MAX_VALUE));
  }

  private void reserve(int width) {
    if (below.length < width) {
      below = new float[width];
      above = new float[width];
      intercept = new float[width];
      bySlope = new float[width];
      byIntercept = new float[width];
    }
  }

  /** The lines of one sample. */
  private void lines(float[] c, float[] r, int at, int width) {
    reserve(width);
    for (int i = 0; i < width; i++) {
      float upper = Math.max(c[at + i] + r[at + i], 0f);
      float lower = Math.max(r[at + i] - c[at + i], 0f);
      float slope = upper / Math.max(upper + lower, Float.MIN_NORMAL);
      above[i] = slope;
      intercept[i] = slope * lower;
      below[i] = upper > lower ? 1f : 0f;
    }
  }

  void relax(CpuValues rows, CpuValues constants, Box x, CpuValues to) {
    int width = rows.width();
    int samples = x.centre().rows();
    int each = rows.rows() / samples;
    for (int sample = 0; sample < samples; sample++) {
      lines(CpuValues.of(x.centre()).at(), CpuValues.of(x.radius()).at(), sample * width, width);
      for (int row = sample * each; row < (sample + 1) * each; row++) {
        relax(rows.at(), row * width, width, to.at());
        constants.at()[row] += negativeProduct(rows.at(), row * width, intercept, width);
      }
    }
  }

  private void relax(float[] a, int at, int width, float[] to) {
    for (int i = 0; i < width; i++) {
      float value = a[at + i];
      to[at + i] = Math.max(value, 0f) * below[i] + Math.min(value, 0f) * above[i];
    }
  }

  /** The sum of {@code min(a, 0) * by}. Several sums, since one would wait for each addition. */
  private static float negativeProduct(float[] a, int at, float[] by, int width) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      s0 += Math.min(a[at + i], 0f) * by[i];
      s1 += Math.min(a[at + i + 1], 0f) * by[i + 1];
      s2 += Math.min(a[at + i + 2], 0f) * by[i + 2];
      s3 += Math.min(a[at + i + 3], 0f) * by[i + 3];
    }
    for (; i < width; i++) {
      s0 += Math.min(a[at + i], 0f) * by[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  void relaxBack(
      CpuValues rows, CpuValues by, CpuValues byConstants, Box x, Box ofBox, CpuValues to) {
    int width = rows.width();
    int samples = x.centre().rows();
    int each = rows.rows() / samples;
    float[] c = CpuValues.of(x.centre()).at();
    float[] r = CpuValues.of(x.radius()).at();
    for (int sample = 0; sample < samples; sample++) {
      int box = sample * width;
      lines(c, r, box, width);
      Arrays.fill(bySlope, 0, width, 0f);
      Arrays.fill(byIntercept, 0, width, 0f);
      for (int row = sample * each; row < (sample + 1) * each; row++) {
        relaxBack(rows.at(), by.at(), byConstants.at()[row], row * width, width, to.at());
      }
      boxBack(
          c, r, box, width, CpuValues.of(ofBox.centre()).at(), CpuValues.of(ofBox.radius()).at());
    }
  }

  private void relaxBack(float[] a, float[] by, float byConstant, int at, int width, float[] to) {
    for (int i = 0; i < width; i++) {
      float value = a[at + i];
      float negative = Math.min(value, 0f);
      float gradient = by[at + i];
      float onChord = gradient * above[i] + byConstant * intercept[i];
      to[at + i] = value < 0 ? onChord : gradient * below[i];
      bySlope[i] += negative * gradient;
      byIntercept[i] += negative * byConstant;
    }
  }

  /**
   * From chords to the bounds they are of: with {@code c} and {@code r} of an unstable neuron the
   * slope is {@code (c + r) / (2 r)} and the intercept {@code (r^2 - c^2) / (2 r)}.
   */
  private void boxBack(
      float[] c, float[] r, int at, int width, float[] ofCentre, float[] ofRadius) {
    for (int i = 0; i < width; i++) {
      float centre = c[at + i];
      float radius = r[at + i];
      float unstable = radius > Math.abs(centre) ? 1f : 0f;
      float inverse = unstable / Math.max(radius, Float.MIN_NORMAL);
      float quotient = centre * inverse;
      ofCentre[at + i] += bySlope[i] * 0.5f * inverse - byIntercept[i] * quotient;
      ofRadius[at + i] +=
          byIntercept[i] * 0.5f * (unstable + quotient * quotient)
              - bySlope[i] * 0.5f * quotient * inverse;
    }
  }

  void concretize(CpuValues rows, Box x, CpuValues to) {
    int width = rows.width();
    int each = rows.rows() / x.centre().rows();
    float[] c = CpuValues.of(x.centre()).at();
    float[] r = CpuValues.of(x.radius()).at();
    for (int row = 0; row < rows.rows(); row++) {
      to.at()[row] = least(rows.at(), row * width, c, r, row / each * width, width);
    }
  }

  private static float least(float[] a, int at, float[] c, float[] r, int box, int width) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      s0 += a[at + i] * c[box + i] - Math.abs(a[at + i]) * r[box + i];
      s1 += a[at + i + 1] * c[box + i + 1] - Math.abs(a[at + i + 1]) * r[box + i + 1];
      s2 += a[at + i + 2] * c[box + i + 2] - Math.abs(a[at + i + 2]) * r[box + i + 2];
      s3 += a[at + i + 3] * c[box + i + 3] - Math.abs(a[at + i + 3]) * r[box + i + 3];
    }
    for (; i < width; i++) {
      s0 += a[at + i] * c[box + i] - Math.abs(a[at + i]) * r[box + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  void concretizeBack(CpuValues rows, CpuValues by, Box x, Box ofBox, CpuValues to) {
    int width = rows.width();
    int each = rows.rows() / x.centre().rows();
    float[] c = CpuValues.of(x.centre()).at();
    float[] r = CpuValues.of(x.radius()).at();
    for (int row = 0; row < rows.rows(); row++) {
      float gradient = by.at()[row];
      int box = row / each * width;
      ends(rows.at(), gradient, row * width, c, r, box, width, to.at());
      if (ofBox != null) {
        addEnds(
            rows.at(),
            gradient,
            row * width,
            CpuValues.of(ofBox.centre()).at(),
            CpuValues.of(ofBox.radius()).at(),
            box,
            width);
      }
    }
  }

  private static void ends(
      float[] a, float by, int at, float[] c, float[] r, int box, int width, float[] to) {
    for (int i = 0; i < width; i++) {
      to[at + i] = by * (c[box + i] - sign(a[at + i]) * r[box + i]);
    }
  }

  private static void addEnds(
      float[] a, float by, int at, float[] ofCentre, float[] ofRadius, int box, int width) {
    for (int i = 0; i < width; i++) {
      ofCentre[box + i] += by * a[at + i];
      ofRadius[box + i] -= by * Math.abs(a[at + i]);
    }
  }
}
