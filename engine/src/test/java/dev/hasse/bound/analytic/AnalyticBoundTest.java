package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.lattice.ChordNetwork;
import dev.hasse.bound.lattice.Chords;
import dev.hasse.bound.lattice.DifferenceNetwork;
import dev.hasse.bound.lattice.Neuron;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.bound.lattice.ReluLayers;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.RandomNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chord relaxations and the bounds of their error, against exact arithmetic at points. */
class AnalyticBoundTest {
  private static final int POINTS = 6;

  private static ComputeBackend backend;

  @BeforeAll
  static void open() throws Exception {
    backend = Backends.open("reference");
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  static IntStream cases() {
    return IntStream.range(0, 250);
  }

  private static Network graph(int number) {
    return RandomNetwork.of(
        "analytic " + number, 1 + number % 5, number % 3 == 0 ? Style.INTEGERS : Style.FLOATS);
  }

  /** Layers of dense maps and ReLUs, with or without a last ReLU. */
  private static Network perceptron(int number) {
    Numbers numbers = new Numbers("perceptron " + number);
    Network.Builder builder = Network.builder("perceptron " + number, 3);
    int node = 0;
    int layers = 1 + number % 5;
    for (int k = 0; k < layers; k++) {
      int width = 1 + numbers.below(6);
      node =
          builder.affine("d" + k, numbers.dense(width, builder.size(node), Style.FLOATS, 0), node);
      if (k + 1 < layers || number % 2 == 0) {
        node = builder.activation("r" + k, new Relu(), node);
      }
    }
    return builder.build(node);
  }

  private static BoxBatch box(int dimension, int number) {
    SplittableRandom random = new SplittableRandom(number);
    double[] lower = random.doubles(dimension, -2, 1).toArray();
    double[] upper = Arrays.stream(lower).map(x -> x + random.nextDouble(0, 2)).toArray();
    return BoxBatch.single(lower, upper);
  }

  private static double[] point(BoxBatch box, SplittableRandom random) {
    double[] point = new double[box.dimension()];
    Arrays.setAll(
        point,
        i ->
            Math.min(
                box.upper(0, i),
                box.lower(0, i) + random.nextInt(5) * 0.25 * (box.upper(0, i) - box.lower(0, i))));
    return point;
  }

  private static NetworkBounds bounds(Network network, BoxBatch box) {
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return analysis.nodes(box, BoundMethod.IBP);
    }
  }

  private static RelaxationElement someExact(Network network, SplittableRandom random) {
    ReluLayers layers = new ReluLayers(network);
    List<Neuron> exact = new ArrayList<>();
    for (int n = 0; n < layers.neurons(); n++) {
      if (random.nextBoolean()) {
        exact.add(layers.neuron(n));
      }
    }
    return RelaxationElement.of(network, exact);
  }

  /** Top, a random element and the bottom, in graphs with sums and index maps. */
  @ParameterizedTest
  @MethodSource("cases")
  void boundsHoldAtEveryElement(int number) {
    Network network = graph(number);
    BoxBatch box = box(network.inputs(), number);
    NetworkBounds bounds = bounds(network, box);
    SplittableRandom random = new SplittableRandom(number);
    for (RelaxationElement element :
        List.of(
            RelaxationElement.top(network),
            someExact(network, random),
            RelaxationElement.bottom(network))) {
      Chords chords = Chords.of(element, bounds);
      Network relaxed = ChordNetwork.of(chords);
      Network difference = DifferenceNetwork.of(chords);
      double[] analytic = AnalyticBound.of(chords);
      double norm = NormBound.of(chords);
      for (int p = 0; p < POINTS; p++) {
        double[] point = point(box, random);
        Dyadic[] f = new ExactNetwork(network).outputs(point);
        Dyadic[] s = new ExactNetwork(relaxed).outputs(point);
        Dyadic[] d = new ExactNetwork(difference).outputs(point);
        for (int i = 0; i < f.length; i++) {
          assertEquals(f[i].minus(s[i]), d[i], "the difference network");
          assertTrue(
              d[i].abs().compareTo(Dyadic.of(analytic[i])) <= 0,
              () -> element + " of " + network + ": analytic bound");
          assertTrue(analytic[i] <= norm, () -> element + " of " + network + ": norm bound");
          if (element.isBottom()) {
            assertEquals(Dyadic.ZERO, d[i]);
          }
        }
      }
    }
  }

  /**
   * {@code s - f = sum_k P_k g_k(a_k)} without rounding, {@code P_k} multiplied out from the output
   * as the formula says.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void identityHoldsExactly(int number) {
    Network network = perceptron(number);
    BoxBatch box = box(network.inputs(), number);
    Chords chords = Chords.top(bounds(network, box));
    SplittableRandom random = new SplittableRandom(number);
    double[] point = point(box, random);
    Dyadic[][] values = new ExactNetwork(network).values(point);
    Dyadic[] s = new ExactNetwork(ChordNetwork.of(chords)).outputs(point);
    int outputs = network.outputs();
    Dyadic[] sum = new Dyadic[outputs];
    Arrays.fill(sum, Dyadic.ZERO);
    Dyadic[][] product = new Dyadic[outputs][outputs];
    for (int i = 0; i < outputs; i++) {
      Arrays.fill(product[i], Dyadic.ZERO);
      product[i][i] = Dyadic.ONE;
    }
    for (int id = network.nodes().size() - 1; id > 0; id--) {
      Node node = network.node(id);
      if (node.op() instanceof Relu) {
        for (int j = 0; j < node.size(); j++) {
          Dyadic a = values[node.input()][j];
          Dyadic slope = Dyadic.of(chords.slope(node, j));
          Dyadic gap =
              slope.times(a).plus(Dyadic.of(chords.shift(node, j))).minus(a.max(Dyadic.ZERO));
          assertTrue(gap.signum() >= 0, "the chord lies above");
          assertTrue(gap.compareTo(Dyadic.of(chords.shift(node, j))) <= 0, "by its shift at most");
          for (int i = 0; i < outputs; i++) {
            sum[i] = sum[i].plus(product[i][j].times(gap));
            product[i][j] = product[i][j].times(slope);
          }
        }
      } else {
        product = times(product, (Dense) node.op());
      }
    }
    for (int i = 0; i < outputs; i++) {
      assertEquals(s[i].minus(values[network.output().id()][i]), sum[i]);
    }
  }

  private static Dyadic[][] times(Dyadic[][] product, Dense dense) {
    Dyadic[][] result = new Dyadic[product.length][dense.inputs()];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < dense.inputs(); j++) {
        result[i][j] = Dyadic.ZERO;
        for (int k = 0; k < dense.outputs(); k++) {
          result[i][j] =
              result[i][j].plus(product[i][k].times(Dyadic.of(dense.weights().at(k, j))));
        }
      }
    }
    return result;
  }

  /** With a ReLU after every layer the corollary is {@code L / 2 * r * prod |W_k|}. */
  @ParameterizedTest
  @MethodSource("cases")
  void normBoundIsItsFormula(int number) {
    Network network = perceptron(2 * number);
    double radius = 0.5 + number % 4;
    double[] lower = new double[3];
    Arrays.fill(lower, -radius);
    double[] upper = new double[3];
    Arrays.fill(upper, radius);
    Chords chords = Chords.top(bounds(network, BoxBatch.single(lower, upper)));
    double norms = 1;
    int layers = 0;
    double expected = 0;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Dense dense) {
        double norm = 0;
        for (int i = 0; i < dense.outputs(); i++) {
          double sum = 0;
          for (int j = 0; j < dense.inputs(); j++) {
            sum += Math.abs(dense.weights().at(i, j));
          }
          norm = Math.max(norm, sum);
        }
        norms *= norm;
        layers++;
        expected = layers / 2.0 * radius * norms;
      }
    }
    assertEquals(expected, NormBound.of(chords), 1e-12 * expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void affineMapIsNearTheChordNetwork(int number) {
    Network network = graph(number);
    BoxBatch box = box(network.inputs(), number);
    Chords chords = Chords.top(bounds(network, box));
    Network relaxed = ChordNetwork.of(chords);
    Network.Builder builder = Network.builder("affine", network.inputs());
    Network map = builder.build(builder.affine("map", ChordNetwork.affineMap(chords), 0));
    double[] point = point(box, new SplittableRandom(number));
    double[] expected = ForwardEvaluation.of(relaxed, point);
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
    assertArrayEquals(expected, ForwardEvaluation.of(map, point), 1e-9 * scale);
  }

  @Test
  void unboundedBoxesHaveNoChords() {
    double inf = Double.POSITIVE_INFINITY;
    Network network = Perceptron.network();
    NetworkBounds bounds = bounds(network, BoxBatch.single(new double[2], new double[] {1, inf}));
    assertThrows(IllegalArgumentException.class, () -> Chords.top(bounds));
    Chords bottom = Chords.of(RelaxationElement.bottom(network), bounds);
    assertThrows(IllegalArgumentException.class, () -> ChordNetwork.affineMap(bottom));
    assertArrayEquals(new double[2], AnalyticBound.of(bottom));
  }
}
