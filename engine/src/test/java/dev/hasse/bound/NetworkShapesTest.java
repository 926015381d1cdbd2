package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of unusual shape whose exact bounds are plain to see; integers, so none may be off. */
final class NetworkShapesTest {
  /** Above what float rounding of numbers around ten can do. */
  private static final double CLOSE = 1e-4;

  private static void analyse(
      String backendName, Network network, BiConsumer<BoundAnalysis, BoundMethod> check) {
    try (ComputeBackend backend = AvailableBackend.open(backendName);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (BoundMethod method : BoundMethod.propagating()) {
        check.accept(analysis, method);
      }
    }
  }

  private static void assertBounds(Bounds found, int output, double lower, double upper) {
    assertTrue(found.lower(0, output) <= lower && found.upper(0, output) >= upper);
    assertEquals(lower, found.lower(0, output), CLOSE);
    assertEquals(upper, found.upper(0, output), CLOSE);
  }

  private static Dense dense(int outputs, int inputs, double[] weights, double... bias) {
    return new Dense(new Matrix(outputs, inputs, weights), bias);
  }

  private static final BoxBatch BOX = BoxBatch.single(new double[] {-1, -2}, new double[] {1, 2});

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void aNetworkThatIsItsInput(String backend) {
    Network network = Network.builder("input", 2).build(0);
    analyse(
        backend,
        network,
        (analysis, method) -> {
          Bounds found = analysis.outputs(BOX, method);
          assertBounds(found, 0, -1, 1);
          assertBounds(found, 1, -2, 2);
          Objectives sum = Objectives.shared(1, 2, new double[] {1, -1});
          assertEquals(-3, analysis.objectives(BOX, sum, method).lower(0), CLOSE);
        });
  }

  /** Two affine maps that cancel: elided they are exact, whatever the method. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void objectivesSeeThroughAffineMaps(String backend) {
    Network.Builder builder = Network.builder("affine", 2);
    int first = builder.affine("first", dense(2, 2, new double[] {1, 1, 1, -1}, 3, 0), 0);
    Network network =
        builder.build(builder.affine("second", dense(1, 2, new double[] {1, 1}, 0), first));
    analyse(
        backend,
        network,
        (analysis, method) -> {
          Objectives itself = Objectives.shared(1, 1, new double[] {1});
          assertEquals(1, analysis.objectives(BOX, itself, method).lower(0), CLOSE);
          assertTrue(analysis.objectives(BOX, itself, method).lower(0) <= 1);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void anActivationOnTheInput(String backend) {
    Network.Builder builder = Network.builder("relu", 2);
    Network network = builder.build(builder.activation("relu", new Relu(), 0));
    analyse(
        backend,
        network,
        (analysis, method) -> {
          assertBounds(analysis.outputs(BOX, method), 0, 0, 1);
          assertBounds(analysis.outputs(BOX, method), 1, 0, 2);
        });
  }

  /** {@code relu(x + y + 1)}, and the same twice in a row: an activation changes nothing then. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void activationsOnTheOutput(String backend) {
    Network.Builder builder = Network.builder("output relu", 2);
    int affine = builder.affine("affine", dense(1, 2, new double[] {1, 1}, 1), 0);
    int once = builder.activation("once", new Relu(), affine);
    Network network = builder.build(builder.activation("twice", new Relu(), once));
    analyse(
        backend,
        network,
        (analysis, method) -> assertBounds(analysis.outputs(BOX, method), 0, 0, 4));
  }

  /** {@code x - x} over a sum: rows that meet again cancel, intervals cannot know. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void branchesThatCancel(String backend) {
    Network.Builder builder = Network.builder("cancel", 2);
    int same = builder.affine("shifted", dense(2, 2, new double[] {1, 0, 0, 1}, 5, 5), 0);
    int relu = builder.activation("active", new Relu(), same);
    int minus = builder.affine("minus", dense(2, 2, new double[] {-1, 0, 0, -1}, 0, 0), 0);
    int sum = builder.add("sum", relu, minus);
    Network network = builder.build(builder.select("second", new Select(2, new int[] {1}), sum));
    analyse(
        backend,
        network,
        (analysis, method) -> {
          double spread = method == BoundMethod.IBP ? 4 : 0;
          assertBounds(analysis.outputs(BOX, method), 0, 5 - spread, 5 + spread);
        });
  }

  /**
   * {@code relu(relu(x + 5) - relu(x + 5) + 1)}, which is 1: intervals alone bound it by 3; rows
   * over interval bounds by the chord of [-1, 3] at 1; rows over tightened bounds by 1.
   */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void eachMethodIsAsTightAsItsIntermediateBounds(String backend) {
    Network.Builder builder = Network.builder("cancelling layer", 2);
    int first = builder.affine("first", dense(2, 2, new double[] {1, 0, 1, 0}, 5, 5), 0);
    int active = builder.activation("active", new Relu(), first);
    int second = builder.affine("second", dense(1, 2, new double[] {1, -1}, 1), active);
    int unstable = builder.activation("unstable", new Relu(), second);
    Network network =
        builder.build(builder.affine("output", dense(1, 1, new double[] {1}, 0), unstable));
    analyse(
        backend,
        network,
        (analysis, method) -> {
          double lower = method == BoundMethod.IBP ? 0 : 1;
          double upper =
              switch (method) {
                case IBP -> 3;
                case CROWN_IBP -> 1.5;
                case CROWN, ALPHA_CROWN -> 1;
                case LP, SDP, MILP -> throw new AssertionError(method + " is no propagation");
              };
          assertBounds(analysis.outputs(BOX, method), 0, lower, upper);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void infiniteBoxesGiveTrueBounds(String backend) {
    double inf = Double.POSITIVE_INFINITY;
    BoxBatch half = BoxBatch.single(new double[] {0, -inf}, new double[] {1, inf});
    Network.Builder builder = Network.builder("half space", 2);
    int relu =
        builder.activation(
            "relu",
            new Relu(),
            builder.affine("affine", dense(2, 2, new double[] {1, 0, 1, 1}, 0, 0), 0));
    Network network = builder.build(relu);
    analyse(
        backend,
        network,
        (analysis, method) -> {
          Bounds found = analysis.outputs(half, method);
          assertTrue(found.lower(0, 0) <= 0 && found.upper(0, 0) >= 1);
          assertTrue(found.lower(0, 1) <= 0);
          assertEquals(inf, found.upper(0, 1));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void wrongShapesAreRefused(String backend) {
    Network network = Network.builder("input", 2).build(0);
    analyse(
        backend,
        network,
        (analysis, method) -> {
          BoxBatch wide = BoxBatch.single(new double[3], new double[3]);
          Objectives two = Objectives.shared(2, 2, new double[] {1, 0});
          assertThrows(IllegalArgumentException.class, () -> analysis.outputs(wide, method));
          assertThrows(IllegalArgumentException.class, () -> analysis.objectives(BOX, two, method));
          assertThrows(IllegalArgumentException.class, () -> analysis.forward(new double[3]));
        });
  }
}
