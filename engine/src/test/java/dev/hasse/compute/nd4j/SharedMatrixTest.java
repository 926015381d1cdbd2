package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each part is made once, and whoever asks gets all of them or a failure. */
@Timeout(60)
class SharedMatrixTest {
  private static final int PARTS = 5;

  private final SharedMatrix matrix = new SharedMatrix();
  private final AtomicInteger made = new AtomicInteger();

  @AfterEach
  void close() {
    matrix.close();
  }

  private void make(int part) {
    made.incrementAndGet();
    matrix.target().put(part, new float[] {part + 1}, 0, 1);
  }

  private float[] got(IntConsumer maker) {
    float[] values = new float[PARTS];
    matrix.get(PARTS, PARTS, maker).get(values, 0, PARTS);
    return values;
  }

  private void assertWhole() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5}, got(this::make));
  }

  private IntConsumer failingAt(int failing, RuntimeException failure) {
    return part -> {
      if (part == failing) {
        throw failure;
      }
      make(part);
    };
  }

  @Test
  void partsAreMadeOnce() {
    assertWhole();
    assertWhole();
    assertEquals(PARTS, made.get());
    matrix.clear();
    assertWhole();
    assertEquals(2 * PARTS, made.get());
  }

  /** Until the next step, since nobody may read the part. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, PARTS - 1})
  void aPartThatFailedIsNeverRead(int failing) {
    IllegalStateException failure = new IllegalStateException("part " + failing);
    assertSame(
        failure, assertThrows(IllegalStateException.class, () -> got(failingAt(failing, failure))));
    assertSame(failure, assertThrows(IllegalStateException.class, this::assertWhole));
    matrix.clear();
    assertWhole();
  }

  /** Of a map that is not trained a step makes only that anew. */
  @Test
  void onlyWhatFailedIsMadeAnew() {
    assertThrows(
        IllegalStateException.class, () -> got(failingAt(3, new IllegalStateException("part 3"))));
    matrix.clearFailure();
    assertWhole();
    int before = made.get();
    matrix.clearFailure();
    assertWhole();
    assertEquals(before, made.get());
  }

  @Test
  void errorsArePassedOnToo() {
    assertThrows(
        StackOverflowError.class,
        () ->
            got(
                part -> {
                  throw new StackOverflowError();
                }));
    matrix.clear();
    assertWhole();
  }

  /** One lane waits for the part that another is about to fail at. */
  @Test
  void lanesThatWaitFailToo() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CountDownLatch others = new CountDownLatch(PARTS - 1);
    IllegalStateException failure = new IllegalStateException("late");
    IntConsumer maker =
        part -> {
          if (part == 0) {
            awaitUninterrupted(others);
            throw failure;
          }
          make(part);
          others.countDown();
        };
    try {
      List<Future<?>> lanes = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        lanes.add(threads.submit(() -> got(maker)));
      }
      for (Future<?> lane : lanes) {
        ExecutionException thrown =
            assertThrows(ExecutionException.class, () -> lane.get(30, TimeUnit.SECONDS));
        assertSame(failure, assertInstanceOf(IllegalStateException.class, thrown.getCause()));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(PARTS - 1, made.get());
    matrix.clear();
    assertWhole();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
