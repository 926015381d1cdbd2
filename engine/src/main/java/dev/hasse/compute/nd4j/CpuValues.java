package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Values;

/**
 * A matrix on the heap, row by row, in an array that may be longer.
 *
 * @param at the array
 */
record CpuValues(int rows, int width, float[] at) implements Values {
  int length() {
    return rows * width;
  }

  static CpuValues of(Values values) {
    return (CpuValues) values;
  }
}
