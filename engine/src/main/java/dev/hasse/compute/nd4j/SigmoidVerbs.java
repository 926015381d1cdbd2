package dev.hasse.compute.nd4j;

import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Points;
import dev.hasse.numeric.Logistic;
import dev.hasse.numeric.Outward;
import dev.hasse.relax.SigmoidRelaxation;

/**
 * The verbs on sigmoids, in plain loops: slopes are floats, all that is added to constants is
 * double and rounded down (docs/SOUNDNESS.md, "Rows through a sigmoid").
 */
final class SigmoidVerbs {
  private SigmoidVerbs() {}

  /** Lines around sigmoids, {@code [box][neuron]} flat. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Lines(
      int width,
      float[] lowerSlope,
      float[] upperSlope,
      double[] lowerIntercept,
      double[] upperIntercept,
      float[] magnitude)
      implements Tensor.Relaxation {
    Lines(int boxes, int width) {
      this(
          width,
          new float[boxes * width],
          new float[boxes * width],
          new double[boxes * width],
          new double[boxes * width],
          new float[boxes * width]);
    }

    @Override
    public void close() {
      // on the heap
    }
  }

  static Interval interval(FloatPool pool, Interval z) {
    Interval result = new Interval(pool, z.boxes(), z.width());
    for (int k = 0; k < z.length(); k++) {
      result.lower()[k] = Outward.floatDown(Logistic.down(z.lower()[k]));
      result.upper()[k] = Outward.floatUp(Logistic.up(z.upper()[k]));
    }
    result.settle();
    return result;
  }

  static RowSelection unstable(Interval z) {
    int[] start = new int[z.boxes() + 1];
    int[] neuron = new int[z.length()];
    int next = 0;
    for (int b = 0; b < z.boxes(); b++) {
      for (int i = 0; i < z.width(); i++) {
        int at = b * z.width() + i;
        if (SigmoidRelaxation.isUnstable(z.lower()[at], z.upper()[at])) {
          neuron[next++] = i;
        }
      }
      start[b + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  static Lines lines(Interval z) {
    Lines lines = new Lines(z.boxes(), z.width());
    for (int k = 0; k < z.length(); k++) {
      double l = z.lower()[k];
      double u = z.upper()[k];
      float below = Outward.floatNearest(SigmoidRelaxation.lowerSlope(l, u));
      float above = Outward.floatNearest(SigmoidRelaxation.upperSlope(l, u));
      lines.lowerSlope[k] = below;
      lines.upperSlope[k] = above;
      lines.lowerIntercept[k] = SigmoidRelaxation.lowerIntercept(l, u, below);
      lines.upperIntercept[k] = SigmoidRelaxation.upperIntercept(l, u, above);
      lines.magnitude[k] = z.largest(k);
    }
    return lines;
  }

  /**
   * Rows over the input of the sigmoids.
   *
   * @param rows settled
   * @param to for the same boxes, every neuron stored; constants as those of {@code rows}
   */
  static void back(CpuRows rows, Lines lines, CpuRows to) {
    int width = rows.width();
    float[] row = new float[width];
    for (int k = 0; k < rows.range().count(); k++) {
      int first = (rows.range().from() + k) * width;
      for (int r = 0; r < rows.rows(k); r++) {
        int at = rows.offset(k) + r * width;
        rows.coefficients().get(at, row, 0, width);
        int constant = rows.start()[k] + r;
        to.constant()[constant] = back(row, lines, first, to.constant()[constant]);
        to.coefficients().put(to.offset(k) + r * width, row, 0, width);
      }
    }
  }

  /** One row in place; returns its constant. */
  private static double back(float[] row, Lines lines, int first, double before) {
    double constant = before;
    for (int i = 0; i < row.length; i++) {
      float a = row[i];
      if (a == 0) {
        continue;
      }
      boolean below = a > 0;
      float slope = (below ? lines.lowerSlope : lines.upperSlope)[first + i];
      double intercept = (below ? lines.lowerIntercept : lines.upperIntercept)[first + i];
      double exact = (double) a * slope; // 48 bits, and far above the smallest double
      float stored = Outward.floatNearest(exact);
      row[i] = stored;
      constant = Outward.addDown(constant, Outward.mulDown(a, intercept));
      if (stored != exact) {
        double error = Math.abs(exact - stored); // exact: both are multiples of one unit
        constant = Outward.subDown(constant, Outward.mulUp(error, lines.magnitude[first + i]));
      }
    }
    return constant;
  }

  static Points forward(FloatPool pool, Points x) {
    Points result = new Points(pool, x.count(), x.width());
    for (int k = 0; k < x.count() * x.width(); k++) {
      result.values()[k] = Outward.floatNearest(Logistic.nearest(x.values()[k]));
    }
    return result;
  }
}
