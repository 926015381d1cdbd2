package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.kernels.emulator.Emulated;
import org.junit.jupiter.api.Test;

/** A session on a GPU tells how long the device worked. */
@Emulated
final class EmulatedDeviceTimeTest {
  /** Emulated events tell no time, so there is no more to see than that they are asked. */
  @Test
  void theDeviceTellsTheTime() {
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        Session session = backend.load(Scenario.network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      analysis.outputs(new Numbers("timed").boxes(20, 5, Style.DOUBLES), BoundMethod.CROWN);
      assertTrue(session.deviceSeconds().isPresent());
    }
  }
}
