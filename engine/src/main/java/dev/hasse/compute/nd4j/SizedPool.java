package dev.hasse.compute.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory of a lane, used again: a block of rows takes hundreds of kilobytes at every node, and
 * zeroing fresh ones, or touching fresh pages of the heap, would cost a tenth of the product.
 * Pieces are powers of two long, may be longer than asked and hold old values. Each is given back
 * once. One thread at a time.
 */
abstract class SizedPool<T> {
  private final int smallest;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final Deque<T>[] free = new Deque[32];

  /**
   * @param smallest logarithm of the length of the shortest piece
   */
  SizedPool(int smallest) {
    this.smallest = smallest;
  }

  abstract T create(int length);

  abstract int length(T piece);

  T take(int length) {
    int size = sizeClass(length);
    if (free[size] != null && !free[size].isEmpty()) {
      return free[size].pop();
    }
    return create(1 << size);
  }

  void giveBack(T piece) {
    int size = sizeClass(length(piece));
    if (free[size] == null) {
      free[size] = new ArrayDeque<>();
    }
    free[size].push(piece);
  }

  /** Takes the pieces that wait out of the pool. */
  Deque<T> drain() {
    Deque<T> all = new ArrayDeque<>();
    for (Deque<T> pieces : free) {
      if (pieces != null) {
        all.addAll(pieces);
        pieces.clear();
      }
    }
    return all;
  }

  private int sizeClass(int length) {
    if (length > 1 << 30) {
      throw new IllegalArgumentException(length + " numbers in one array");
    }
    return Math.max(smallest, 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1));
  }
}
