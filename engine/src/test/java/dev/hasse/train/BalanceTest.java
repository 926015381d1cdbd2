package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@link Balance} term by hand, and where there is little to balance. */
class BalanceTest {
  /** The term alone: what it adds to a loss and to its gradient. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Term(double value, double[] gradient) {
    static Term of(
        ComputeBackend backend, String layers, float[] values, float[] inputs, double radius) {
      Parameters parameters = Parameters.of(Architecture.parse(layers).network("net"));
      assertEquals(parameters.count(), values.length);
      float[] with = new float[values.length];
      float[] without = new float[values.length];
      try (CertifiedLoss loss = new CertifiedLoss(backend, parameters)) {
        double value =
            loss(loss, values, with, inputs, radius, 1)
                - loss(loss, values, without, inputs, radius, 0);
        double[] gradient = new double[values.length];
        Arrays.setAll(gradient, k -> (double) with[k] - without[k]);
        return new Term(value, gradient);
      }
    }

    private static double loss(
        CertifiedLoss loss,
        float[] values,
        float[] gradient,
        float[] inputs,
        double radius,
        double balance) {
      int[] labels = new int[inputs.length];
      double infinity = Double.POSITIVE_INFINITY;
      LossWeights weights = new LossWeights(radius, -infinity, infinity, 0.5, 0, 0, balance);
      return loss.evaluate(
              FloatBuffer.wrap(values), FloatBuffer.wrap(gradient), inputs, labels, weights)
          .loss();
    }
  }

  /** The term of one micro-batch, and its gradient by the centres of each node's boxes. */
  private record AtNodes(double value, List<double[]> byCentre) {
    static AtNodes of(
        String name, String layers, float[] values, float[] inputs, double radius, double weight)
        throws Exception {
      Network network = Architecture.parse(layers).network("net");
      List<Node> nodes =
          network.nodes().stream()
              .filter(node -> node.op() instanceof Relu)
              .map(node -> network.node(node.input()))
              .toList();
      double infinity = Double.POSITIVE_INFINITY;
      LossWeights ball = new LossWeights(radius, -infinity, infinity, 0, 0);
      int count = inputs.length;
      SampleBatch batch =
          new SampleBatch(inputs, new int[count], 1, 0, count, new SampleBatch.Room());
      try (ComputeBackend backend = Backends.open(name);
          TrainingSession session = backend.train(Parameters.of(network));
          TrainingLane lane = session.openLane()) {
        session.load(FloatBuffer.wrap(values));
        GraphPass<Box> boxes =
            new GraphPass<>(
                network,
                new BoxVerbs(lane),
                ball.boxes(lane, batch.points(lane)),
                count,
                nodes.get(nodes.size() - 1).id());
        double value = new Balance(nodes, lane, boxes).add(weight, 1);
        List<double[]> byCentre = new ArrayList<>();
        for (Node node : nodes) {
          byCentre.add(lane.download(boxes.gradient(node).centre()));
          double[] byRadius = lane.download(boxes.gradient(node).radius());
          assertArrayEquals(new double[byRadius.length], byRadius);
        }
        return new AtNodes(value, byCentre);
      }
    }
  }

  /**
   * Two nodes, two samples. Centres of the first are its biases, 5, 3, -2 and 0, plus the sample, 0
   * or 1; radii are 1. Active are 5, 3, 6 and 4 with sum 18, inactive is -2; -1 and 1 have boxes
   * that end at 0. Of squared distances from the mean, 2, they have 30 and 16, whose ratio is
   * enough. The second node has no weights and so points, 3 and -1 in both samples: distances from
   * the mean, 1, are equal.
   */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void meansByHand(String name) throws Exception {
    float[] values = new float[4 + 4 + 8 + 2 + 4 + 2];
    Arrays.fill(values, 0, 4, 1);
    put(values, 4, 5, 3, -2, 0);
    put(values, 16, 3, -1);
    AtNodes found = AtNodes.of(name, "1,4,2,2", values, new float[] {0, 1}, 1, 3);
    assertEquals(3 * ((0.5 - 2 / 18.0) + (0.5 - 2 / 6.0)), found.value, 1e-12);
    double active = 3 * 2 / (18.0 * 18);
    double inactive = 3 / 18.0;
    assertArrayEquals(
        new double[] {active, active, inactive, 0, active, active, 0, 0},
        found.byCentre.get(0),
        1e-7);
    active = 3 * 2 / (6.0 * 6);
    inactive = 3 / 6.0;
    assertArrayEquals(
        new double[] {active, inactive, active, inactive}, found.byCentre.get(1), 1e-7);
  }

  /**
   * Centres 6, -2, -2 and 0 with radius 1: their sums, 6 and 4, are balanced, their squared
   * distances from the mean, 1/2, are 30.25 and 12.5. The mean moves with the neuron at 0 too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void variancesByHand(String name) throws Exception {
    float[] values = new float[4 + 4 + 8 + 2];
    Arrays.fill(values, 0, 4, 1);
    put(values, 4, 6, -2, -2, 0);
    AtNodes found = AtNodes.of(name, "1,4,2", values, new float[] {0}, 1, 1);
    double ratio = 12.5 / 30.25;
    assertEquals(2 * (0.5 - ratio), found.value, 1e-12);
    // By each centre: of the inactive sum, less the ratio times that of the active one.
    double active = 2.5 - ratio * (11 - 2.75);
    double inactive = -5 + 2.5 - ratio * -2.75;
    double between = 2.5 - ratio * -2.75;
    assertArrayEquals(
        times(-2 / 30.25, active, inactive, inactive, between), found.byCentre.get(0), 1e-7);
  }

  /** Points are active or inactive as their values are, and those at 0 neither: 8, -1, -1, 0. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void pointsByHand(String name) throws Exception {
    float[] values = new float[4 + 4 + 8 + 2];
    put(values, 4, 8, -1, -1, 0);
    AtNodes found = AtNodes.of(name, "1,4,2", values, new float[] {1}, 0, 1);
    double ratio = 12.5 / 42.25;
    assertEquals(2 * (0.5 - 2 / 8.0) + 2 * (0.5 - ratio), found.value, 1e-12);
    double active = 2.5 - ratio * (13 - 3.25);
    double inactive = -5 + 2.5 - ratio * -3.25;
    double between = 2.5 - ratio * -3.25;
    double[] expected = times(-2 / 42.25, active, inactive, inactive, between);
    double[] byMeans = {2 * 2 / 64.0, 2 / 8.0, 2 / 8.0, 0};
    Arrays.setAll(expected, k -> expected[k] + byMeans[k]);
    assertArrayEquals(expected, found.byCentre.get(0), 1e-7);
  }

  private static double[] times(double factor, double... numbers) {
    return Arrays.stream(numbers).map(number -> factor * number).toArray();
  }

  /** Where all signs change, so do active and inactive neurons, and the term is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void signsDoNotMatter(String name) throws Exception {
    Random random = new Random(7);
    float[] values = new float[30 + 30 + 60 + 2];
    for (int k = 0; k < 60; k++) {
      values[k] = (float) (random.nextGaussian() + 0.7);
    }
    float[] opposite = values.clone();
    for (int k = 0; k < 60; k++) {
      opposite[k] = -values[k];
    }
    try (ComputeBackend backend = Backends.open(name)) {
      Term term = Term.of(backend, "1,30,2", values, new float[] {1}, 0.125);
      Term other = Term.of(backend, "1,30,2", opposite, new float[] {1}, 0.125);
      assertTrue(term.value() > 0.5 && term.value() < 2, "term " + term.value());
      assertEquals(term.value(), other.value(), 1e-6);
      for (int k = 0; k < 60; k++) {
        assertEquals(term.gradient()[k], -other.gradient()[k], 1e-6, "parameter " + k);
      }
    }
  }

  /** Nobody is there who could grow, or nothing is there at all. */
  @ParameterizedTest
  @CsvSource({
    "4, 5, 7, 0.5, 2", // none inactive
    "-4, -5, -7, 0.5, 2", // none active
    "4, 5, 7, 0, 2",
    "-4, -5, -7, 0, 2",
    "-4, -4, -4, 0.5, 1", // none that is off the mean
    "0.25, 0, -0.25, 0.5, 0", // neither
    "0, 0, 0, 0, 0"
  })
  void oneSidedNodesHaveNoGradient(
      float first, float second, float third, double radius, double expected) throws Exception {
    float[] values = new float[3 + 3 + 6 + 2];
    Arrays.fill(values, 0, 3, 1);
    put(values, 3, first, second, third);
    for (String name : List.of("reference", "cpu")) {
      try (ComputeBackend backend = Backends.open(name)) {
        Term term = Term.of(backend, "1,3,2", values, new float[] {0, 0, 0}, radius);
        assertEquals(expected, term.value(), 1e-6, name);
        assertArrayEquals(new double[values.length], term.gradient(), name);
      }
    }
  }

  /** So that training ends with its sentence, and not within the term. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void whatIsNotFiniteComesThrough(String name) throws Exception {
    float negative = Float.intBitsToFloat(0xffc00000);
    float[] values = new float[4 + 4 + 8 + 2];
    try (ComputeBackend backend = Backends.open(name)) {
      for (float bias : new float[] {Float.NaN, negative, Float.POSITIVE_INFINITY}) {
        put(values, 4, bias, -2, 3, 0);
        Term term = Term.of(backend, "1,4,2", values, new float[] {0}, 1);
        assertTrue(Double.isNaN(term.value()), "bias " + bias);
      }
      put(values, 4, Float.NEGATIVE_INFINITY, -2, 3, 0);
      Term term = Term.of(backend, "1,4,2", values, new float[] {0}, 1);
      assertTrue(Double.isNaN(term.gradient()[4]), "slope " + term.gradient()[4]);
    }
  }

  private static void put(float[] values, int from, float... numbers) {
    System.arraycopy(numbers, 0, values, from, numbers.length);
  }
}
