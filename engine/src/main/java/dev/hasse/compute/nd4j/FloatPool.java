package dev.hasse.compute.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Float arrays of a lane, used again: a block of rows takes hundreds of kilobytes at every node,
 * and zeroing fresh ones would cost a tenth of the product. Arrays may be longer than asked and
 * hold old values. One thread at a time.
 */
final class FloatPool {
  private static final int SMALLEST = 6;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final Deque<float[]>[] free = new Deque[32];

  float[] take(int length) {
    int size = sizeClass(length, SMALLEST);
    if (free[size] != null && !free[size].isEmpty()) {
      return free[size].pop();
    }
    return new float[1 << size];
  }

  void giveBack(float[] array) {
    int size = sizeClass(array.length, SMALLEST);
    if (free[size] == null) {
      free[size] = new ArrayDeque<>();
    }
    free[size].push(array);
  }

  /** The power of two that so many floats fit in, at least the smallest. */
  static int sizeClass(int length, int smallest) {
    if (length > 1 << 30) {
      throw new IllegalArgumentException(length + " floats in one array");
    }
    return Math.max(smallest, 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1));
  }
}
