package dev.hasse.verify.relu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.Deadline;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
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
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Confirmation;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Outcome;
import dev.hasse.verify.Question;
import dev.hasse.verify.relu.ReluSplitting.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Splitting on signs with leaves decides every property that is not near its threshold, whatever
 * the branching: nothing but bounds and programs is at work, and enumeration of the activation
 * patterns knows the truth.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
final class RegionLeavesTest {
  /** Property {@code fuzz.times} makes more of them. */
  private static final int CASES = 250 * Integer.getInteger("fuzz.times", 1);

  /** Whole boxes are taken up again, with deeper bounds, as soon as anything is left of them. */
  private static final List<Restart> AT_ONCE = List.of(new Restart(2, 0, 1), new Restart(8, 0, 2));

  private ComputeBackend backend;

  @BeforeAll
  void open() {
    backend = AvailableBackend.open("cpu");
  }

  @AfterAll
  void close() {
    backend.close();
  }

  @Test
  void bothRulesDecideAsEnumerationDoes() {
    int sat = 0;
    long solved = 0;
    long ofRestarts = 0;
    for (int number = 0; number < CASES; number++) {
      Numbers numbers = new Numbers("leaves " + number);
      Network network = network(numbers);
      BoxBatch box = box(numbers);
      List<List<OutputConstraint>> conjunctions = new ArrayList<>();
      boolean any = false;
      PatternEnumeration truth = new PatternEnumeration(network, box);
      for (int k = 0; k < 1 + numbers.below(2); k++) {
        double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
        Objectives objectives = Objectives.shared(1, network.outputs(), c);
        double minimum = truth.minimum(objectives, 0).doubleValue();
        boolean reached = numbers.below(3) == 0;
        any |= reached;
        double distance = Math.pow(10, -1 - numbers.below(3)) * (1 + Math.abs(minimum));
        conjunctions.add(
            List.of(new OutputConstraint(c, (reached ? -distance : distance) - minimum)));
      }
      Property property =
          new Property(
              2,
              network.outputs(),
              conjunctions.stream().map(constraints -> new Case(box, constraints)).toList());
      for (BranchingRule rule : BranchingRule.values()) {
        String place = "case " + number + " by " + rule;
        Run run = new Run(network, property, rule);
        assertEquals(any ? Outcome.SAT : Outcome.UNSAT, run.outcome, place);
        run.counterexample.ifPresent(found -> check(network, property, found, place));
        solved += run.solved;
        if (number % 5 == 0) {
          Run restarted = new Run(network, property, rule, AT_ONCE);
          assertEquals(any ? Outcome.SAT : Outcome.UNSAT, restarted.outcome, place + ", restarted");
          restarted.counterexample.ifPresent(found -> check(network, property, found, place));
          ofRestarts += restarted.bounded - run.bounded;
        }
      }
      sat += any ? 1 : 0;
    }
    assertTrue(sat > CASES / 4 && sat < 3 * CASES / 4, sat + " sat");
    assertTrue(solved > CASES / 2, solved + " programs");
    assertTrue(ofRestarts > CASES / 5, ofRestarts + " regions more with restarts");
  }

  /** Without leaves, nothing says that there is a counterexample. */
  @Test
  void withoutLeavesRegionsAreLeft() {
    Numbers numbers = new Numbers("no leaves");
    Network network = network(numbers);
    BoxBatch box = box(numbers);
    double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
    Property property =
        new Property(
            2, network.outputs(), List.of(new Case(box, List.of(new OutputConstraint(c, -1e3)))));
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      ReluSplitting splitting = new ReluSplitting(analysis);
      splitting.ask(Question.of(property));
      while (!splitting.isDone()) {
        assertTrue(splitting.step().isEmpty());
      }
      assertTrue(splitting.isStuck());
    }
  }

  /** One property by splitting alone. */
  private final class Run {
    private final Outcome outcome;
    private final Optional<Counterexample> counterexample;
    private final long solved;
    private final long bounded;

    Run(Network network, Property property, BranchingRule rule) {
      this(network, property, rule, List.of());
    }

    Run(Network network, Property property, BranchingRule rule, List<Restart> restarts) {
      try (Session session = backend.load(network);
          BoundAnalysis analysis = new BoundAnalysis(session);
          Confirmation confirmation = new Confirmation(network);
          RegionLeaves leaves =
              RegionLeaves.of(network, rule, confirmation::confirm, Deadline.NEVER)) {
        ReluSplitting splitting = new ReluSplitting(analysis, rule, leaves, restarts);
        splitting.ask(Question.of(property));
        Optional<Counterexample> found = splitting.counterexample();
        while (found.isEmpty() && !splitting.isDone()) {
          found = splitting.step();
        }
        counterexample = found;
        solved = leaves.solved();
        bounded = splitting.bounded();
        Outcome nothingFound = splitting.isStuck() ? Outcome.UNKNOWN : Outcome.UNSAT;
        outcome = found.isPresent() ? Outcome.SAT : nothingFound;
        if (outcome == Outcome.UNSAT) {
          assertTrue(splitting.bound() >= 0, "bound " + splitting.bound());
        }
      }
    }
  }

  /** In the box, and exactly a counterexample to some case. */
  private static void check(
      Network network, Property property, Counterexample found, String place) {
    BoxBatch box = property.cases().get(0).box();
    for (int i = 0; i < found.input().length; i++) {
      assertFalse(found.input()[i] < box.lower(0, i) || found.input()[i] > box.upper(0, i), place);
    }
    Dyadic[] outputs = new ExactNetwork(network).outputs(found.input());
    assertTrue(
        property.cases().stream()
            .anyMatch(each -> each.constraints().stream().allMatch(c -> holds(c, outputs))),
        place);
  }

  private static boolean holds(OutputConstraint constraint, Dyadic[] outputs) {
    Dyadic sum = Dyadic.of(constraint.constant());
    for (int i = 0; i < outputs.length; i++) {
      sum = sum.plus(Dyadic.of(constraint.coefficient(i)).times(outputs[i]));
    }
    return sum.signum() <= 0;
  }

  private static Network network(Numbers numbers) {
    Network.Builder builder = Network.builder("leaves", 2);
    int node = 0;
    for (int layer = 0; layer < 1 + numbers.below(3); layer++) {
      Dense dense = numbers.dense(3 + numbers.below(4), builder.size(node), Style.DOUBLES, 0);
      int relu =
          builder.activation(
              "relu " + layer, new Relu(), builder.affine("dense " + layer, dense, node));
      boolean isBranch = layer > 0 && numbers.below(2) == 0;
      if (isBranch) {
        Dense back = numbers.dense(builder.size(node), builder.size(relu), Style.DOUBLES, 0);
        node = builder.add("sum " + layer, node, builder.affine("back " + layer, back, relu));
      } else {
        node = relu;
      }
    }
    Dense last = numbers.dense(1 + numbers.below(3), builder.size(node), Style.DOUBLES, 0);
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
