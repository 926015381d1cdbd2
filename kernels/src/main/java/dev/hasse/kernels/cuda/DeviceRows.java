package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;

/**
 * A block of rows: a matrix of float coefficients, double constants, and the map of rows to boxes.
 * None of them is changed once written, so blocks of rows share them: an index map keeps the
 * constants, a sum's branch the coefficients.
 *
 * <p>Rows may still have to pass an activation ({@link #lines}): the slopes are applied by the next
 * product while it loads the coefficients anyway.
 */
final class DeviceRows implements Tensor.Rows {
  private final DeviceQueue queue;
  private final RowMap map;
  private final int width;
  private DeviceBlock coefficients;
  private DeviceBlock constant;
  private DeviceRelaxation lines;

  private DeviceRows(
      DeviceQueue queue,
      RowMap map,
      int width,
      DeviceBlock coefficients,
      DeviceBlock constant,
      DeviceRelaxation lines) {
    this.queue = queue;
    this.map = map;
    this.width = width;
    this.coefficients = coefficients;
    this.constant = constant;
    this.lines = lines;
  }

  /**
   * Rows for a verb to write.
   *
   * @param map a holder of it is handed over
   */
  static DeviceRows blank(DeviceQueue queue, RowMap map, int width) {
    DeviceBlock coefficients = queue.take(Layout.matrixBytes(map.rows(), width));
    return new DeviceRows(queue, map, width, coefficients, takeConstant(queue, map), null);
  }

  private static DeviceBlock takeConstant(DeviceQueue queue, RowMap map) {
    return queue.take((long) map.rows() * Double.BYTES);
  }

  /** Rows of the same boxes with other coefficients and constants, for a verb to write. */
  DeviceRows next(int nextWidth) {
    return blank(queue, map.hold(), nextWidth);
  }

  /** Rows with the same constants, for a verb to write the coefficients. */
  DeviceRows withConstants(int nextWidth) {
    DeviceBlock next = queue.take(Layout.matrixBytes(map.rows(), nextWidth));
    return new DeviceRows(queue, map.hold(), nextWidth, next, constant.hold(), null);
  }

  /** The same rows once more. */
  DeviceRows copy() {
    return new DeviceRows(queue, map.hold(), width, coefficients.hold(), constant.hold(), null);
  }

  /** The same rows with constants of zero. */
  DeviceRows withoutConstants() {
    DeviceBlock zero = takeConstant(queue, map);
    queue.zero(zero.start(), (long) map.rows() * Double.BYTES);
    return new DeviceRows(queue, map.hold(), width, coefficients.hold(), zero, null);
  }

  /** Zeros, into coefficients that no other rows share. */
  void clearCoefficients() {
    queue.zero(coefficients.start(), (long) map.rows() * leading() * Float.BYTES);
  }

  /** The same rows, which still have to pass these lines. */
  DeviceRows waitingFor(DeviceRelaxation relaxation) {
    return new DeviceRows(
        queue, map.hold(), width, coefficients.hold(), constant.hold(), relaxation.hold());
  }

  /**
   * Becomes what these rows are after the lines they waited for.
   *
   * @param settled its coefficients and constants are handed over
   */
  void become(DeviceRows settled) {
    coefficients.release();
    constant.release();
    lines.release();
    coefficients = settled.coefficients;
    constant = settled.constant;
    lines = null;
    settled.coefficients = null;
    settled.map.release();
  }

  @Override
  public int rows() {
    return map.rows();
  }

  /** Of rows that wait for no lines. */
  @Override
  public float[] download() {
    if (lines != null) {
      throw new IllegalStateException("rows that still have to pass an activation");
    }
    queue.enter();
    return Transfers.downloadFloats(queue, coefficients.start(), map.rows(), width);
  }

  RowMap map() {
    return map;
  }

  int width() {
    return width;
  }

  int leading() {
    return Layout.leading(width);
  }

  long coefficients() {
    return coefficients.at(0);
  }

  long constant() {
    return constant.at(0);
  }

  /** Lines of the activation that the coefficients are still over, or null. */
  DeviceRelaxation lines() {
    return lines;
  }

  @Override
  public void close() {
    if (coefficients != null) {
      coefficients.release();
      coefficients = null;
      constant.release();
      map.release();
      if (lines != null) {
        lines.release();
        lines = null;
      }
    }
  }
}
