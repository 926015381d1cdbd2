package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.network.Network;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch is cut into chunks that cover it, as large as the session wants them. */
final class ChunkRunnerTest {
  private final Map<Integer, Integer> ends = new ConcurrentSkipListMap<>();

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
      return new DelegatingLane(null) {
        @Override
        public void close() {}
      };
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
      runner.run(boxes, (lane, from, to) -> ends.put(from, to));
    }
    checkCovered(boxes);
    assertEquals(expected, largest());
  }

  @Test
  void whereThereIsNoRoomChunksAreHalved() {
    try (ChunkRunner runner = new ChunkRunner(new Idle(2, 1024, 64))) {
      runner.run(
          1000,
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
