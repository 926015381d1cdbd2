package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients of the robust losses are those that automatic differentiation finds. */
@Tag("slow")
class SameDiffGradientTest {
  private static final int SAMPLES = 7;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientIsThatOfSameDiff(boolean crown) {
    LossCase of = LossCase.dense();
    LossWeights weights = crown ? CertifiedLossTest.CROWN_IBP : CertifiedLossTest.IBP;
    float[] expected =
        new SameDiffLoss(of, of.values())
            .gradient(of.inputs(SAMPLES), of.labels(SAMPLES), weights.radius(), crown);
    for (String name : List.of("reference", "cpu")) {
      try (ComputeBackend backend = AvailableBackend.open(name);
          Evaluation evaluation = new Evaluation(backend, of)) {
        float[] found = evaluation.at(of.values(), SAMPLES, weights).gradient();
        double distance = Evaluation.relativeDistance(found, expected);
        assertTrue(distance < 1e-4, name + ": relative distance " + distance);
      }
    }
  }
}
