package dev.hasse.compute.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Off-heap buffers of a lane, used again: what {@link FloatPool} is to arrays. Buffers may be
 * longer than asked and hold old values. One thread at a time.
 */
final class ScratchPool implements AutoCloseable {
  private static final int SMALLEST = 10;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final Deque<Scratch>[] free = new Deque[32];

  Scratch take(int length) {
    int size = FloatPool.sizeClass(length, SMALLEST);
    if (free[size] != null && !free[size].isEmpty()) {
      return free[size].pop();
    }
    return new Scratch().ensureExactly(1 << size);
  }

  void giveBack(Scratch scratch) {
    int size = FloatPool.sizeClass(scratch.capacity(), SMALLEST);
    if (free[size] == null) {
      free[size] = new ArrayDeque<>();
    }
    free[size].push(scratch);
  }

  @Override
  public void close() {
    for (Deque<Scratch> scratches : free) {
      if (scratches != null) {
        scratches.forEach(Scratch::close);
        scratches.clear();
      }
    }
  }
}
