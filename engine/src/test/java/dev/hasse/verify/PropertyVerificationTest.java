package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property;
import dev.hasse.domain.Property.Case;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions against the true minimum, found by enumerating activation patterns exactly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
final class PropertyVerificationTest {
  /** Property {@code fuzz.times} makes more of them. */
  private static final int TIMES = Integer.getInteger("fuzz.times", 1);

  private static final int CASES = 120 * TIMES;

  private ComputeBackend backend;

  @BeforeAll
  void open() {
    backend = AvailableBackend.open("cpu");
  }

  @AfterAll
  void close() {
    backend.close();
  }

  /** Thresholds from far away from the minimum to next to it. */
  @ParameterizedTest
  @EnumSource(names = {"INPUTS", "RELUS"})
  void decisionsAgreeWithTheTrueMinimum(Splitting splitting) {
    int sat = 0;
    int unsat = 0;
    for (int number = 0; number < CASES; number++) {
      Numbers numbers = new Numbers("verification " + number);
      Network network = network(numbers);
      BoxBatch box = box(numbers);
      double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
      double minimum = minimum(network, box, c);
      double distance = Math.pow(10, -1 - numbers.below(8)) * (1 + Math.abs(minimum));
      boolean holds = numbers.below(2) == 0;
      double constant = (holds ? distance : -distance) - minimum;
      Property property =
          property(network, box, List.of(List.of(new OutputConstraint(c, constant))));
      boolean near = distance < 1e-3 * (1 + Math.abs(minimum));
      Decision decision = decide(network, property, near ? 0.2 : 30, splitting);
      String place = "case " + number + ", distance " + (holds ? distance : -distance);
      if (decision.outcome() == Outcome.SAT) {
        assertTrue(!holds, place);
        checkCounterexample(network, property, decision.counterexample().orElseThrow());
        sat++;
      } else if (decision.outcome() == Outcome.UNSAT) {
        assertTrue(holds, place);
        unsat++;
      } else {
        assertTrue(near, place + ": " + decision);
      }
    }
    assertTrue(sat > CASES / 4 && unsat > CASES / 4, sat + " sat, " + unsat + " unsat");
  }

  /** Two cases on one box: a counterexample to either is one. */
  @ParameterizedTest
  @EnumSource(names = {"INPUTS", "RELUS"})
  void oneCaseOfADisjunctionIsEnough(Splitting splitting) {
    for (int number = 0; number < 40 * TIMES; number++) {
      Numbers numbers = new Numbers("disjunction " + number);
      Network network = network(numbers);
      BoxBatch box = box(numbers);
      List<List<OutputConstraint>> conjunctions = new ArrayList<>();
      boolean any = false;
      for (int k = 0; k < 3; k++) {
        double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
        double minimum = minimum(network, box, c);
        boolean reached = numbers.below(4) == 0;
        any |= reached;
        double distance = 0.05 * (1 + Math.abs(minimum));
        double constant = (reached ? -distance : distance) - minimum;
        conjunctions.add(List.of(new OutputConstraint(c, constant)));
      }
      Property property = property(network, box, conjunctions);
      Decision decision = decide(network, property, 5, splitting);
      assertEquals(any ? Outcome.SAT : Outcome.UNSAT, decision.outcome(), "case " + number);
      decision.counterexample().ifPresent(found -> checkCounterexample(network, property, found));
    }
  }

  /** Both the verdict and the work. */
  @ParameterizedTest
  @EnumSource(names = {"INPUTS", "RELUS"})
  void decisionsCanBeRepeated(Splitting splitting) {
    for (int number = 0; number < 5; number++) {
      Numbers numbers = new Numbers("repeated " + number);
      Network network = network(numbers);
      BoxBatch box = box(numbers);
      double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
      double constant = 0.02 - minimum(network, box, c);
      Property property =
          property(network, box, List.of(List.of(new OutputConstraint(c, constant))));
      Decision first = decide(network, property, 30, splitting);
      Decision second = decide(network, property, 30, splitting);
      assertEquals(Outcome.UNSAT, first.outcome(), "case " + number);
      assertEquals(first.outcome(), second.outcome());
      assertEquals(first.boxes(), second.boxes());
      assertEquals(first.bound(), second.bound());
    }
  }

  /** y = relu(x) is 0 at the end of the box and nowhere else: neither side may be claimed. */
  @Test
  void aPropertyThatOnlyTouchesIsLeftOpen() {
    Network.Builder builder = Network.builder("touch", 1);
    int map =
        builder.affine("identity", new Dense(new Matrix(1, 1, new double[] {1}), new double[1]), 0);
    Network network = builder.build(builder.activation("relu", new Relu(), map));
    BoxBatch box = BoxBatch.single(new double[] {0}, new double[] {1});
    Property property =
        property(network, box, List.of(List.of(new OutputConstraint(new double[] {1}, 0))));
    Outcome outcome = decide(network, property, 0.3).outcome();
    assertTrue(outcome == Outcome.UNKNOWN || outcome == Outcome.TIMEOUT, outcome.label());
  }

  /** Without constraints every point of the box is a counterexample. */
  @Test
  void noConstraintMeansThatEveryPointIsOne() {
    Numbers numbers = new Numbers("no constraint");
    Network network = network(numbers);
    BoxBatch box = box(numbers);
    Decision decision = decide(network, property(network, box, List.of(List.of())), 1);
    assertEquals(Outcome.SAT, decision.outcome());
  }

  private Decision decide(Network network, Property property, double seconds) {
    return decide(network, property, seconds, Splitting.AUTO);
  }

  private Decision decide(Network network, Property property, double seconds, Splitting splitting) {
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return new PropertyVerification(
              analysis, VerifyOptions.within(seconds).withSplitting(splitting))
          .decide(property, (bounded, open, bound) -> {});
    }
  }

  private static Property property(
      Network network, BoxBatch box, List<List<OutputConstraint>> conjunctions) {
    return new Property(
        network.inputs(),
        network.outputs(),
        conjunctions.stream().map(constraints -> new Case(box, constraints)).toList());
  }

  /** In the box, of float32 numbers, and exactly a counterexample to some case. */
  private static void checkCounterexample(
      Network network, Property property, Counterexample found) {
    double[] point = found.input();
    BoxBatch box = property.cases().get(0).box();
    for (int i = 0; i < point.length; i++) {
      assertTrue(point[i] >= box.lower(0, i) && point[i] <= box.upper(0, i), "outside the box");
      assertEquals(point[i], (double) (float) point[i], "no float32 number");
    }
    Dyadic[] outputs = new ExactNetwork(network).outputs(point);
    assertTrue(
        property.cases().stream()
            .anyMatch(each -> each.constraints().stream().allMatch(c -> holds(c, outputs))),
        () -> Arrays.toString(point) + " is no counterexample");
  }

  private static boolean holds(OutputConstraint constraint, Dyadic[] outputs) {
    Dyadic sum = Dyadic.of(constraint.constant());
    for (int i = 0; i < outputs.length; i++) {
      sum = sum.plus(Dyadic.of(constraint.coefficient(i)).times(outputs[i]));
    }
    return sum.signum() <= 0;
  }

  private static double minimum(Network network, BoxBatch box, double[] c) {
    Objectives objectives = Objectives.shared(1, network.outputs(), c);
    return new PatternEnumeration(network, box).minimum(objectives, 0).doubleValue();
  }

  private static Network network(Numbers numbers) {
    Network.Builder builder = Network.builder("verification", 2);
    int node = 0;
    for (int layer = 0; layer < 1 + numbers.below(2); layer++) {
      Dense dense = numbers.dense(3 + numbers.below(4), builder.size(node), Style.DOUBLES, 0);
      node = builder.affine("dense " + layer, dense, node);
      node = builder.activation("relu " + layer, new Relu(), node);
    }
    int outputs = 1 + numbers.below(3);
    Dense last = numbers.dense(outputs, builder.size(node), Style.DOUBLES, 0);
    return builder.build(builder.affine("last", last, node));
  }

  private static BoxBatch box(Numbers numbers) {
    double[] lower = new double[2];
    double[] upper = new double[2];
    for (int i = 0; i < 2; i++) {
      lower[i] = -0.2 - numbers.uniform();
      upper[i] = 0.2 + numbers.uniform();
    }
    return BoxBatch.single(lower, upper);
  }
}
