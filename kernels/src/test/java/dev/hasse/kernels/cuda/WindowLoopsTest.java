package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/kernels.md says of the loops over windows, on emulated counts. */
@Emulated
final class WindowLoopsTest {
  private static final double LEAST_FUSED_SHARE = 0.7;

  @Test
  void theInnerLoopOfBackSubstitutionMultiplies() throws IOException {
    Network network = ImageNetworks.residual();
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      analysis.outputs(
          new Numbers("loops").boxes(2, network.inputs(), Style.DOUBLES), BoundMethod.CROWN);
    }
    Path report = Path.of(System.getenv("HASSE_EMULATOR_REPORT"));
    int found = 0;
    for (JsonNode kernel : new ObjectMapper().readTree(report.toFile()).path("kernels")) {
      if (kernel.path("name").asText().equals(Kernel.BACK_CONVOLUTION.symbol())) {
        for (JsonNode loop : kernel.path("loops")) {
          if (loop.path("hottest").asBoolean()) {
            double share = loop.path("fusedFloatShare").asDouble();
            assertTrue(share >= LEAST_FUSED_SHARE, "only " + share);
            found++;
          }
        }
      }
    }
    assertEquals(1, found, "innermost loops of " + Kernel.BACK_CONVOLUTION.symbol());
  }
}
