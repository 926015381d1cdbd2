package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Values;

/**
 * A matrix on the heap, row by row, in an array that may be longer; with a copy off heap once a
 * product has read it, for the next one.
 */
final class CpuValues implements Values {
  private final int rows;
  private final int width;
  private final float[] at;
  private final ScratchPool pool;
  private Scratch copy; // null until a product asks
  private boolean isCopied;

  /**
   * @param at owned by this
   * @param pool where copies come from
   */
  CpuValues(int rows, int width, float[] at, ScratchPool pool) {
    this.rows = rows;
    this.width = width;
    this.at = at;
    this.pool = pool;
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

  /** The values, to be read, or to be written for the first time. */
  float[] at() {
    return at;
  }

  /** The values, to be changed now. */
  float[] changed() {
    isCopied = false;
    return at;
  }

  /** The values off heap, to be read before they change. */
  Scratch offHeap() {
    if (copy == null) {
      copy = pool.take(length());
    }
    if (!isCopied) {
      copy.put(at, length());
      isCopied = true;
    }
    return copy;
  }

  void giveBackCopy() {
    if (copy != null) {
      pool.giveBack(copy);
      copy = null;
    }
  }
}
