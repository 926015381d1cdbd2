package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.domain.BoxBatch;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.SharedData;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two trained networks in the authors' repository, at radius 1 around any image. */
class PaperNetworksTest {
  /**
   * At radius 1 a ball cut to [0, 1] is the whole cube, whatever image it is around. The published
   * figures are of networks that the notebooks trained anew; the stored weights come near them.
   */
  @ParameterizedTest
  @CsvSource({"MNIST-mlp.onnx, 12.55", "Fashion-mlp.onnx, 15.66"})
  void recordedAverageIsNearThePapers(String file, double published) throws Exception {
    Network network = NetworkReader.read(SharedData.folder().resolve("paper").resolve(file));
    double[] ones = new double[network.inputs()];
    Arrays.fill(ones, 1);
    BoxBatch cube = BoxBatch.single(new double[network.inputs()], ones);
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        ComputeBackend precise = Backends.open("reference");
        DivergenceAnalysis analysis =
            new DivergenceAnalysis(new CostTools(backend, precise, Optional.empty()), network)) {
      DivergenceCost cost = analysis.cost(cube, new Sampling(10_000, 0));
      assertTrue(cost.sampled().largest() <= cost.smallestUpper());
      assertTrue(cost.lower() >= cost.center() - 1e-3);
      assertTrue(cost.lower() <= cost.smallestUpper());
      assertTrue(cost.value(Quantity.ANALYTIC) <= cost.value(Quantity.NORM));
      assertEquals(published, cost.sampled().recorded(), 0.02 * published, () -> "" + cost);
    }
  }
}
