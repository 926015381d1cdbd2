package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.domain.Objectives;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Where rows begin: at neurons, at outputs of an affine map, at linear forms of the outputs. */
final class RowStarts {
  private final RowPool pool;
  private float[] rowsOfBox = new float[0];

  RowStarts(RowPool pool) {
    this.pool = pool;
  }

  private float[] reserve(int length) {
    if (rowsOfBox.length < length) {
      rowsOfBox = new float[length + length / 4];
    }
    return rowsOfBox;
  }

  /** Rows of W, mirrored. */
  CpuRows affine(CpuAffine of, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    FloatAffine map = of.map();
    CpuRows rows = empty(boxes, b -> 2 * selection.size(b), map.inputs(), true);
    double gamma = RoundingError.floatGammaOfComputed(2, map.relative());
    for (int k = 0; k < boxes.count(); k++) {
      int first = selection.start(boxes.from() + k);
      int size = selection.size(boxes.from() + k);
      int in = map.inputs();
      float[] gathered = reserve(size * in);
      if (of.geometry() != null) {
        Arrays.fill(gathered, 0, size * in, 0f);
      }
      double[] constant = rows.constant();
      int at = rows.start()[k];
      int magnitudes = (boxes.from() + k) * map.outputs();
      for (int r = 0; r < size; r++) {
        int neuron = selection.neuron(first + r);
        if (of.geometry() == null) {
          System.arraycopy(map.weights(), neuron * in, gathered, r * in, in);
        } else {
          of.geometry().scatterKernel(map.weights(), neuron, gathered, r * in);
        }
        double bias = map.bias()[neuron];
        double error = map.exact() ? 0 : gamma * magnitude.values()[magnitudes + neuron];
        double roundings = map.exact() ? 0 : (Math.abs(bias) + error) * 0x1p-50;
        constant[at + r] = (bias - error) - roundings;
        constant[at + size + r] = (-bias - error) - roundings;
      }
      rows.coefficients().put(rows.offset(k), gathered, 0, size * in);
    }
    return rows;
  }

  CpuRows units(int width, RowSelection selection, BoxRange boxes) {
    CpuRows rows = empty(boxes, b -> 2 * selection.size(b), width, true);
    Arrays.fill(rows.constant(), 0, rows.rows(), 0);
    for (int k = 0; k < boxes.count(); k++) {
      int first = selection.start(boxes.from() + k);
      int size = selection.size(boxes.from() + k);
      float[] units = reserve(size * width);
      Arrays.fill(units, 0, size * width, 0f);
      for (int r = 0; r < size; r++) {
        units[r * width + selection.neuron(first + r)] = 1f;
      }
      rows.coefficients().put(rows.offset(k), units, 0, size * width);
    }
    return rows;
  }

  CpuRows objectives(Objectives objectives, BoxRange boxes, Interval outputs) {
    int width = objectives.outputs();
    CpuRows rows = empty(boxes, b -> objectives.start(b + 1) - objectives.start(b), width, false);
    for (int k = 0; k < boxes.count(); k++) {
      int first = objectives.start(boxes.from() + k);
      int count = rows.rows(k);
      float[] forms = reserve(count * width);
      for (int r = 0; r < count; r++) {
        double constant = objectives.constant(first + r);
        for (int i = 0; i < width; i++) {
          double exact = objectives.coefficient(first + r, i);
          float stored = Outward.floatNearest(exact);
          forms[r * width + i] = stored;
          if (stored != exact) {
            double largest = outputs.largest((boxes.from() + k) * width + i);
            double error = Outward.mulUp(Math.nextUp(Math.abs(exact - stored)), largest);
            constant = Outward.subDown(constant, error);
          }
        }
        rows.constant()[rows.start()[k] + r] = constant;
      }
      rows.coefficients().put(rows.offset(k), forms, 0, count * width);
    }
    return rows;
  }

  private CpuRows empty(BoxRange boxes, IntUnaryOperator rowsOfBox, int width, boolean mirrored) {
    int[] start = new int[boxes.count() + 1];
    for (int k = 0; k < boxes.count(); k++) {
      start[k + 1] = start[k] + rowsOfBox.applyAsInt(boxes.from() + k);
    }
    int[][] all = new int[boxes.count()][];
    return new CpuRows(pool, boxes, start, width, all, mirrored);
  }
}
