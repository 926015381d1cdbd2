package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the device has little memory chunks become smaller, and bounds stay bit by bit. */
final class DeviceMemoryTest {
  private static final int BOXES = 150;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {3_000_000, 1_000_000, 400_000})
  void boundsOnASmallDeviceAreThoseOnALargeOne(long bytes) throws Exception {
    String bounds = ChildProcess.emulated(folder).run(BOXES, 1).only("bounds");
    ChildProcess.Result small =
        ChildProcess.emulated(folder).device("memory=" + bytes).run(BOXES, 1);
    assertEquals(bounds, small.only("bounds"));
    assertEquals(List.of(), small.faults());
  }

  @Test
  void allocationsThatFailOnceAreTriedAgain() throws Exception {
    String bounds = ChildProcess.emulated(folder).run(BOXES, 1).only("bounds");
    ChildProcess.Result tried =
        ChildProcess.emulated(folder)
            .failing("cuMemAlloc_v2:2=2,cuMemAlloc_v2:9=2,cuMemAlloc_v2:20=2,cuMemAlloc_v2:21=2")
            .run(BOXES, 2);
    assertEquals(List.of(bounds, bounds), tried.all("bounds"));
    assertEquals(List.of(), tried.faults());
  }

  @Test
  void aNetworkThatDoesNotFitIsAClearFailure() throws Exception {
    ChildProcess.Result result = ChildProcess.emulated(folder).device("memory=4096").run(1, 1);
    String failure = result.only("closing failed");
    assertTrue(failure.startsWith("DeviceMemoryException: "), failure);
    assertTrue(failure.contains("has no room for"), failure);
    assertEquals(List.of(), result.faults());
  }
}
