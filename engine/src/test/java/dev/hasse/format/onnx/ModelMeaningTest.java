package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random small models mean what the ONNX operators are defined to: judged by {@link PlainOnnx}. All
 * numbers are small integers, so that sums and products are exact in any order and results must be
 * equal, but where an operation divides or is curved.
 */
class ModelMeaningTest {
  private static final Set<String> ROUNDED =
      Set.of(
          "AveragePool",
          "BatchNormalization",
          "folded",
          "GlobalAveragePool",
          "ReduceMean",
          "Sigmoid",
          "Tanh");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv",
        "AveragePool",
        "MaxPool",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "BatchNormalization",
        "folded",
        "Relu",
        "Neg",
        "Sigmoid",
        "Tanh",
        "LeakyRelu",
        "PRelu",
        "Clip",
        "Pad",
        "Slice",
        "Split",
        "Gather",
        "Concat",
        "ReduceMean",
        "residual"
      })
  void operationsMeanWhatOnnxSays(String operation) throws Exception {
    for (int number = 0; number < 150; number++) {
      RandomModels random = new RandomModels(operation, number).of(operation);
      Network network = OnnxReader.read(random.model().write(folder));
      for (int point = 0; point < 3; point++) {
        double[] input = random.input();
        double[] expected =
            PlainOnnx.outputs(
                random.model().graph().build(),
                new PlainTensor(input.clone(), random.inputShape()));
        double[] found = ForwardEvaluation.of(network, input);
        String place = operation + " " + number + " " + random.model().graph();
        assertEquals(expected.length, found.length, place);
        for (int i = 0; i < found.length; i++) {
          double tolerance = ROUNDED.contains(operation) ? 1e-12 * (1 + Math.abs(expected[i])) : 0;
          assertTrue(Math.abs(expected[i] - found[i]) <= tolerance, place);
        }
      }
    }
  }
}
