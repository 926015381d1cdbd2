package dev.hasse.compute.nd4j;

import java.util.Arrays;

/**
 * Float sums along the rows of one box, and of their terms' magnitudes beside them: the inner loops
 * of back-substitution. Each method adds one neuron's terms to every row.
 *
 * <p>The loops index every array by the loop variable alone and use no {@code Math.max}: the JVM's
 * compiler vectorises neither an offset into a stored array (it cannot exclude aliasing) nor a
 * float maximum. Copying a stretch in and out and writing the positive part as {@code (a + |a|) /
 * 2}, which is exact, is two to nine times as fast (docs/notes/cpu-backend.md).
 */
final class RowSums {
  /** How many terms a float sum takes before it is added to a double: its error grows with them. */
  static final int BLOCK = 64;

  private float[] sum = new float[64];
  private float[] magnitude = new float[64];
  private float[] in = new float[64];
  private float[] out = new float[64];
  private int count;

  /** Starts again for so many rows. */
  void reset(int rows) {
    if (sum.length < rows) {
      int size = rows + rows / 2;
      sum = new float[size];
      magnitude = new float[size];
      in = new float[size];
      out = new float[size];
    }
    count = rows;
    Arrays.fill(sum, 0, rows, 0f);
    Arrays.fill(magnitude, 0, rows, 0f);
  }

  /**
   * One neuron through the lines around its ReLU and on into an affine map: writes coefficient
   * times slope, and adds to the sums what intercept and bias make of it, to the magnitudes what
   * all this and the product to come can round. Every factor is a function of the coefficient's
   * sign alone, so it is linear in the coefficient and its magnitude.
   */
  void relax(float[] from, int source, float[] to, int target, LinePair lines) {
    System.arraycopy(from, source, in, 0, count);
    relax(
        in,
        out,
        sum,
        magnitude,
        count,
        lines.slopeMean(),
        lines.slopeHalfDifference(),
        lines.termMean(),
        lines.termHalfDifference(),
        lines.weight());
    System.arraycopy(out, 0, to, target, count);
  }

  private static void relax(
      float[] x,
      float[] y,
      float[] s,
      float[] m,
      int count,
      float slope,
      float slopeOfMagnitude,
      float term,
      float termOfMagnitude,
      float weight) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      float b = Math.abs(a);
      y[r] = a * slope + b * slopeOfMagnitude;
      s[r] += a * term + b * termOfMagnitude;
      m[r] += b * weight;
    }
  }

  /** Adds coefficient times value, and the coefficient's magnitude times weight. */
  void addWeighted(float[] coefficients, int at, float value, float weight) {
    System.arraycopy(coefficients, at, in, 0, count);
    addWeighted(in, sum, magnitude, count, value, weight);
  }

  private static void addWeighted(
      float[] x, float[] s, float[] m, int count, float value, float weight) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      s[r] += a * value;
      m[r] += Math.abs(a) * weight;
    }
  }

  /** Adds the smallest value of coefficient times x for x in [lower, upper]. */
  void addSmallest(float[] coefficients, int at, float lower, float upper) {
    System.arraycopy(coefficients, at, in, 0, count);
    float largest = Math.max(Math.abs(lower), Math.abs(upper));
    addSmallest(in, sum, magnitude, count, lower, upper, largest);
  }

  private static void addSmallest(
      float[] x, float[] s, float[] m, int count, float lower, float upper, float largest) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      float b = Math.abs(a);
      s[r] += (a + b) * 0.5f * lower + (a - b) * 0.5f * upper;
      m[r] += b * largest;
    }
  }

  /**
   * Adds the sums to the constants of the rows, less {@code factor} times the magnitudes and a
   * fixed amount, rounded down: five double operations, whose roundings the last term covers (eight
   * units of double where five could occur).
   */
  void payInto(double[] constant, int at, double factor, double fixed) {
    float[] s = sum;
    float[] m = magnitude;
    for (int r = 0; r < count; r++) {
      double before = constant[at + r];
      double price = m[r] * factor + fixed;
      double roundings = (Math.abs(before) + Math.abs(s[r]) + price) * 0x1p-50;
      constant[at + r] = ((before + s[r]) - price) - roundings;
    }
  }
}
