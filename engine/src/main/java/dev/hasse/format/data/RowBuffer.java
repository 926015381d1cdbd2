package dev.hasse.format.data;

import java.util.Arrays;

/** Rows of equal width collected into one growing array, as large as the rows need and no more. */
final class RowBuffer {
  /** Java arrays end a little below the largest int; a quarter of it leaves room to grow. */
  private static final int LARGEST = 1 << 29;

  private final int width;
  private double[] values = new double[0];
  private int rows;

  RowBuffer(int width) {
    this.width = width;
  }

  /** Rows that fit into one array; at least 1. */
  int capacity() {
    return Math.max(1, LARGEST / width);
  }

  int rows() {
    return rows;
  }

  void append(double[] row) {
    int length = rows * width;
    if (length + width > values.length) {
      values = Arrays.copyOf(values, Math.max(length + width, Math.min(2 * length, LARGEST)));
    }
    System.arraycopy(row, 0, values, length, width);
    rows++;
  }

  /** All rows, flat. */
  double[] values() {
    return Arrays.copyOf(values, rows * width);
  }
}
