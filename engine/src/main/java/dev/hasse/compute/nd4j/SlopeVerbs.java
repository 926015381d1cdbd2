package dev.hasse.compute.nd4j;

import dev.hasse.compute.Adam;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Points;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.compute.nd4j.CpuTensors.Slopes;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import dev.hasse.relax.ReluRelaxation;
import java.util.Arrays;

/**
 * The verbs on rows that take lines of their own at a ReLU. Rows are settled here: every neuron and
 * every row stored, {@code [row][neuron]}. A coefficient is multiplied by its slope or has its
 * multiplier added in float32, one rounding; what that may be off by, times the largest
 * pre-activation, comes off the row's constant (docs/SOUNDNESS.md, "Rows with slopes of their
 * own"). Loops are kept to forms that the JVM's compiler vectorises: no branches, and sums apart.
 */
final class SlopeVerbs {
  /** Two units: one rounding of the coefficient, with room for the roundings of the price. */
  private static final double PRICE = 2 * RoundingError.FLOAT_UNIT;

  /** Times the price, more than a coefficient can lose by underflow. */
  private static final float UNDERFLOW = 0x1p-120f;

  /** Four units: one rounding of an intercept's product, with room for that of its price. */
  private static final double INTERCEPTS = 1 + 4 * RoundingError.FLOAT_UNIT;

  private static final float SMALLEST_ROOT = 1e-12f;

  /** Gradients are cut off here, so that their squares stay finite. */
  private static final float STEEPEST = 0x1p50f;

  private static final float HUGE = SlopeNeurons.HUGE;

  private final FloatPool floats;

  SlopeVerbs(FloatPool floats) {
    this.floats = floats;
  }

  Slopes of(CpuRows rows, Interval bounds, float[] values) {
    int width = bounds.width();
    int length = rows.rows() * width;
    Slopes slopes =
        new Slopes(
            floats,
            rows.range(),
            rows.start(),
            bounds,
            floats.take(length),
            floats.take(length),
            floats.take(length));
    Arrays.fill(slopes.means(), 0, length, 0f);
    Arrays.fill(slopes.squares(), 0, length, 0f);
    for (int k = 0; k < rows.range().count(); k++) {
      int box = rows.range().from() + k;
      SlopeNeurons neurons = bounds.neurons(box);
      for (int r = rows.start()[k]; r < rows.start()[k + 1]; r++) {
        for (int i = 0; i < width; i++) {
          float given = values != null ? values[r * width + i] : adaptive(bounds, box * width + i);
          slopes.values()[r * width + i] = neurons.within(i, given);
        }
      }
    }
    return slopes;
  }

  private static float adaptive(Interval bounds, int at) {
    float l = bounds.lower()[at];
    float u = bounds.upper()[at];
    return ReluRelaxation.isUnstable(l, u) ? ReluRelaxation.lowerSlope(l, u) : 0f;
  }

  /**
   * Rows over the input of a ReLU.
   *
   * @param from settled
   * @param to of the same rows, with their constants; overwritten
   */
  void back(CpuRows from, Relaxation lines, Slopes slopes, CpuRows to) {
    int width = from.width();
    float[] row = new float[width];
    float[] parameters = new float[width];
    float[] upperSlope = new float[width];
    float[] upperIntercept = new float[width];
    float[] upperInexact = new float[width];
    float[] inexact = new float[width];
    float[] intercepts = new float[width];
    float[] weights = new float[width];
    for (int k = 0; k < from.range().count(); k++) {
      int at = (from.range().from() + k) * width;
      SlopeNeurons neurons = slopes.bounds().neurons(from.range().from() + k);
      System.arraycopy(lines.upperSlope(), at, upperSlope, 0, width);
      System.arraycopy(lines.upperIntercept(), at, upperIntercept, 0, width);
      for (int i = 0; i < width; i++) {
        upperInexact[i] = upperSlope[i] * (1 - upperSlope[i]); // 0 for 0 and 1 alone
      }
      for (int r = 0; r < from.rows(k); r++) {
        int number = from.start()[k] + r;
        from.coefficients().get(from.offset(k) + r * width, row, 0, width);
        System.arraycopy(slopes.values(), number * width, parameters, 0, width);
        confine(parameters, neurons, width);
        rounded(row, parameters, neurons.unstable(), upperInexact, inexact, width);
        intercepts(row, neurons.unstable(), upperIntercept, intercepts, width);
        pass(row, parameters, neurons, upperSlope, weights, width);
        weights(row, inexact, neurons.largest(), weights, width);
        double constant = to.constant()[number];
        to.constant()[number] = paid(constant, intercepts, weights, width);
        to.coefficients().put(to.offset(k) + r * width, row, 0, width);
      }
    }
  }

  /** Puts parameters into their ranges, by the bounds as they are now. */
  private static void confine(float[] parameters, SlopeNeurons neurons, int width) {
    float[] lowest = neurons.lowest();
    float[] highest = neurons.highest();
    for (int i = 0; i < width; i++) {
      parameters[i] = Math.max(lowest[i], Math.min(highest[i], parameters[i]));
    }
  }

  /**
   * 1 where a coefficient will be rounded, else 0. A factor of 0 or 1 rounds nothing, nor does a
   * multiplier of 0.
   *
   * @param upperInexact not 0 where the slope of the line above is neither 0 nor 1
   * @param inexact overwritten
   */
  private static void rounded(
      float[] row,
      float[] parameters,
      float[] unstable,
      float[] upperInexact,
      float[] inexact,
      int width) {
    for (int i = 0; i < width; i++) {
      float negative = Math.min(1f, Math.max(0f, -row[i]) * HUGE * HUGE);
      float slope = Math.max(0f, parameters[i]);
      float between = negative * upperInexact[i] + (1 - negative) * (slope * (1 - slope));
      inexact[i] = Math.min(1f, between * HUGE * HUGE);
    }
    for (int i = 0; i < width; i++) {
      float given = Math.min(1f, Math.abs(row[i]) * HUGE * HUGE);
      float moved = Math.min(1f, Math.abs(parameters[i]) * HUGE * HUGE);
      inexact[i] = unstable[i] * (given * inexact[i]) + (1 - unstable[i]) * moved;
    }
  }

  /** What the lines above add to the constant, at most 0; infinite intercepts where needed only. */
  private static void intercepts(
      float[] row, float[] unstable, float[] upperIntercept, float[] intercepts, int width) {
    for (int i = 0; i < width; i++) {
      float negative = unstable[i] * Math.min(0f, row[i]);
      intercepts[i] = negative * Math.min(upperIntercept[i], -negative * HUGE * HUGE * HUGE);
    }
  }

  /**
   * Sends one row through its lines in place. Of each neuron one of the three summands is not 0, so
   * their sum is exact; a factor of 0 or 1 rounds nothing either.
   *
   * @param parameters in their ranges; overwritten
   * @param stable overwritten
   */
  private static void pass(
      float[] row,
      float[] parameters,
      SlopeNeurons neurons,
      float[] upperSlope,
      float[] stable,
      int width) {
    float[] unstable = neurons.unstable();
    float[] sign = neurons.sign();
    for (int i = 0; i < width; i++) {
      stable[i] =
          Math.max(0f, sign[i]) * (row[i] + parameters[i]) + Math.min(0f, sign[i]) * parameters[i];
    }
    for (int i = 0; i < width; i++) {
      parameters[i] = Math.max(0f, parameters[i]); // a multiplier times a coefficient may overflow
    }
    for (int i = 0; i < width; i++) {
      parameters[i] = Math.max(0f, row[i]) * parameters[i] + Math.min(0f, row[i]) * upperSlope[i];
    }
    for (int i = 0; i < width; i++) {
      row[i] = unstable[i] * parameters[i] + stable[i];
    }
  }

  /**
   * What the rounding of each coefficient costs, divided by a price: nothing where nothing rounds,
   * so that infinite bounds cost only neurons that need them.
   */
  private static void weights(
      float[] row, float[] inexact, float[] largest, float[] weights, int width) {
    for (int i = 0; i < width; i++) {
      weights[i] = (Math.abs(row[i]) + UNDERFLOW) * Math.min(largest[i], inexact[i] * HUGE * HUGE);
    }
  }

  /**
   * A row's constant with the intercepts and less the price. All intercepts are at most 0 and all
   * weights at least 0: nothing cancels in either sum. Not-a-number, where bounds are infinite,
   * ends as negative infinity when the row is concretised.
   */
  private static double paid(double constant, float[] intercepts, float[] weights, int width) {
    double added = 0;
    double passed = 0;
    for (int i = 0; i < width; i++) {
      added += intercepts[i];
      passed += weights[i];
    }
    double rounding = INTERCEPTS * (1 + (width + 4) * 0x1p-52);
    double underflow = width * (double) Float.MIN_NORMAL;
    double price = Outward.addUp(Outward.mulUp(Outward.mulUp(passed, PRICE), rounding), underflow);
    return Outward.subDown(Outward.addDown(constant, Outward.mulDown(added, rounding)), price);
  }

  /**
   * Each row's point through the lines that the row takes.
   *
   * @param rows over the activation, settled
   */
  Points forward(Points points, CpuRows rows, Relaxation lines, Slopes slopes) {
    int width = points.width();
    Points result = new Points(floats, points.count(), width);
    float[] row = new float[width];
    float[] z = new float[width];
    float[] parameters = new float[width];
    float[] upperSlope = new float[width];
    float[] upperIntercept = new float[width];
    for (int k = 0; k < rows.range().count(); k++) {
      int at = (rows.range().from() + k) * width;
      SlopeNeurons neurons = slopes.bounds().neurons(rows.range().from() + k);
      System.arraycopy(lines.upperSlope(), at, upperSlope, 0, width);
      System.arraycopy(lines.upperIntercept(), at, upperIntercept, 0, width);
      for (int r = 0; r < rows.rows(k); r++) {
        int first = (rows.start()[k] + r) * width;
        rows.coefficients().get(rows.offset(k) + r * width, row, 0, width);
        System.arraycopy(slopes.values(), first, parameters, 0, width);
        System.arraycopy(points.values(), first, z, 0, width);
        relax(row, z, parameters, neurons.unstable(), upperSlope, upperIntercept, width);
        System.arraycopy(z, 0, result.values(), first, width);
      }
    }
    return result;
  }

  /** Applies the lower line, in place, where a neuron is unstable and its coefficient positive. */
  private static void relax(
      float[] row,
      float[] z,
      float[] parameters,
      float[] unstable,
      float[] upperSlope,
      float[] upperIntercept,
      int width) {
    for (int i = 0; i < width; i++) {
      float lower = unstable[i] * Math.min(1f, Math.max(0f, row[i]) * HUGE * HUGE);
      float upper = 1 - lower;
      float slope = lower * parameters[i] + upper * upperSlope[i];
      z[i] = slope * z[i] + upper * upperIntercept[i];
    }
  }

  /**
   * One step of Adam.
   *
   * @param rows over the activation, settled
   */
  void ascend(Slopes slopes, CpuRows rows, Points points, int step, float rate) {
    int width = slopes.width();
    Adam adam = new Adam(step);
    float[] row = new float[width];
    float[] z = new float[width];
    float[] mean = new float[width];
    float[] square = new float[width];
    float[] value = new float[width];
    for (int k = 0; k < rows.range().count(); k++) {
      SlopeNeurons neurons = slopes.bounds().neurons(rows.range().from() + k);
      for (int r = 0; r < rows.rows(k); r++) {
        int first = (rows.start()[k] + r) * width;
        rows.coefficients().get(rows.offset(k) + r * width, row, 0, width);
        System.arraycopy(points.values(), first, z, 0, width);
        float largest = largestOfFinite(row, z, width);
        if (!(largest < Float.MAX_VALUE)) {
          continue; // no direction to go
        }
        System.arraycopy(slopes.means(), first, mean, 0, width);
        System.arraycopy(slopes.squares(), first, square, 0, width);
        System.arraycopy(slopes.values(), first, value, 0, width);
        average(row, z, neurons, mean, square, width);
        move(value, mean, square, neurons, adam, rate, largest, z, width);
        System.arraycopy(mean, 0, slopes.means(), first, width);
        System.arraycopy(square, 0, slopes.squares(), first, width);
        System.arraycopy(value, 0, slopes.values(), first, width);
      }
    }
  }

  /**
   * The largest coefficient; not-a-number or infinite where one is, or a coordinate of the point.
   */
  private static float largestOfFinite(float[] row, float[] z, int width) {
    float largest = 0;
    float undefined = 0;
    for (int i = 0; i < width; i++) {
      largest = Math.max(largest, Math.abs(row[i]));
      undefined += 0f * z[i];
    }
    return largest + undefined;
  }

  private static void average(
      float[] row, float[] z, SlopeNeurons neurons, float[] mean, float[] square, int width) {
    float[] unstable = neurons.unstable();
    float[] sign = neurons.sign();
    for (int i = 0; i < width; i++) {
      float gradient = (unstable[i] * Math.max(0f, row[i]) + sign[i]) * z[i];
      z[i] = Math.max(-STEEPEST, Math.min(STEEPEST, gradient));
    }
    for (int i = 0; i < width; i++) {
      mean[i] = Adam.KEPT_OF_MEAN * mean[i] + (1 - Adam.KEPT_OF_MEAN) * z[i];
    }
    for (int i = 0; i < width; i++) {
      square[i] = Adam.KEPT_OF_SQUARE * square[i] + (1 - Adam.KEPT_OF_SQUARE) * (z[i] * z[i]);
    }
  }

  private static void move(
      float[] value,
      float[] mean,
      float[] square,
      SlopeNeurons neurons,
      Adam adam,
      float rate,
      float largest,
      float[] root,
      int width) {
    float[] unstable = neurons.unstable();
    float[] lowest = neurons.lowest();
    float ofMean = rate * adam.meanCorrection();
    float ofSquare = adam.squareCorrection();
    for (int i = 0; i < width; i++) {
      root[i] = Outward.floatNearest(Math.sqrt(ofSquare * square[i])) + SMALLEST_ROOT;
    }
    for (int i = 0; i < width; i++) {
      float length = unstable[i] + (1 - unstable[i]) * largest;
      root[i] = length * (ofMean * mean[i]) / root[i];
    }
    for (int i = 0; i < width; i++) {
      value[i] = Math.max(lowest[i], Math.min(unstable[i], value[i] + root[i]));
    }
  }
}
