package dev.hasse.kernels.cuda;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import dev.hasse.domain.Objectives;
import dev.hasse.numeric.RoundingError;

/**
 * The verbs on rows. Coefficients are float32 and carry no error of their own: whatever a kernel
 * rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant, a double (docs/SOUNDNESS.md, "Error into the constant").
 */
final class RowVerbs {
  private final DeviceQueue queue;
  private final ConvolutionVerbs convolutions;

  RowVerbs(DeviceQueue queue) {
    this.queue = queue;
    this.convolutions = new ConvolutionVerbs(queue);
  }

  /** Rows for selected outputs of an affine map, over its input. */
  DeviceRows start(
      DeviceAffine map, RowSelection selection, BoxRange boxes, DeviceMagnitude magnitude) {
    if (map.diagonal()) {
      DeviceRows units = units(map.outputs(), selection, boxes);
      DeviceRows rows = backScale(map, units, magnitude);
      units.close();
      return rows;
    }
    RowMap rowMap = RowMap.of(queue, selection, boxes);
    DeviceRows rows = DeviceRows.blank(queue, rowMap, map.inputs());
    if (map.convolution() != null) {
      convolutions.start(map, rowMap, magnitude, rows);
      return rows;
    }
    double gamma = RoundingError.floatGammaOfComputed(2, map.map().relative());
    queue
        .launch(Kernel.START_ROWS)
        .pointer(map.weights())
        .pointer(map.bias())
        .real(map.map().exact() ? 0 : gamma)
        .pointer(magnitude.values())
        .integer(magnitude.leading())
        .pointer(rowMap.rowBox())
        .pointer(rowMap.rowNeuron())
        .integer(rows.rows())
        .integer(rows.leading())
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .over(rows.rows(), map.inputs());
    return rows;
  }

  DeviceRows units(int width, RowSelection selection, BoxRange boxes) {
    RowMap rowMap = RowMap.of(queue, selection, boxes);
    DeviceRows rows = DeviceRows.blank(queue, rowMap, width);
    queue
        .launch(Kernel.UNIT_ROWS)
        .pointer(rowMap.rowNeuron())
        .integer(rows.rows())
        .integer(rows.leading())
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .over(rows.rows(), width);
    return rows;
  }

  /** The exact coefficients and constants are uploaded as doubles; the kernel rounds and pays. */
  DeviceRows objectives(Objectives objectives, BoxRange boxes, DeviceInterval outputs) {
    int width = objectives.outputs();
    int first = objectives.start(boxes.from());
    RowMap rowMap = RowMap.of(queue, objectives, boxes);
    DeviceRows rows = DeviceRows.blank(queue, rowMap, width);
    int count = rowMap.rows();
    long constants = Layout.aligned((long) count * width * Double.BYTES);
    DeviceBlock exact = queue.take(constants + (long) count * Double.BYTES);
    queue.upload(
        exact.start(),
        count,
        width * Double.BYTES,
        (piece, from, to) -> {
          int at = 0;
          for (int r = first + from; r < first + to; r++) {
            for (int i = 0; i < width; i++, at += Double.BYTES) {
              piece.putDouble(at, objectives.coefficient(r, i));
            }
          }
        });
    queue.upload(
        exact.start().plus(constants),
        count,
        Double.BYTES,
        (piece, from, to) -> {
          for (int r = from; r < to; r++) {
            piece.putDouble((r - from) * Double.BYTES, objectives.constant(first + r));
          }
        });
    queue
        .launch(Kernel.OBJECTIVE_ROWS)
        .pointer(exact.at(0))
        .pointer(exact.at(constants))
        .pointer(rowMap.rowBox())
        .pointer(outputs.lower())
        .pointer(outputs.upper())
        .integer(count)
        .integer(width)
        .pointer(rows.coefficients())
        .integer(rows.leading())
        .pointer(rows.constant())
        .over(count, width);
    exact.release();
    return rows;
  }

  /** Notes the lines; the next verb applies them. */
  DeviceRows backActivation(DeviceRows rows, DeviceRelaxation relaxation) {
    settle(rows);
    return rows.waitingFor(relaxation);
  }

  /** The same rows, which wait for no lines. */
  DeviceRows settled(DeviceRows rows) {
    settle(rows);
    return rows;
  }

  /**
   * Lets rows pass the lines they wait for, for good: their claim over the pre-activations is the
   * same whenever it is computed, so this is no change of the tensor that its owner could see.
   */
  private void settle(DeviceRows rows) {
    DeviceRelaxation lines = rows.lines();
    if (lines == null) {
      return;
    }
    DeviceRows settled = rows.next(rows.width());
    queue
        .launch(Kernel.APPLY_LINES)
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(lines.lowerSlope())
        .pointer(lines.upperSlope())
        .pointer(lines.lowerIntercept())
        .pointer(lines.upperIntercept())
        .pointer(lines.magnitude())
        .integer(lines.leading())
        .integer(rows.rows())
        .pointer(settled.coefficients())
        .pointer(settled.constant())
        .over(rows.rows(), rows.width());
    rows.become(settled);
  }

  /** {@code A W}, with {@code A b} and the price of rounding in the constants. */
  DeviceRows backAffine(DeviceAffine map, DeviceRows rows, DeviceMagnitude magnitude) {
    if (map.diagonal()) {
      return backScale(map, rows, magnitude);
    }
    if (map.convolution() != null) {
      settle(rows);
      DeviceRows through = rows.next(map.inputs());
      convolutions.back(map, rows, magnitude, through);
      return through;
    }
    if (rows.lines() != null && rows.lines().hasLowerIntercepts()) {
      settle(rows);
    }
    DeviceRelaxation lines = rows.lines();
    DeviceRows back = rows.next(map.inputs());
    queue
        .launch(backAffineFor(rows.rows(), map.inputs()))
        .pointer(rows.coefficients())
        .integer(rows.leading())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(lines == null ? 0 : lines.lowerSlope())
        .pointer(lines == null ? 0 : lines.upperSlope())
        .pointer(lines == null ? 0 : lines.upperIntercept())
        .pointer(map.weights())
        .integer(back.leading())
        .pointer(map.bias())
        .pointer(magnitude.values())
        .pointer(magnitude.inputSum())
        .real(map.price())
        .integer(rows.rows())
        .integer(map.outputs())
        .integer(map.inputs())
        .pointer(back.coefficients())
        .pointer(back.constant())
        .over(rows.rows(), map.inputs());
    return back;
  }

  /** Small tiles where the product is narrow, or where large ones would leave the device idle. */
  private Kernel backAffineFor(int rows, int inputs) {
    Grid narrow = Kernel.BACK_AFFINE_NARROW.grid();
    Grid wide = Kernel.BACK_AFFINE.grid();
    boolean few = wide.blocks(rows, inputs) < queue.multiprocessors();
    return few || inputs <= narrow.tileColumns() ? Kernel.BACK_AFFINE_NARROW : Kernel.BACK_AFFINE;
  }

  private DeviceRows backScale(DeviceAffine map, DeviceRows rows, DeviceMagnitude magnitude) {
    settle(rows);
    DeviceRows back = rows.next(map.inputs());
    queue
        .launch(Kernel.BACK_SCALE)
        .pointer(rows.coefficients())
        .integer(rows.leading())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(map.weights())
        .pointer(map.bias())
        .pointer(magnitude.values())
        .pointer(magnitude.inputSum())
        .real(map.price())
        .integer(rows.rows())
        .pointer(back.coefficients())
        .pointer(back.constant())
        .over(rows.rows(), map.inputs());
    return back;
  }

  DeviceRows backSelect(DeviceSelect select, DeviceRows rows) {
    settle(rows);
    DeviceRows back = rows.withConstants(select.inputs());
    queue
        .launch(Kernel.BACK_SELECT)
        .pointer(rows.coefficients())
        .integer(rows.leading())
        .integer(rows.rows())
        .pointer(select.target())
        .integer(select.inputs())
        .pointer(back.coefficients())
        .integer(back.leading())
        .over(rows.rows(), select.inputs());
    return back;
  }

  /** Shares the coefficients: nobody changes them. */
  DeviceRows backAdd(DeviceRows rows, boolean withConstants) {
    settle(rows);
    return withConstants ? rows.copy() : rows.withoutConstants();
  }

  DeviceRows merge(DeviceRows x, DeviceRows y, DeviceInterval bounds) {
    settle(x);
    settle(y);
    DeviceRows sum = x.next(x.width());
    queue
        .launch(Kernel.MERGE_ROWS)
        .pointer(x.coefficients())
        .pointer(x.constant())
        .pointer(y.coefficients())
        .pointer(y.constant())
        .pointer(x.map().rowBox())
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .integer(bounds.leading())
        .integer(x.rows())
        .pointer(sum.coefficients())
        .pointer(sum.constant())
        .over(x.rows(), x.width());
    return sum;
  }

  DeviceRowBounds concretize(DeviceRows rows, DeviceInterval bounds) {
    settle(rows);
    DeviceRowBounds found = new DeviceRowBounds(queue, rows.map().hold());
    queue
        .launch(Kernel.CONCRETIZE)
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .integer(bounds.leading())
        .integer(rows.rows())
        .pointer(found.lower())
        .over(rows.rows(), rows.width());
    return found;
  }

  /** The corner of each row's box where the row is smallest. */
  DevicePoints minimizer(DeviceRows rows, DeviceInterval bounds) {
    settle(rows);
    DevicePoints corners = new DevicePoints(queue, rows.rows(), rows.width());
    queue
        .launch(Kernel.MINIMIZER)
        .pointer(rows.coefficients())
        .pointer(rows.map().rowBox())
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .integer(bounds.leading())
        .integer(rows.rows())
        .pointer(corners.values())
        .over(rows.rows(), rows.width());
    return corners;
  }
}
