package dev.hasse.compute.nd4j;

import dev.hasse.compute.Adam;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Points;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.compute.nd4j.CpuTensors.Rows;
import dev.hasse.compute.nd4j.CpuTensors.Slopes;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import dev.hasse.relax.ReluRelaxation;
import java.util.Arrays;

/**
 * The verbs on rows that take lines of their own at a ReLU. Rows are settled here: every neuron and
 * every row stored, {@code [row][neuron]}. A coefficient is multiplied by its slope and has its
 * multiplier added in float32, one rounding; what that may be off by, times the largest
 * pre-activation, comes off the row's constant (docs/SOUNDNESS.md, "Rows with slopes of their
 * own"). What a parameter means, and its range, is decided by the bounds when it is used.
 */
final class SlopeVerbs {
  /** Two units: one rounding of the coefficient, with room for the roundings of the price. */
  private static final double PRICE = 2 * RoundingError.FLOAT_UNIT;

  /** Times the price, more than a coefficient can lose by underflow. */
  private static final double UNDERFLOW = 0x1p-120;

  private final FloatPool floats;

  SlopeVerbs(FloatPool floats) {
    this.floats = floats;
  }

  /** One box's neurons: what a parameter means, and the lines. */
  private static final class Neurons {
    private final int width;
    private final boolean[] unstable;
    private final float[] lowest;
    private final float[] highest;
    private final float[] largest;
    private final float[] sign;

    Neurons(int width) {
      this.width = width;
      this.unstable = new boolean[width];
      this.lowest = new float[width];
      this.highest = new float[width];
      this.largest = new float[width];
      this.sign = new float[width];
    }

    /** Reads the box's bounds: the range of each parameter, the largest pre-activations. */
    void read(Interval bounds, int box) {
      for (int i = 0; i < width; i++) {
        float l = bounds.lower()[box * width + i];
        float u = bounds.upper()[box * width + i];
        unstable[i] = ReluRelaxation.isUnstable(l, u);
        boolean active = !unstable[i] && l >= 0;
        lowest[i] = unstable[i] ? 0f : Float.NEGATIVE_INFINITY;
        highest[i] = unstable[i] ? 1f : 0f;
        sign[i] = unstable[i] ? 0f : active ? 1f : -1f;
        largest[i] = Math.max(Math.abs(l), Math.abs(u));
      }
    }

    float within(int i, float parameter) {
      float value = Math.max(lowest[i], Math.min(highest[i], parameter));
      return Math.abs(value) <= Float.MAX_VALUE ? value : 0f;
    }
  }

  Slopes of(Rows rows, Interval bounds, float[] values) {
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
    Neurons neurons = new Neurons(width);
    for (int k = 0; k < rows.range().count(); k++) {
      int box = rows.range().from() + k;
      neurons.read(bounds, box);
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
  void back(Rows from, Relaxation lines, Slopes slopes, Rows to) {
    int width = from.width();
    float[] row = new float[width];
    Neurons neurons = new Neurons(width);
    for (int k = 0; k < from.range().count(); k++) {
      int at = (from.range().from() + k) * width;
      neurons.read(slopes.bounds(), from.range().from() + k);
      for (int r = 0; r < from.rows(k); r++) {
        int number = from.start()[k] + r;
        from.coefficients().get(from.offset(k) + r * width, row, 0, width);
        to.constant()[number] =
            back(row, neurons, lines, at, slopes.values(), number * width, to.constant()[number]);
        to.coefficients().put(to.offset(k) + r * width, row, 0, width);
      }
    }
  }

  /**
   * One row in place; returns its constant. Nothing is paid where nothing rounds, so that infinite
   * bounds cost only neurons that need them.
   */
  private static double back(
      float[] row,
      Neurons neurons,
      Relaxation lines,
      int at,
      float[] values,
      int first,
      double constant) {
    double intercepts = 0;
    double passed = 0;
    for (int i = 0; i < neurons.width; i++) {
      float a = row[i];
      float parameter = neurons.within(i, values[first + i]);
      boolean rounds;
      if (neurons.unstable[i]) {
        float slope = a >= 0 ? parameter : lines.upperSlope()[at + i];
        row[i] = a * slope;
        rounds = slope != 0 && slope != 1;
        intercepts += a >= 0 ? 0 : (double) a * lines.upperIntercept()[at + i];
      } else {
        boolean active = neurons.sign[i] > 0;
        row[i] = active ? a + parameter : -parameter;
        rounds = active && parameter != 0;
      }
      if (rounds && a != 0) {
        passed += (Math.abs(row[i]) + UNDERFLOW) * neurons.largest[i];
      }
    }
    // All intercept terms are at most 0, all magnitudes at least 0: no cancellation in either sum.
    double rounding = 1 + (neurons.width + 4) * 0x1p-52;
    double price = Outward.mulUp(Outward.mulUp(passed, PRICE), rounding);
    return Outward.subDown(Outward.addDown(constant, Outward.mulDown(intercepts, rounding)), price);
  }

  /**
   * Each row's point through the lines that the row takes.
   *
   * @param rows over the activation, settled
   */
  Points forward(Points points, Rows rows, Relaxation lines, Slopes slopes) {
    int width = points.width();
    Points result = new Points(floats, points.count(), width);
    float[] row = new float[width];
    Neurons neurons = new Neurons(width);
    for (int k = 0; k < rows.range().count(); k++) {
      int at = (rows.range().from() + k) * width;
      neurons.read(slopes.bounds(), rows.range().from() + k);
      for (int r = 0; r < rows.rows(k); r++) {
        int first = (rows.start()[k] + r) * width;
        rows.coefficients().get(rows.offset(k) + r * width, row, 0, width);
        for (int i = 0; i < width; i++) {
          float z = points.values()[first + i];
          boolean below = neurons.unstable[i] && row[i] >= 0;
          float slope =
              below ? neurons.within(i, slopes.values()[first + i]) : lines.upperSlope()[at + i];
          result.values()[first + i] = slope * z + (below ? 0f : lines.upperIntercept()[at + i]);
        }
      }
    }
    return result;
  }

  /**
   * One step of Adam.
   *
   * @param rows over the activation, settled
   */
  void ascend(Slopes slopes, Rows rows, Points points, int step, float rate) {
    int width = slopes.width();
    Adam adam = new Adam(step);
    float[] row = new float[width];
    float[] mean = new float[width];
    float[] square = new float[width];
    Neurons neurons = new Neurons(width);
    for (int k = 0; k < rows.range().count(); k++) {
      neurons.read(slopes.bounds(), rows.range().from() + k);
      for (int r = 0; r < rows.rows(k); r++) {
        int first = (rows.start()[k] + r) * width;
        rows.coefficients().get(rows.offset(k) + r * width, row, 0, width);
        System.arraycopy(slopes.means(), first, mean, 0, width);
        System.arraycopy(slopes.squares(), first, square, 0, width);
        float largest = 0;
        for (int i = 0; i < width; i++) {
          largest = Math.max(largest, Math.abs(row[i]));
        }
        for (int i = 0; i < width; i++) {
          float z = points.values()[first + i];
          float gradient = neurons.unstable[i] ? Math.max(0f, row[i]) * z : neurons.sign[i] * z;
          mean[i] = Adam.KEPT_OF_MEAN * mean[i] + (1 - Adam.KEPT_OF_MEAN) * gradient;
          square[i] =
              Adam.KEPT_OF_SQUARE * square[i] + (1 - Adam.KEPT_OF_SQUARE) * gradient * gradient;
        }
        System.arraycopy(mean, 0, slopes.means(), first, width);
        System.arraycopy(square, 0, slopes.squares(), first, width);
        for (int i = 0; i < width; i++) {
          float move = rate * (neurons.unstable[i] ? 1f : largest);
          float to = Outward.floatNearest(move * adam.direction(mean[i], square[i]));
          slopes.values()[first + i] = neurons.within(i, slopes.values()[first + i] + to);
        }
      }
    }
  }
}
