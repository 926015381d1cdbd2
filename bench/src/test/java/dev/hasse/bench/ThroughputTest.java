package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  @Test
  void figuresFitTogether() throws BackendUnavailableException {
    Network network = GeneratedNetworks.perceptron(new int[] {8, 16, 16, 3}, 5);
    BoxBatch boxes = GeneratedNetworks.boxes(20, 8, 0.1, 6);
    try (ComputeBackend backend = Backends.open(Backends.AUTO);
        Session session = backend.load(network)) {
      Throughput throughput = new Throughput(session, boxes, BoundMethod.CROWN);
      ThroughputResult result = throughput.measure(Throughput.FEWEST_REPETITIONS, 1);
      assertEquals(20, result.batch());
      assertEquals(backend.name(), result.backend());
      assertEquals(session.deviceSeconds().isPresent(), result.deviceSeconds().isPresent());
      assertTrue(result.fastestSeconds() > 0);
      assertTrue(result.fastestSeconds() <= result.medianSeconds());
      assertTrue(result.medianSeconds() <= result.slowestSeconds());
      assertTrue(result.sgemmGflops() > 0);
      assertEquals(
          result.ratio(),
          FlopCount.perBox(network, BoundMethod.CROWN)
              * 20
              / result.medianSeconds()
              / 1e9
              / result.sgemmGflops(),
          1e-9 * result.ratio());
      assertThrows(IllegalArgumentException.class, () -> throughput.measure(3, 1));
    }
  }
}
