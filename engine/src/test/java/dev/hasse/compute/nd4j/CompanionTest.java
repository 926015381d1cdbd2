package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both lists are run once, step by step, whether the companion comes in time or not. */
final class CompanionTest {
  private final Companion companion = new Companion();

  @AfterEach
  void close() {
    companion.close();
  }

  /** Each step reads what the other list's step before it has written. */
  private void sum(int rounds, long pause) {
    for (int round = 0; round < rounds; round++) {
      long[] left = {round, 0, 0};
      long[] right = {1, 0, 0};
      companion.sideBySide(
          List.of(
              () -> left[1] = left[0] + 1,
              () -> left[2] = left[1] + right[1],
              () -> left[0] = left[2] + right[2]),
          List.of(
              () -> right[1] = right[0] + 10,
              () -> right[2] = left[1] * right[1],
              () -> right[0] = left[2] - right[2]));
      assertEquals(round + 12, left[2]);
      assertEquals(11L * (round + 1), right[2]);
      assertEquals(left[2] + right[2], left[0]);
      assertEquals(left[2] - right[2], right[0]);
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }
  }

  @Test
  void awake() {
    sum(20_000, 0);
  }

  @Test
  void asleepEachTime() {
    sum(200, 500_000);
  }

  @Test
  void closed() {
    sum(10, 0);
    companion.close();
    sum(10, 0);
  }

  @Test
  void callersFromSeveralThreads() throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      threads.add(
          new Thread(
              () -> {
                sum(3_000, 0);
                ended.incrementAndGet();
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(4, ended.get());
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1", "false, 0", "false, 1"})
  void aFailureIsThrownWhenBothHaveEnded(boolean here, int step) {
    IllegalStateException failure = new IllegalStateException("of a step");
    for (int round = 0; round < 500; round++) {
      AtomicInteger running = new AtomicInteger();
      AtomicInteger later = new AtomicInteger();
      Runnable usual =
          () -> {
            running.incrementAndGet();
            LockSupport.parkNanos(10_000); // so that both threads take part
            running.decrementAndGet();
          };
      Runnable failing =
          () -> {
            LockSupport.parkNanos(100_000); // the other list waits
            throw failure;
          };
      List<Runnable> failingList =
          List.of(step == 0 ? failing : usual, step == 1 ? failing : usual, later::incrementAndGet);
      List<Runnable> usualList = List.of(usual, usual, later::incrementAndGet);
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  companion.sideBySide(
                      here ? failingList : usualList, here ? usualList : failingList)));
      assertEquals(0, running.get());
      assertEquals(0, later.get());
    }
    sum(100, 0);
  }

  @Test
  void itDoesTakePart() {
    AtomicInteger there = new AtomicInteger();
    Thread caller = Thread.currentThread();
    for (int round = 0; round < 10_000 && there.get() == 0; round++) {
      companion.sideBySide(
          List.of(() -> LockSupport.parkNanos(20_000)),
          List.of(() -> there.addAndGet(Thread.currentThread() == caller ? 0 : 1)));
    }
    assertTrue(there.get() > 0);
  }
}
