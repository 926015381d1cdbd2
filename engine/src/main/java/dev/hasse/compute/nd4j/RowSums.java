package dev.hasse.compute.nd4j;

import java.util.Arrays;

/**
 * Float sums along the rows of one box, and of their terms' magnitudes beside them: the inner loops
 * of back-substitution. Each method adds one neuron's term to every row.
 */
final class RowSums {
  /** How many terms a float sum takes before it is added to a double: its error grows with them. */
  static final int BLOCK = 64;

  private float[] sum = new float[64];
  private float[] magnitude = new float[64];
  private int count;

  /** Starts again for so many rows. */
  void reset(int rows) {
    if (sum.length < rows) {
      sum = new float[rows + rows / 2];
      magnitude = new float[rows + rows / 2];
    }
    count = rows;
    Arrays.fill(sum, 0, rows, 0f);
    Arrays.fill(magnitude, 0, rows, 0f);
  }

  /**
   * Writes coefficient times slope; adds the intercept's term where the coefficient is negative.
   */
  void relax(
      float[] from,
      int source,
      float[] to,
      int target,
      float lowerSlope,
      float upperSlope,
      float intercept) {
    float[] s = sum;
    float[] m = magnitude;
    for (int r = 0; r < count; r++) {
      float a = from[source + r];
      float positive = Math.max(a, 0f);
      float negative = Math.min(a, 0f);
      to[target + r] = positive * lowerSlope + negative * upperSlope;
      float term = negative * intercept;
      s[r] += term;
      m[r] -= term;
    }
  }

  /** Adds coefficient times value, and the coefficient's magnitude times weight. */
  void addWeighted(float[] coefficients, int at, float value, float weight) {
    float[] s = sum;
    float[] m = magnitude;
    for (int r = 0; r < count; r++) {
      float a = coefficients[at + r];
      s[r] += a * value;
      m[r] += Math.abs(a) * weight;
    }
  }

  /** Adds the smallest value of coefficient times x for x in [lower, upper]. */
  void addSmallest(float[] coefficients, int at, float lower, float upper) {
    float[] s = sum;
    float[] m = magnitude;
    float largest = Math.max(Math.abs(lower), Math.abs(upper));
    for (int r = 0; r < count; r++) {
      float a = coefficients[at + r];
      s[r] += Math.max(a, 0f) * lower + Math.min(a, 0f) * upper;
      m[r] += Math.abs(a) * largest;
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
