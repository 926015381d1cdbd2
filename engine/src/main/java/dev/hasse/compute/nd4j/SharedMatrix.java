package dev.hasse.compute.nd4j;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * What products want instead of a map's weights, off heap: made once a step, when a lane first asks
 * for it. It is made in parts, and lanes that ask at about the same time share them.
 */
final class SharedMatrix implements AutoCloseable {
  private final Scratch at = new Scratch();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger(); // made, or failed
  private final AtomicReference<Throwable> failure = new AtomicReference<>(); // the first

  /** A step begins with other weights. No lane is asking meanwhile. */
  void clear() {
    begun.set(0);
    ended.set(0);
    failure.set(null);
  }

  /** A step begins with the weights as they were: only what failed is made anew. */
  void clearFailure() {
    if (failure.get() != null) {
      clear();
    }
  }

  /**
   * The matrix, whole. Where a part could not be made, all who ask in this step get what that
   * part's maker threw.
   *
   * @param floats its length
   * @param maker makes one of so many parts in {@link #target}
   */
  Scratch get(int floats, int parts, IntConsumer maker) {
    if (ended.get() < parts && failure.get() == null) {
      reserve(floats);
      for (int part = begun.getAndIncrement(); part < parts; part = begun.getAndIncrement()) {
        make(part, maker);
      }
      while (ended.get() < parts) {
        Thread.onSpinWait(); // some microseconds: another lane makes the last part
      }
    }
    requireMade();
    return at;
  }

  /** A failure is noted before the part has ended, for whoever waits goes on then. */
  private void make(int part, IntConsumer maker) {
    try {
      maker.accept(part);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      ended.incrementAndGet();
    }
  }

  private void requireMade() {
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
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
