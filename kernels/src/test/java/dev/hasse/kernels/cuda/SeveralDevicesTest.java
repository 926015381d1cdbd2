package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.domain.Bounds;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.kernels.emulator.Emulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All devices work, and bounds do not depend on how many there are, bit by bit. */
@Emulated
final class SeveralDevicesTest {
  /** Several chunks: those of a small network have 2048 boxes. */
  private static final int BOXES = 9000;

  @Test
  void boundsDoNotDependOnTheNumberOfDevices() throws Exception {
    Bounds expected = bounds("count=1");
    Scenario.checkSame(expected, bounds("count=2"));
    Scenario.checkSame(expected, bounds("count=3"));
  }

  private static Bounds bounds(String device) throws Exception {
    try (Emulation emulation = Emulation.ofDevice(device)) {
      Scenario scenario = Scenario.run(BoundMethod.IBP, BOXES, 1);
      scenario.requireSuccess();
      assertEquals(List.of(), emulation.faults());
      return scenario.found().get(0);
    }
  }

  @Test
  void eachDeviceIsListed() throws Exception {
    try (Emulation emulation = Emulation.ofDevice("count=2;major=7;minor=0")) {
      String listed =
          "Hasse PTX emulator (compute capability 7.0) with 4.0 GiB, driver for CUDA 12.6";
      assertEquals(List.of(listed, listed), new CudaProvider().devices());
      assertEquals(List.of(), emulation.faults());
    }
  }

  @Test
  void onlyTheDevicesAskedForAreOpened() throws Exception {
    try (Emulation emulation = Emulation.ofDevice("count=3")) {
      CudaProvider provider = new CudaProvider();
      for (List<Integer> numbers : List.of(List.of(2), List.of(2, 0))) {
        try (ComputeBackend backend = provider.open(numbers);
            CudaSession session = (CudaSession) backend.load(Scenario.network())) {
          assertEquals(2 * numbers.size(), session.parallelism());
        }
      }
      BackendUnavailableException refusal =
          assertThrows(BackendUnavailableException.class, () -> provider.open(List.of(3)));
      assertTrue(refusal.getMessage().contains("no GPU number 3"), refusal.getMessage());
      assertEquals(List.of(), emulation.faults());
    }
  }

  @Test
  void lanesAreSharedOutOverTheDevices() throws Exception {
    try (Emulation emulation = Emulation.ofDevice("count=2")) {
      try (ComputeBackend backend = new CudaProvider().open();
          CudaSession session = (CudaSession) backend.load(Scenario.network())) {
        assertTrue(backend.device().startsWith("2 x Hasse PTX emulator"), backend.device());
        assertEquals(4, session.parallelism());
        List<Lane> lanes = new ArrayList<>();
        for (int k = 0; k < session.parallelism(); k++) {
          lanes.add(session.openLane());
        }
        assertEquals(List.of(2, 2), session.openLanes());
        lanes.remove(0).close();
        assertEquals(List.of(1, 2), session.openLanes());
        lanes.add(session.openLane());
        assertEquals(List.of(2, 2), session.openLanes());
        lanes.forEach(Lane::close);
      }
      assertEquals(List.of(), emulation.faults());
    }
  }
}
