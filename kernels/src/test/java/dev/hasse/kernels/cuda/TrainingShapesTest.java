package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps and batches of more tiles and slices than the shared suite has, against the reference. */
class TrainingShapesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 17, 65",
    "65, 130, 7",
    "130, 65, 66",
    "64, 64, 64",
    "17, 3, 600",
    "130, 1, 257"
  })
  void denseMaps(int outputs, int inputs, int rows) {
    Numbers numbers = new Numbers("dense " + outputs + " x " + inputs);
    check(numbers, numbers.dense(outputs, inputs, Style.FLOATS, 0), rows, inputs, outputs);
  }

  /** More channels and weights than a tile has, groups, dilation, strides, padding. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 0, 1, 1",
    "9, 70, 1, 3, 1, 1, 1, 4, 7",
    "4, 134, 2, 2, 2, 1, 0, 6, 3",
    "6, 10, 2, 3, 2, 2, 3, 7, 65",
    "5, 5, 5, 3, 1, 1, 1, 5, 9",
    "2, 3, 1, 2, 1, 1, 1, 17, 20",
  })
  void convolutions(
      int inputs,
      int outputs,
      int groups,
      int kernel,
      int stride,
      int dilation,
      int padding,
      int pixels,
      int rows) {
    String name = "convolution " + inputs + " to " + outputs + " by " + kernel;
    Numbers numbers = new Numbers(name);
    int results = (pixels + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    Window down = new Window(pixels, results, kernel, stride, dilation, padding);
    Window across = new Window(pixels + 1, results, kernel, stride, dilation, padding);
    int[] channels = {inputs, outputs, groups};
    Convolution map = numbers.convolution(new Window[] {down, across}, channels, Style.FLOATS, 0);
    check(numbers, map, rows, map.kernelSize(), outputs / groups * kernel * kernel);
  }

  private static void check(
      Numbers numbers, Affine map, int rows, int forwardTerms, int backTerms) {
    Network.Builder builder = Network.builder("map", map.inputs());
    Network network = builder.build(builder.affine("map", map, 0));
    Node node = network.output();
    Parameters parameters = Parameters.of(network, any -> true);
    float[] x = TrainingPair.floats(numbers, rows * map.inputs());
    float[] y = TrainingPair.floats(numbers, rows * map.outputs());
    float[] of = TrainingPair.floats(numbers, rows);
    float[] magnitudesOfX = magnitudes(x);
    float[] magnitudesOfY = magnitudes(y);
    int pixels = map.outputs() / WeightVector.biases(map);
    try (TrainingPair pair = new TrainingPair(parameters, numbers)) {
      for (Factor factor : Factor.values()) {
        pair.check(
            "forward",
            lane -> forward(lane, node, x, factor),
            lane -> forward(lane, node, magnitudesOfX, Factor.MAGNITUDES),
            forwardTerms);
        pair.check(
            "back",
            lane -> back(lane, node, y, factor),
            lane -> back(lane, node, magnitudesOfY, Factor.MAGNITUDES),
            backTerms);
        pair.check(
            "gradient",
            lane -> gradient(pair, lane, node, x, y, of, factor),
            lane ->
                gradient(
                    pair, lane, node, magnitudesOfX, magnitudesOfY, magnitudes(of), Factor.WEIGHTS),
            rows * pixels);
      }
    }
  }

  private static double[] forward(TrainingLane lane, Node node, float[] x, Factor factor) {
    int width = ((Affine) node.op()).inputs();
    return lane.download(lane.forward(node, lane.upload(x.length / width, width, x), factor));
  }

  private static double[] back(TrainingLane lane, Node node, float[] y, Factor factor) {
    int width = ((Affine) node.op()).outputs();
    return lane.download(lane.back(node, lane.upload(y.length / width, width, y), factor));
  }

  private static double[] gradient(
      TrainingPair pair,
      TrainingLane lane,
      Node node,
      float[] x,
      float[] y,
      float[] of,
      Factor factor) {
    Affine map = (Affine) node.op();
    int rows = of.length;
    var down = lane.upload(rows, map.outputs(), y);
    lane.addWeightGradient(node, down, lane.upload(rows, map.inputs(), x), factor);
    lane.addBiasGradient(node, down, lane.upload(rows, 1, of));
    lane.release();
    return pair.gradient(lane);
  }

  private static float[] magnitudes(float[] values) {
    float[] result = values.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] = Math.abs(result[k]);
    }
    return result;
  }
}
