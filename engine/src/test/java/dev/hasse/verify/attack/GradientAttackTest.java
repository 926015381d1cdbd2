package dev.hasse.verify.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.judge.Style;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.verify.Confirmation;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attacks on properties whose answer is known, by a planted point or an exact minimum. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GradientAttackTest {
  private static final int CASES = 30;

  private ComputeBackend backend;

  @BeforeAll
  void open() {
    backend = AvailableBackend.open("cpu");
  }

  @AfterAll
  void close() {
    backend.close();
  }

  /**
   * The value at a corner which differences at the middle point to: random points stay far above
   * it, and beside it is a conjunction that cannot be reached.
   */
  @Test
  void plantedCounterexamplesOfManyInputsAreFound() {
    for (int number = 0; number < CASES; number++) {
      Numbers numbers = new Numbers("planted " + number);
      int inputs = 100 + numbers.below(100);
      Network network = network(numbers, inputs, 40, 10);
      BoxBatch box = box(numbers, inputs, 0.1);
      double[] c = numbers.vector(network.outputs(), Style.FLOATS);
      double planted = value(network, c, steepestCorner(network, c, box));
      List<OutputConstraint> reached = List.of(new OutputConstraint(c, -planted));
      double[] up = new double[c.length];
      up[0] = 1;
      List<OutputConstraint> never = List.of(new OutputConstraint(up, 1e6));
      for (int p = 0; p < 100; p++) {
        assertTrue(value(network, c, numbers.pointsIn(box)) > planted, "nothing is hidden");
      }
      Question question = new Question(box, List.of(never, reached));
      assertTrue(attack(network, question, 4, 1).isPresent(), "case " + number);
    }
  }

  private static double[] steepestCorner(Network network, double[] c, BoxBatch box) {
    double[] middle = new double[box.dimension()];
    Arrays.setAll(middle, i -> 0.5 * box.lower(0, i) + 0.5 * box.upper(0, i));
    double[] corner = new double[middle.length];
    for (int i = 0; i < corner.length; i++) {
      double[] moved = middle.clone();
      moved[i] += 1e-4;
      boolean rises = value(network, c, moved) > value(network, c, middle);
      corner[i] = rises ? box.lower(0, i) : box.upper(0, i);
    }
    return corner;
  }

  private static double value(Network network, double[] c, double[] point) {
    double[] outputs = ForwardEvaluation.of(network, point);
    double value = 0;
    for (int i = 0; i < c.length; i++) {
      value += c[i] * outputs[i];
    }
    return value;
  }

  /** However near the minimum comes to 0, what stays above it is not claimed. */
  @Test
  void whatHoldsIsNeverClaimedToFail() {
    for (int number = 0; number < CASES; number++) {
      Numbers numbers = new Numbers("holds " + number);
      Network network = network(numbers, 2, 6, 2);
      BoxBatch box = box(numbers, 2, 1);
      List<List<OutputConstraint>> conjunctions = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
        double minimum =
            new PatternEnumeration(network, box)
                .minimum(Objectives.shared(1, network.outputs(), c), 0)
                .doubleValue();
        double distance = Math.pow(10, -15 + numbers.below(15)) * (1 + Math.abs(minimum));
        conjunctions.add(List.of(new OutputConstraint(c, distance - minimum)));
      }
      Question question = new Question(box, conjunctions);
      assertTrue(attack(network, question, 2, 1).isEmpty(), "case " + number);
    }
  }

  @Test
  void aRoundIsAFunctionOfSeedAndNumber() {
    Numbers numbers = new Numbers("determined");
    Network network = network(numbers, 50, 20, 5);
    BoxBatch box = box(numbers, 50, 0.3);
    double[] c = numbers.vector(network.outputs(), Style.FLOATS);
    Question question = new Question(box, List.of(List.of(new OutputConstraint(c, -1e-3))));
    Optional<Counterexample> first = attack(network, question, 3, 7);
    Optional<Counterexample> second = attack(network, question, 3, 7);
    assertEquals(first.isPresent(), second.isPresent());
    if (first.isPresent()) {
      assertArrayEquals(first.get().input(), second.get().input());
    }
    Starts starts = new Starts(question, 7, 0, 16);
    assertArrayEquals(starts.points(), new Starts(question, 7, 0, 16).points());
    double[] points = starts.points();
    for (int k = 0; k < points.length; k++) {
      assertTrue(box.lower(0, k % 50) <= points[k] && points[k] <= box.upper(0, k % 50));
    }
    assertEquals(0.5 * box.lower(0, 0) + 0.5 * box.upper(0, 0), points[0], 1e-12, "the middle");
    assertTrue(points[0] != new Starts(question, 7, 1, 16).points()[0]);
    assertTrue(points[50] != new Starts(question, 8, 0, 16).points()[50] || points[51] != 0);
    assertEquals(List.of(0, 0, 1, 1, 0, 0, 2, 2), starts.ranks().subList(0, 8));
  }

  private Optional<Counterexample> attack(
      Network network, Question question, int rounds, int seed) {
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session);
        Confirmation confirmation = new Confirmation(network)) {
      GradientAttack attack = new GradientAttack(analysis, confirmation, seed);
      Optional<Counterexample> found = Optional.empty();
      for (int number = 0; number < rounds && found.isEmpty(); number++) {
        found = attack.round(question, number);
      }
      return found;
    }
  }

  private static Network network(Numbers numbers, int inputs, int width, int outputs) {
    Network.Builder builder = Network.builder("attacked", inputs);
    int node = builder.affine("first", numbers.dense(width, inputs, Style.FLOATS, 0), 0);
    node = builder.activation("relu", new Relu(), node);
    return builder.build(
        builder.affine("last", numbers.dense(outputs, width, Style.FLOATS, 0), node));
  }

  private static BoxBatch box(Numbers numbers, int inputs, double radius) {
    double[] lower = new double[inputs];
    double[] upper = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      double centre = 2 * numbers.uniform() - 1;
      lower[i] = (float) (centre - radius);
      upper[i] = (float) (centre + radius);
    }
    return BoxBatch.single(lower, upper);
  }
}
