package dev.hasse.bound.lattice;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.numeric.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Points of a box, corners and others in turn, and which of them suit its objectives best. */
final class SampledPoints {
  private static final int COUNT = 1000;
  private static final long SEED = 0x4861737365L;

  private SampledPoints() {}

  /** For each row of a box the sample that gives it the least value, each point once. */
  static List<double[]> best(BoundAnalysis analysis, BoxBatch boxes, int box, Objectives rows) {
    int size = boxes.dimension();
    double[] points = new double[COUNT * size];
    double[] uniform = new double[size];
    for (int k = 0; k < COUNT; k++) {
      Philox.uniforms(SEED, box, k, uniform);
      for (int i = 0; i < size; i++) {
        double part = k % 2 == 0 ? Math.rint(uniform[i]) : uniform[i];
        points[k * size + i] = between(boxes.lower(box, i), boxes.upper(box, i), part);
      }
    }
    double[] outputs = analysis.forward(points);
    List<double[]> best = new ArrayList<>();
    for (int k : leastAt(outputs, rows, box)) {
      best.add(Arrays.copyOfRange(points, k * size, (k + 1) * size));
    }
    return best;
  }

  private static double between(double lower, double upper, double part) {
    return Math.max(lower, Math.min(upper, (1 - part) * lower + part * upper));
  }

  private static int[] leastAt(double[] outputs, Objectives rows, int box) {
    int width = rows.outputs();
    int from = rows.start(box);
    double[] least = new double[rows.start(box + 1) - from];
    int[] at = new int[least.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int k = 0; k < COUNT; k++) {
      for (int row = 0; row < least.length; row++) {
        double value = 0;
        for (int i = 0; i < width; i++) {
          value += rows.coefficient(from + row, i) * outputs[k * width + i];
        }
        if (value < least[row]) {
          least[row] = value;
          at[row] = k;
        }
      }
    }
    return Arrays.stream(at).distinct().toArray();
  }
}
