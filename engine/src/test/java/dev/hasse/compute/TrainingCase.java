package dev.hasse.compute;

import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.network.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * An affine map in a network whose parameters change, behind a convolution of one weight, so that
 * its own parameters do not lie first.
 *
 * @param map as the network has it, in floats
 * @param trained whether it has a place among the parameters
 */
record TrainingCase(String name, Affine map, int rows, boolean trained) {
  /** Outputs, inputs, rows. */
  private static final int[][] DENSE = {
    {1, 1, 1},
    {1, 3, 7},
    {3, 1, 65},
    {17, 64, 7},
    {64, 17, 65},
    {65, 130, 7},
    {130, 65, 1},
    {130, 3, 65},
    {3, 130, 65},
    {64, 65, 64},
    {130, 65, 300},
    {65, 300, 144}
  };

  private static final int MAP = 2;

  private static final List<TrainingCase> ALL = makeAll();

  private static List<TrainingCase> makeAll() {
    List<TrainingCase> cases = new ArrayList<>();
    for (int[] size : DENSE) {
      cases.add(dense(size, true));
    }
    cases.add(dense(new int[] {3, 17, 7}, false));
    for (AffineCase c : ConvolutionCases.all()) {
      if (c.style() == Style.DOUBLES) {
        int rows = cases.size() % 5 == 0 ? 67 : cases.size() % 2 == 0 ? 1 : 7;
        Affine map = withParameters(c.affine(), new Numbers(c.name()));
        cases.add(new TrainingCase("convolution " + c.name(), map, rows, true));
      }
    }
    Affine untrained = cases.get(cases.size() - 1).map;
    cases.add(new TrainingCase("convolution that is not trained", untrained, 7, false));
    for (int width : new int[] {1, 17, 130}) {
      String name = "scale " + width;
      Scale map = new Numbers(name).scale(width, Style.FLOATS, 0);
      cases.add(new TrainingCase(name, map, 7, true));
    }
    return cases;
  }

  /** A case of so many inputs whose own map changes nothing and is not trained. */
  static TrainingCase identity(int width) {
    double[] ones = new double[width];
    Arrays.fill(ones, 1);
    return new TrainingCase("identity", new Scale(ones, new double[width], 0), 1, false);
  }

  private static TrainingCase dense(int[] size, boolean trained) {
    String name =
        "dense " + size[0] + "x" + size[1] + ", rows " + size[2] + (trained ? "" : ", not trained");
    Dense map = new Numbers(name).dense(size[0], size[1], Style.FLOATS, 0);
    return new TrainingCase(name, map, size[2], trained);
  }

  /** One test a case. */
  static Stream<DynamicTest> tests(Consumer<TrainingCase> test) {
    return ALL.stream()
        .map(c -> DynamicTest.dynamicTest(c.name + ", seed " + Numbers.SEED, () -> test.accept(c)));
  }

  /** The parameters of the network: a weight and a bias, and then the map's if it is trained. */
  Parameters parameters() {
    int inputs = map.inputs();
    Network.Builder builder = Network.builder(name, inputs);
    Network network =
        builder.build(builder.affine("map", map, builder.affine("first", first(inputs), 0)));
    return Parameters.of(network, node -> node.id() == 1 || trained);
  }

  /** A convolution of one weight and one bias. */
  static Convolution first(int width) {
    return new Convolution(
        1, 1, Window.over(1), Window.over(width), new double[] {0.5}, new double[] {0.25}, 0);
  }

  /** The node of the map. */
  Node node(Parameters parameters) {
    return parameters.network().node(MAP);
  }

  /** Whether the map has parameters that change. */
  boolean hasPlace() {
    return trained && !(map instanceof Scale);
  }

  /** The map with parameters that were loaded. */
  Affine loaded(Parameters parameters, float[] values) {
    if (!hasPlace()) {
      return map;
    }
    Parameters.Place place = parameters.place(node(parameters)).orElseThrow();
    double[] weights = new double[place.weightCount()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = values[place.weights() + k];
    }
    double[] bias = new double[place.biasCount()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = values[place.bias() + k];
    }
    return withParameters(map, weights, bias);
  }

  private static Affine withParameters(Affine map, Numbers numbers) {
    Convolution convolution = (Convolution) map;
    return withParameters(
        map,
        numbers.vector(convolution.weights().length, Style.FLOATS),
        numbers.vector(convolution.outputChannels(), Style.FLOATS));
  }

  /** A dense map or convolution of the same shape. */
  static Affine withParameters(Affine map, double[] weights, double[] bias) {
    return map instanceof Convolution of
        ? new Convolution(
            of.inputChannels(), of.groups(), of.rows(), of.columns(), weights, bias, 0)
        : new Dense(new Matrix(map.outputs(), map.inputs(), weights), bias, 0);
  }
}
