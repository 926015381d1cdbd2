package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.compute.training.Values;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/kernels.md says of the loops of training's products, on emulated counts. */
@Emulated
final class TrainingLoopsTest {
  private static final double LEAST_FUSED_SHARE = 0.75;

  private static final Set<Kernel> PRODUCTS =
      EnumSet.of(Kernel.TRAINED_PRODUCT, Kernel.GRADIENT_TILES, Kernel.WINDOW_GRADIENT_TILES);

  @Test
  void productsMultiplyWithoutBankConflicts() throws IOException {
    Numbers numbers = new Numbers("training loops");
    train(numbers.dense(64, 128, Style.FLOATS, 0));
    Window window = new Window(8, 8, 3, 1, 1, 1);
    train(
        numbers.convolution(new Window[] {window, window}, new int[] {7, 64, 1}, Style.FLOATS, 0));
    Path report = Path.of(System.getenv("HASSE_EMULATOR_REPORT"));
    Set<Kernel> found = EnumSet.noneOf(Kernel.class);
    for (JsonNode kernel : new ObjectMapper().readTree(report.toFile()).path("kernels")) {
      for (Kernel product : PRODUCTS) {
        if (kernel.path("name").asText().equals(product.symbol())) {
          for (JsonNode loop : kernel.path("loops")) {
            assertEquals(0, loop.path("shared").path("conflicts").asLong(-1), product.symbol());
            if (loop.path("hottest").asBoolean()) {
              double share = loop.path("fusedFloatShare").asDouble();
              assertTrue(share >= LEAST_FUSED_SHARE, product.symbol() + ": only " + share);
              found.add(product);
            }
          }
        }
      }
    }
    assertEquals(PRODUCTS, found, "kernels with an innermost loop");
  }

  private static void train(Affine map) {
    Network.Builder builder = Network.builder("loops", map.inputs());
    Network network = builder.build(builder.affine("map", map, 0));
    Node node = network.output();
    int rows = 128;
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        TrainingSession session = backend.train(Parameters.of(network));
        TrainingLane lane = session.openLane()) {
      Values x = lane.zeros(rows, map.inputs());
      Values y = lane.forward(node, x, Factor.MAGNITUDES);
      lane.addWeightGradient(node, y, lane.back(node, y, Factor.WEIGHTS), Factor.WEIGHTS);
    }
  }
}
