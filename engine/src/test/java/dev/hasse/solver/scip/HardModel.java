package dev.hasse.solver.scip;

import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import java.util.SplittableRandom;

/**
 * Split some items into halves of equal weight by several weights at once (Cornuejols and Dawande
 * 1998, "A class of hard small 0-1 programs"): the linear program says 0 and branching helps
 * little. Minimised is the sum of what the halves differ by.
 */
final class HardModel {
  private final int[][] weight;
  private final int[] half;
  private final LinearModel model;
  private final LinearForm objective;

  HardModel(long seed, int items, int weights) {
    SplittableRandom random = new SplittableRandom(seed);
    this.weight = new int[weights][items];
    this.half = new int[weights];
    LinearModel.Builder builder = LinearModel.builder();
    for (int j = 0; j < items; j++) {
      builder.binary();
    }
    int[] slack = new int[2 * weights];
    double[] ones = new double[2 * weights];
    for (int i = 0; i < weights; i++) {
      int[] columns = new int[items + 2];
      double[] values = new double[items + 2];
      for (int j = 0; j < items; j++) {
        weight[i][j] = random.nextInt(100);
        half[i] += weight[i][j];
        columns[j] = j;
        values[j] = weight[i][j];
      }
      half[i] /= 2;
      for (int side = 0; side < 2; side++) {
        slack[2 * i + side] = builder.variable(0, 100 * items);
        ones[2 * i + side] = 1;
        columns[items + side] = slack[2 * i + side];
        values[items + side] = side == 0 ? 1 : -1;
      }
      builder.row(new LinearForm(columns, values, 0), half[i], half[i]);
    }
    this.model = builder.build();
    this.objective = new LinearForm(slack, ones, 0);
  }

  LinearModel model() {
    return model;
  }

  LinearForm objective() {
    return objective;
  }

  /** The minimum, by trying every subset. */
  int minimum() {
    int items = weight[0].length;
    int best = Integer.MAX_VALUE;
    for (int subset = 0; subset < 1 << items; subset++) {
      int difference = 0;
      for (int i = 0; i < half.length; i++) {
        int sum = -half[i];
        for (int j = 0; j < items; j++) {
          sum += (subset >> j & 1) * weight[i][j];
        }
        difference += Math.abs(sum);
      }
      best = Math.min(best, difference);
    }
    return best;
  }

  /** The point of the empty subset, which is feasible. */
  double[] nothing() {
    double[] point = new double[model.variables()];
    for (int i = 0; i < half.length; i++) {
      point[weight[0].length + 2 * i] = half[i];
    }
    return point;
  }
}
