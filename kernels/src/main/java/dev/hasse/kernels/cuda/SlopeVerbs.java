package dev.hasse.kernels.cuda;

import dev.hasse.compute.Adam;

/** The verbs on rows that take lines of their own at a ReLU. Rows that come here are settled. */
final class SlopeVerbs {
  private final DeviceQueue queue;

  SlopeVerbs(DeviceQueue queue) {
    this.queue = queue;
  }

  /**
   * Parameters within their ranges.
   *
   * @param values {@code [row][neuron]} flat, or null for the adaptive slopes and no multipliers
   */
  DeviceSlopes of(DeviceRows rows, DeviceInterval bounds, float[] values) {
    DeviceSlopes slopes = new DeviceSlopes(queue, bounds, rows.rows());
    if (values != null) {
      Transfers.uploadMatrix(queue, slopes.start(), rows.rows(), bounds.width(), values);
    }
    queue
        .launch(Kernel.START_SLOPES)
        .pointer(rows.map().rowBox())
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .integer(bounds.leading())
        .integer(rows.rows())
        .integer(bounds.width())
        .integer(values == null ? 1 : 0)
        .pointer(slopes.parameters())
        .over(rows.rows(), bounds.width());
    return slopes;
  }

  DeviceRows back(DeviceRows rows, DeviceRelaxation lines, DeviceSlopes slopes) {
    DeviceRows back = rows.next(rows.width());
    queue
        .launch(Kernel.APPLY_SLOPES)
        .pointer(rows.coefficients())
        .pointer(rows.constant())
        .pointer(rows.map().rowBox())
        .pointer(slopes.bounds().lower())
        .pointer(slopes.bounds().upper())
        .pointer(lines.upperSlope())
        .pointer(lines.upperIntercept())
        .pointer(slopes.parameters())
        .integer(rows.leading())
        .integer(rows.rows())
        .pointer(back.coefficients())
        .pointer(back.constant())
        .over(rows.rows(), rows.width());
    return back;
  }

  /** Each row's point through the lines that the row takes. */
  DevicePoints forward(
      DevicePoints points, DeviceRows rows, DeviceRelaxation lines, DeviceSlopes slopes) {
    DevicePoints result = new DevicePoints(queue, points.count(), points.width());
    queue
        .launch(Kernel.FORWARD_RELAXED)
        .pointer(points.values())
        .pointer(rows.coefficients())
        .pointer(rows.map().rowBox())
        .pointer(slopes.bounds().lower())
        .pointer(slopes.bounds().upper())
        .pointer(lines.upperSlope())
        .pointer(lines.upperIntercept())
        .pointer(slopes.parameters())
        .integer(points.leading())
        .integer(points.count())
        .pointer(result.values())
        .over(points.count(), points.width());
    return result;
  }

  /** One step of Adam. */
  void ascend(DeviceSlopes slopes, DeviceRows rows, DevicePoints points, int step, float rate) {
    Adam adam = new Adam(step);
    queue
        .launch(Kernel.ASCEND)
        .pointer(rows.coefficients())
        .pointer(points.values())
        .pointer(rows.map().rowBox())
        .pointer(slopes.bounds().lower())
        .pointer(slopes.bounds().upper())
        .integer(rows.leading())
        .integer(rows.rows())
        .integer(rows.width())
        .single(rate)
        .single(Adam.KEPT_OF_MEAN)
        .single(Adam.KEPT_OF_SQUARE)
        .single(adam.meanCorrection())
        .single(adam.squareCorrection())
        .pointer(slopes.parameters())
        .pointer(slopes.means())
        .pointer(slopes.squares())
        .over(rows.rows(), rows.width());
  }
}
