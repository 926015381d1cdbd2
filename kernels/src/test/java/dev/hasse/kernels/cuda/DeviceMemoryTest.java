package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.kernels.emulator.Emulation;
import dev.hasse.network.Network;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the device has little memory chunks become smaller, and bounds stay bit by bit. */
@Emulated
final class DeviceMemoryTest {
  private static final int BOXES = 150;

  /** Size of each upload, in order of the boxes. */
  private final Map<Integer, Integer> chunks = new ConcurrentSkipListMap<>();

  /** Notes how many boxes each chunk has. */
  private final class WatchedLane extends DelegatingLane {
    WatchedLane(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      chunks.merge(boxes.count(), 1, Integer::sum);
      return super.upload(boxes);
    }
  }

  private Bounds watched() throws Exception {
    try (ComputeBackend backend =
            new DelegatingBackend(new CudaProvider().open(), WatchedLane::new);
        Session session = backend.load(Scenario.network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      BoxBatch batch = new Numbers("scenario").boxes(BOXES, 5, Style.DOUBLES);
      return analysis.outputs(batch, BoundMethod.CROWN);
    }
  }

  private static Bounds expected() throws Exception {
    try (Emulation emulation = Emulation.ofDefaults()) {
      Bounds bounds = Scenario.bounds(BOXES);
      assertEquals(List.of(), emulation.faults());
      return bounds;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3_000_000, 800_000, 300_000})
  void boundsOnASmallDeviceAreThoseOnALargeOne(long bytes) throws Exception {
    Bounds expected = expected();
    try (Emulation emulation = Emulation.ofDevice("memory=" + bytes)) {
      Scenario.checkSame(expected, watched());
      assertEquals(List.of(), emulation.faults());
    }
    assertTrue(chunks.keySet().stream().anyMatch(size -> size < BOXES), chunks::toString);
  }

  /** The second try, after the caches were emptied, succeeds: nobody notices. */
  @Test
  void anAllocationThatFailsIsTriedAgain() throws Exception {
    Bounds expected = expected();
    try (Emulation emulation = Emulation.ofFailures("cuMemAlloc_v2:2=2,cuMemAlloc_v2:20=2")) {
      Scenario.checkSame(expected, watched());
      assertEquals(List.of(), emulation.faults());
    }
    assertEquals(Map.of(BOXES, 2), chunks, "chunks: one, uploaded by both passes");
  }

  /** The second try fails too: the chunk is halved. */
  @Test
  void whereThereIsNoRoomTheChunkIsHalved() throws Exception {
    Bounds expected = expected();
    try (Emulation emulation = Emulation.ofFailures("cuMemAlloc_v2:40=2,cuMemAlloc_v2:41=2")) {
      Scenario.checkSame(expected, watched());
      assertEquals(List.of(), emulation.faults());
    }
    assertEquals(4, chunks.get(BOXES / 2), chunks::toString);
  }

  /** What one lane keeps ready is given back where another needs it. */
  @Test
  void cachesOfOtherLanesAreEmptied() throws Exception {
    BoxBatch boxes = new Numbers("caches").boxes(1000, 1000, Style.FLOATS); // 8 MB
    try (Emulation emulation = Emulation.ofDevice("memory=12000000")) {
      try (ComputeBackend backend = new CudaProvider().open();
          Session session = backend.load(Network.builder("input", 1000).build(0));
          Lane first = session.openLane();
          Lane second = session.openLane()) {
        first.upload(boxes).close();
        try (Tensor.Interval interval = second.upload(boxes)) {
          assertEquals(boxes.upper(999, 999), interval.download().upper(999, 999));
          assertThrows(DeviceMemoryException.class, () -> first.upload(boxes));
        }
      }
      assertEquals(List.of(), emulation.faults());
    }
  }

  @Test
  void aNetworkThatDoesNotFitIsAClearFailure() throws Exception {
    try (Emulation emulation = Emulation.ofDevice("memory=4096")) {
      RuntimeException failure = Scenario.run(BoundMethod.IBP, 1, 1).closing();
      assertInstanceOf(DeviceMemoryException.class, failure);
      assertTrue(failure.getMessage().contains("has no room for"), failure.getMessage());
      assertEquals(List.of(), emulation.faults());
    }
  }
}
