package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.network.Network;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch is cut into chunks that cover it, as large as the session wants them. */
final class ChunkRunnerTest {
  private final Map<Integer, Integer> ends = new ConcurrentSkipListMap<>();

  private static class IdleLane extends DelegatingLane {
    IdleLane() {
      super(null);
    }

    @Override
    public void close() {}
  }

  private static final class WideLane extends IdleLane {}

  /** A session of lanes that do nothing. */
  private record Idle(int parallelism, int boxesPerChunk, int smallestChunk) implements Session {
    @Override
    public Network network() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ComputeBackend backend() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Lane openLane() {
      return new IdleLane();
    }

    @Override
    public boolean hasWideLanes() {
      return parallelism > 1;
    }

    @Override
    public Lane openWideLane() {
      return new WideLane();
    }

    @Override
    public int rowsPerBlock(int width) {
      return 1;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({
    // lanes, largest, smallest, boxes, largest expected
    "2, 65536, 4096, 100, 100",
    "2, 65536, 4096, 5000, 4096",
    "2, 65536, 4096, 80000, 10000",
    "4, 512, 16, 40, 16",
    "4, 512, 16, 100, 25",
    "4, 512, 16, 400, 64",
    "4, 512, 16, 100000, 512",
    "2, 10, 4096, 100, 10",
  })
  void chunksAreNeitherTooSmallNorTooLarge(
      int lanes, int most, int fewest, int boxes, int expected) {
    try (ChunkRunner runner = new ChunkRunner(new Idle(lanes, most, fewest))) {
      runner.run(boxes, fewest, Deadline.NEVER, (lane, from, to) -> ends.put(from, to));
    }
    checkCovered(boxes);
    assertEquals(expected, largest());
  }

  @Test
  void whereThereIsNoRoomChunksAreHalved() {
    try (ChunkRunner runner = new ChunkRunner(new Idle(2, 1024, 64))) {
      runner.run(
          1000,
          64,
          Deadline.NEVER,
          (lane, from, to) -> {
            if (to - from > 20) {
              throw new DeviceMemoryException("room for 20", null);
            }
            ends.put(from, to);
          });
    }
    checkCovered(1000);
    assertTrue(largest() <= 20);
  }

  @ParameterizedTest
  @CsvSource({"2, 16, true", "2, 17, false", "1, 16, false"})
  void aBatchThatIsNotSharedOutHasAWideLane(int lanes, int boxes, boolean expected) {
    try (ChunkRunner runner = new ChunkRunner(new Idle(lanes, 64, 16))) {
      runner.run(
          boxes,
          16,
          Deadline.NEVER,
          (lane, from, to) -> assertEquals(expected, lane instanceof WideLane));
    }
  }

  @Test
  void howeverManyThreadsCallNoMoreLanesWork() throws InterruptedException {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger boxes = new AtomicInteger();
    try (ChunkRunner runner = new ChunkRunner(new Idle(3, 8, 4))) {
      Runnable call =
          () ->
              runner.run(
                  100,
                  4,
                  Deadline.NEVER,
                  (lane, from, to) -> {
                    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(200_000);
                    boxes.addAndGet(to - from);
                    atWork.decrementAndGet();
                  });
      List<Thread> threads = Stream.generate(() -> new Thread(call)).limit(6).toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(600, boxes.get());
    assertTrue(most.get() <= 3, most + " lanes at work");
  }

  @Test
  void afterAFailureNoChunkBeginsAndTheFirstIsThrown() {
    AtomicInteger chunks = new AtomicInteger();
    String failure =
        failureOfTenThousandChunks(
            () -> {
              chunks.incrementAndGet();
              throw new IllegalStateException("of a chunk");
            });
    assertEquals("of a chunk", failure);
    assertTrue(chunks.get() <= 2, chunks + " chunks begun");
  }

  @Test
  void anInterruptedCallEndsWithoutTheOtherChunks() {
    AtomicInteger chunks = new AtomicInteger();
    Thread caller = Thread.currentThread();
    String failure =
        failureOfTenThousandChunks(
            () -> {
              chunks.incrementAndGet();
              caller.interrupt();
            });
    assertEquals("interrupted while computing bounds", failure);
    assertTrue(Thread.interrupted());
    assertTrue(chunks.get() < 10_000, chunks + " chunks begun");
  }

  private static String failureOfTenThousandChunks(Runnable chunk) {
    try (ChunkRunner runner = new ChunkRunner(new Idle(2, 10, 10))) {
      return assertThrows(
              IllegalStateException.class,
              () -> runner.run(100_000, 10, Deadline.NEVER, (lane, from, to) -> chunk.run()))
          .getMessage();
    }
  }

  /** Its helper waits behind the first call's, which is held up: nobody may wait for that one. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aCallDoesNotWaitForThoseBeforeIt() throws Exception {
    CountDownLatch heldUp = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (ChunkRunner runner = new ChunkRunner(new Idle(2, 8, 8))) {
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(
              () ->
                  runner.run(
                      16,
                      8,
                      Deadline.NEVER,
                      (lane, from, to) -> {
                        if (Thread.currentThread().getName().equals("hasse-lane")) {
                          heldUp.countDown();
                          await(ended);
                        } else {
                          await(heldUp);
                        }
                      }));
      heldUp.await();
      runner.run(16, 8, Deadline.NEVER, (lane, from, to) -> ends.put(from, to));
      checkCovered(16);
      assertFalse(first.isDone());
      ended.countDown();
      first.get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkCovered(int boxes) {
    int at = 0;
    for (Map.Entry<Integer, Integer> chunk : ends.entrySet()) {
      assertEquals(at, chunk.getKey());
      at = chunk.getValue();
    }
    assertEquals(boxes, at);
  }

  private int largest() {
    return ends.entrySet().stream().mapToInt(e -> e.getValue() - e.getKey()).max().orElse(0);
  }
}
