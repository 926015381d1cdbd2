package dev.hasse.compute.nd4j;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What products want instead of a map's weights, off heap: made once a step, when a lane first asks
 * for it. It is made in parts, and lanes that ask at about the same time share them.
 */
final class SharedMatrix implements AutoCloseable {
  private final Scratch at = new Scratch();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();

  /** The weights have changed. No lane is asking meanwhile. */
  void clear() {
    begun.set(0);
    made.set(0);
  }

  /**
   * The matrix, whole.
   *
   * @param floats its length
   * @param maker makes one of so many parts in {@link #target}
   */
  Scratch get(int floats, int parts, IntConsumer maker) {
    if (made.get() < parts) {
      reserve(floats);
      for (int part = begun.getAndIncrement(); part < parts; part = begun.getAndIncrement()) {
        try {
          maker.accept(part);
        } finally {
          made.incrementAndGet(); // whoever waits must not wait for a lane that has failed
        }
      }
      while (made.get() < parts) {
        Thread.onSpinWait(); // some microseconds: another lane makes the last part
      }
    }
    return at;
  }

  private synchronized void reserve(int floats) {
    at.ensure(floats);
  }

  /** Where parts are made. */
  Scratch target() {
    return at;
  }

  @Override
  public void close() {
    at.close();
  }
}
