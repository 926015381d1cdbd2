package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;

/**
 * Rows over a ReLU with parameters and a point each, none of them near a place where a small error
 * would change what is asked: points away from 0, bounds and coefficients too.
 *
 * @param points one a row, {@code [row][neuron]} flat
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AscentCase(BoxBatch boxes, Objectives objectives, float[] parameters, double[] points) {
  private static final int BOXES = 4;
  private static final int FORMS = 3;

  static AscentCase of(int width) {
    Numbers numbers = new Numbers("ascent " + width);
    double[] lower = new double[BOXES * width];
    double[] upper = new double[BOXES * width];
    for (int k = 0; k < lower.length; k++) {
      lower[k] = numbers.below(3) == 0 ? 0.25 + numbers.uniform() : -0.25 - numbers.uniform();
      boolean above = lower[k] > 0 || numbers.below(2) == 0;
      upper[k] = above ? lower[k] + 2 + numbers.uniform() : lower[k] / 2;
    }
    Objectives objectives = SlopeJudge.objectives(numbers, BOXES, width, FORMS);
    float[] parameters = new float[BOXES * FORMS * width];
    double[] points = new double[parameters.length];
    for (int k = 0; k < points.length; k++) {
      parameters[k] = (numbers.below(1 << 10) - (1 << 9)) * 0x1p-8f;
      double point = 0.1 + numbers.uniform();
      points[k] = numbers.below(2) == 0 ? point : -point;
    }
    return new AscentCase(new BoxBatch(BOXES, width, lower, upper), objectives, parameters, points);
  }

  Tensor.Rows rows(OpenLane open, Tensor.Interval input) {
    Tensor.Interval outputs = open.keep(open.lane().intervalActivation(open.output(), input));
    return open.keep(open.lane().objectiveRows(objectives, new BoxRange(0, BOXES), outputs));
  }

  /** What is done with each parameter. */
  interface Visit {
    void at(int k, int row, int box, int neuron);
  }

  void forEach(Visit visit) {
    int width = boxes.dimension();
    for (int k = 0; k < points.length; k++) {
      int row = k / width;
      visit.at(k, row, row / FORMS, k % width);
    }
  }

  /** The largest magnitude of a row's coefficients. */
  double largest(int row) {
    double largest = 0;
    for (int i = 0; i < boxes.dimension(); i++) {
      largest = Math.max(largest, Math.abs(objectives.coefficient(row, i)));
    }
    return largest;
  }
}
