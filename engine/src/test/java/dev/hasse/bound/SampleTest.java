package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  private static final BoxBatch BOXES =
      new BoxBatch(2, 3, new double[] {0, -1, 2, 5, 5, 5}, new double[] {1, 1, 2, 6, 7, 8});

  /** 2,500 samples a box are three blocks, the last one short. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void samplesAreTheOutputsAtTheSamplePoints(String name) {
    Numbers numbers = new Numbers("sampled");
    Network.Builder builder = Network.builder("sampled", 3);
    int dense = builder.affine("dense", numbers.dense(4, 3, Style.FLOATS, 0), 0);
    int relu = builder.activation("relu", new Relu(), dense);
    Network network =
        builder.build(builder.affine("last", numbers.dense(2, 4, Style.FLOATS, 0), relu));
    try (ComputeBackend backend = AvailableBackend.open(name);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      double[] outputs = analysis.sample(BOXES, 2500, 7);
      assertEquals(2 * 2500 * 2, outputs.length);
      for (int box = 0; box < 2; box++) {
        for (int index : new int[] {0, 1, 1023, 1024, 2047, 2048, 2499}) {
          double[] point = BoundAnalysis.samplePoint(BOXES, box, 2500, 7, index);
          for (int i = 0; i < 3; i++) {
            assertEquals(
                point[i], Math.max(BOXES.lower(box, i), Math.min(BOXES.upper(box, i), point[i])));
          }
          int at = (box * 2500 + index) * 2;
          assertArrayEquals(
              ForwardEvaluation.of(network, point), Arrays.copyOfRange(outputs, at, at + 2), 1e-4);
        }
      }
      assertThrows(IllegalArgumentException.class, () -> analysis.sample(BOXES, 0, 7));
    }
  }
}
