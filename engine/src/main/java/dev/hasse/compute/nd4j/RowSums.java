package dev.hasse.compute.nd4j;

import java.util.Arrays;

/**
 * Float sums along the rows of one box: the inner loops of back-substitution. Each method adds one
 * neuron's terms to every row.
 *
 * <p>What a term depends on is the sign of the coefficient a, so it is a linear combination of a
 * and |a|, and so is the price of its roundings: one sum a row holds both. The loops index every
 * array by the loop variable alone and use no {@code Math.max}, because the JVM's compiler
 * vectorises neither an offset into a stored array (it cannot exclude aliasing) nor a float
 * maximum; copying a stretch in and out is cheaper (docs/notes/cpu-backend.md).
 */
final class RowSums {
  private float[] sum = new float[64];
  private float[] mirroredSum = new float[64];
  private float[] in = new float[64];
  private float[] out = new float[64];
  private float[] mirroredOut = new float[64];
  private int count;

  /** Starts again for so many rows, or pairs of a row and its mirror image. */
  void reset(int rows) {
    if (sum.length < rows) {
      int size = rows + rows / 2;
      sum = new float[size];
      mirroredSum = new float[size];
      in = new float[size];
      out = new float[size];
      mirroredOut = new float[size];
    }
    count = rows;
    Arrays.fill(sum, 0, rows, 0f);
    Arrays.fill(mirroredSum, 0, rows, 0f);
  }

  /** Adds {@code a * term + |a| * termOfMagnitude}. */
  void add(float[] coefficients, int at, float term, float termOfMagnitude) {
    System.arraycopy(coefficients, at, in, 0, count);
    add(in, sum, count, term, termOfMagnitude);
  }

  private static void add(float[] x, float[] s, int count, float term, float termOfMagnitude) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      s[r] += a * term + Math.abs(a) * termOfMagnitude;
    }
  }

  /** Writes coefficient times slope, and adds what intercept, bias and roundings make of it. */
  void relax(float[] from, int source, float[] to, int target, LinePairs lines, int n) {
    System.arraycopy(from, source, in, 0, count);
    relax(
        in,
        out,
        sum,
        count,
        lines.slope(n),
        lines.slopeOfMagnitude(n),
        lines.term(n),
        lines.termOfMagnitude(n));
    System.arraycopy(out, 0, to, target, count);
  }

  private static void relax(
      float[] x,
      float[] y,
      float[] s,
      int count,
      float slope,
      float slopeOfMagnitude,
      float term,
      float termOfMagnitude) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      float b = Math.abs(a);
      y[r] = a * slope + b * slopeOfMagnitude;
      s[r] += a * term + b * termOfMagnitude;
    }
  }

  /**
   * The same for rows of which each stands for itself and its negative, which follow all others.
   */
  void relaxMirrored(float[] from, int source, float[] to, int target, LinePairs lines, int n) {
    System.arraycopy(from, source, in, 0, count);
    relaxMirrored(
        in,
        out,
        mirroredOut,
        sum,
        mirroredSum,
        count,
        lines.slope(n),
        lines.slopeOfMagnitude(n),
        lines.term(n),
        lines.termOfMagnitude(n));
    System.arraycopy(out, 0, to, target, count);
    System.arraycopy(mirroredOut, 0, to, target + count, count);
  }

  private static void relaxMirrored(
      float[] x,
      float[] y,
      float[] z,
      float[] s,
      float[] t,
      int count,
      float slope,
      float slopeOfMagnitude,
      float term,
      float termOfMagnitude) {
    for (int r = 0; r < count; r++) {
      float a = x[r];
      float b = Math.abs(a);
      float odd = a * slope;
      float even = b * slopeOfMagnitude;
      y[r] = even + odd;
      z[r] = even - odd;
      float oddTerm = a * term;
      float evenTerm = b * termOfMagnitude;
      s[r] += evenTerm + oddTerm;
      t[r] += evenTerm - oddTerm;
    }
  }

  /**
   * Adds the sums to the constants of the rows, less a fixed amount, rounded down: three double
   * operations, whose roundings the last term covers (eight units of double where three occur).
   *
   * @param mirrored whether the sums of the mirrored rows follow
   */
  void addTo(double[] constant, int at, double fixed, boolean mirrored) {
    addTo(constant, at, sum, fixed);
    if (mirrored) {
      addTo(constant, at + count, mirroredSum, fixed);
    }
  }

  private void addTo(double[] constant, int at, float[] s, double fixed) {
    for (int r = 0; r < count; r++) {
      double before = constant[at + r];
      double roundings = (Math.abs(before) + Math.abs(s[r]) + fixed) * 0x1p-50;
      constant[at + r] = ((before + s[r]) - fixed) - roundings;
    }
  }
}
