package dev.hasse.kernels.opencl;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.domain.Objectives;
import dev.hasse.kernels.opencl.OpenClTensors.Interval;
import dev.hasse.kernels.opencl.OpenClTensors.Magnitude;
import dev.hasse.kernels.opencl.OpenClTensors.Rows;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.function.IntUnaryOperator;

/** Where rows begin: at neurons, at outputs of an affine map, at linear forms of the outputs. */
final class RowStarts {
  private final LaneMemory memory;
  private final OpenClDevice device;

  RowStarts(LaneMemory memory) {
    this.memory = memory;
    this.device = memory.device();
  }

  /** Rows of W. */
  Rows affine(DeviceWeights of, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    FloatAffine map = of.map();
    double gamma = map.exact() ? 0 : RoundingError.floatGammaOfComputed(4, map.relative());
    Rows rows = empty(boxes, b -> 2 * selection.size(b), map.inputs());
    begin(
        of.start(rows.length()).constants(magnitude.values()).factor(Outward.floatUp(gamma)),
        selection,
        boxes,
        rows);
    return rows;
  }

  Rows units(int width, RowSelection selection, BoxRange boxes) {
    Rows rows = empty(boxes, b -> 2 * selection.size(b), width);
    begin(Launch.elements(Verb.UNIT_ROWS, rows.length(), width), selection, boxes, rows);
    return rows;
  }

  private static int selected(RowSelection selection, BoxRange boxes) {
    return selection.start(boxes.to()) - selection.start(boxes.from());
  }

  private void begin(Launch launch, RowSelection selection, BoxRange boxes, Rows rows) {
    Block neurons = memory.upload(neurons(selection, boxes));
    device.run(
        launch
            .fourth(neurons)
            .index(rows.boxOfRow())
            .target(rows.coefficients())
            .secondTarget(rows.constants()));
    neurons.release();
  }

  /** The neuron of each row, counted from 1; below zero for rows of the negative. */
  private static float[] neurons(RowSelection selection, BoxRange boxes) {
    float[] neurons = new float[2 * selected(selection, boxes)];
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < size; k++) {
        float neuron = selection.neuron(selection.start(b) + k) + 1;
        neurons[row + k] = neuron;
        neurons[row + size + k] = -neuron;
      }
      row += 2 * size;
    }
    return neurons;
  }

  private Rows empty(BoxRange boxes, IntUnaryOperator rowsOfBox, int width) {
    int count = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      count += rowsOfBox.applyAsInt(b);
    }
    float[] box = new float[count];
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      for (int k = rowsOfBox.applyAsInt(b); k > 0; k--) {
        box[row++] = b;
      }
    }
    Block coefficients = memory.take((long) count * width);
    return new Rows(boxes, count, width, memory.upload(box), coefficients, memory.take(count));
  }

  /** Coefficients rounded to float; what that changes is paid for by the outputs' magnitudes. */
  Rows objectives(Objectives objectives, BoxRange boxes, Interval outputs) {
    int width = objectives.outputs();
    Rows rows = empty(boxes, b -> objectives.start(b + 1) - objectives.start(b), width);
    int firstRow = objectives.start(boxes.from());
    float[] coefficients = new float[rows.length()];
    float[] errors = new float[rows.length()];
    float[] constants = new float[rows.rows()];
    boolean exact = true;
    for (int r = 0; r < rows.rows(); r++) {
      constants[r] =
          Math.min(Outward.floatDown(objectives.constant(firstRow + r)), Float.MAX_VALUE);
      for (int i = 0; i < width; i++) {
        double wanted = objectives.coefficient(firstRow + r, i);
        float stored = Outward.floatNearest(wanted);
        stored = Math.abs(stored) < Float.MIN_NORMAL ? 0 : stored;
        coefficients[r * width + i] = stored;
        if (stored != wanted) {
          // Twice, since the sum of payments is rounded; and no subnormal, which might be flushed.
          double error = 2 * Math.nextUp(Math.abs(wanted - stored));
          errors[r * width + i] = Math.max(Outward.floatUp(error), Float.MIN_NORMAL);
          exact = false;
        }
      }
    }
    device.upload(coefficients, rows.coefficients());
    device.upload(constants, rows.constants());
    if (!exact) {
      pay(rows, errors, outputs);
    }
    return rows;
  }

  private void pay(Rows rows, float[] errors, Interval outputs) {
    Block factors = memory.upload(errors);
    device.run(
        Launch.rows(Verb.PAY, rows.rows(), rows.width())
            .first(factors)
            .third(outputs.lower())
            .fourth(outputs.upper())
            .constants(rows.constants())
            .index(rows.boxOfRow())
            .secondTarget(rows.constants())
            .factor(1)
            .underflow(RowPrices.underflow(rows.width())));
    factors.release();
  }
}
