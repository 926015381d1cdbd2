package dev.hasse.compute.nd4j;

/**
 * Pooled arrays of lower and upper bounds that several tensors may read; whoever wants to write and
 * is not alone takes a copy first.
 */
final class SharedBounds {
  private final FloatPool pool;
  private final float[] lower;
  private final float[] upper;
  private int users = 1;

  /** Old values are in them. */
  SharedBounds(FloatPool pool, int length) {
    this.pool = pool;
    this.lower = pool.take(length);
    this.upper = pool.take(length);
  }

  float[] lower() {
    return lower;
  }

  float[] upper() {
    return upper;
  }

  /** Copies a stretch, or its positive parts. */
  void copyLower(int from, int count, float[] target, boolean positive) {
    System.arraycopy(lower, from, target, 0, count);
    if (positive) {
      cut(target, count);
    }
  }

  /** Copies a stretch, or its positive parts. */
  void copyUpper(int from, int count, float[] target, boolean positive) {
    System.arraycopy(upper, from, target, 0, count);
    if (positive) {
      cut(target, count);
    }
  }

  /** Copies some places of so many boxes of a width, {@code [box][place]}, or positive parts. */
  void gather(
      int box,
      int count,
      int width,
      int[] places,
      float[] lowerTarget,
      float[] upperTarget,
      boolean positive) {
    int next = 0;
    for (int at = box * width; at < (box + count) * width; at += width) {
      for (int k = 0; k < places.length; k++, next++) {
        lowerTarget[next] = lower[at + places[k]];
        upperTarget[next] = upper[at + places[k]];
      }
    }
    if (positive) {
      cut(lowerTarget, next);
      cut(upperTarget, next);
    }
  }

  private static void cut(float[] values, int count) {
    for (int k = 0; k < count; k++) {
      values[k] = Math.max(0f, values[k]);
    }
  }

  boolean isShared() {
    return users > 1;
  }

  /** These, for one user more. */
  SharedBounds share() {
    users++;
    return this;
  }

  /** The pool has the arrays back when the last user is done. */
  void release() {
    users--;
    if (users == 0) {
      pool.giveBack(lower);
      pool.giveBack(upper);
    }
  }
}
