package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Values;

/** A matrix of a training lane, in a block of the lane's pool, or some rows of one. */
final class DeviceValues implements Values {
  private final int rows;
  private final int width;
  private final long offset; // in bytes
  private DeviceBlock block;

  DeviceValues(DeviceQueue queue, int rows, int width) {
    this(queue.take(Layout.matrixBytes(rows, width)), 0, rows, width);
  }

  private DeviceValues(DeviceBlock block, long offset, int rows, int width) {
    this.block = block;
    this.offset = offset;
    this.rows = rows;
    this.width = width;
  }

  /**
   * The same memory from a row on, which this goes on owning.
   *
   * @throws IllegalArgumentException unless it has so many rows from there
   */
  DeviceValues part(int from, int count) {
    if (from < 0 || count < 0 || count > rows - from) {
      throw new IllegalArgumentException(
          "rows %d to %d of %d".formatted(from, (long) from + count, rows));
    }
    return new DeviceValues(block, offset + (long) from * leading() * Float.BYTES, count, width);
  }

  static DeviceValues of(Values values) {
    return (DeviceValues) values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  int leading() {
    return Layout.leading(width);
  }

  DeviceAddress start() {
    return block.start().plus(offset);
  }

  /** Where it begins, as kernels take it. */
  long at() {
    return block.at(offset);
  }

  /** Gives the memory back; from now on this must not be used. */
  void release() {
    block.release();
    block = null;
  }

  /** Throws unless this and another are of the same shape. */
  void requireShapeOf(DeviceValues other) {
    require(other.rows, other.width);
  }

  /** Throws unless this has so many rows of this width. */
  void require(int expectedRows, int expectedWidth) {
    if (rows != expectedRows || width != expectedWidth) {
      throw new IllegalArgumentException(
          "values of %d x %d, expected %d x %d"
              .formatted(rows, width, expectedRows, expectedWidth));
    }
  }
}
