package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Values;

/** A matrix on the heap, row by row, in an array that may be longer. */
final class CpuValues implements Values {
  private final int rows;
  private final int width;
  private final float[] at;

  CpuValues(int rows, int width, float[] at) {
    this.rows = rows;
    this.width = width;
    this.at = at;
  }

  static CpuValues of(Values values) {
    return (CpuValues) values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  int length() {
    return rows * width;
  }

  float[] at() {
    return at;
  }
}
