package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers about regions against all activation patterns of the region, in exact arithmetic. */
@Tag("slow")
final class RegionProgramTest {
  private static final int CASES = 150;
  private static final double SECONDS = 20;

  /** Relative to the numbers of the conjunction: nearer than this a solver may leave it open. */
  private static final double NEAR = 1e-4;

  @Test
  void programsWithBinariesAgreeWithEnumeration() {
    Map<RegionAnswer.Kind, Integer> answers = new EnumMap<>(RegionAnswer.Kind.class);
    int binaries = 0;
    for (int number = 0; number < CASES; number++) {
      RegionCase example = RegionCase.of(number, 0.4);
      RegionAnswer answer = solve(example, RegionLimits.exact(60, SECONDS));
      judge(example, answer, true);
      answers.merge(answer.kind(), 1, Integer::sum);
      binaries += answer.guarantee() == Guarantee.RIGOROUS ? 0 : 1;
    }
    assertTrue(answers.get(RegionAnswer.Kind.EXCLUDED) > CASES / 4, answers.toString());
    assertTrue(answers.get(RegionAnswer.Kind.POINT) > CASES / 4, answers.toString());
    assertTrue(binaries > CASES / 4, binaries + " with binaries");
  }

  /** All signs decided: a linear program is the truth, and what it excludes is excluded exactly. */
  @Test
  void leavesAreDecidedRigorously() {
    Map<RegionAnswer.Kind, Integer> answers = new EnumMap<>(RegionAnswer.Kind.class);
    int empty = 0;
    for (int number = 0; number < CASES; number++) {
      RegionCase example = RegionCase.of(number, 1);
      RegionAnswer answer = solve(example, RegionLimits.exact(0, SECONDS));
      assertEquals(0, answer.binaries(), example.name());
      assertEquals(Guarantee.RIGOROUS, answer.guarantee(), example.name());
      judge(example, answer, true);
      answers.merge(answer.kind(), 1, Integer::sum);
      empty += answer.bound() == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    assertTrue(answers.get(RegionAnswer.Kind.EXCLUDED) > CASES / 4, answers.toString());
    assertTrue(answers.get(RegionAnswer.Kind.POINT) > CASES / 8, answers.toString());
    assertTrue(empty > CASES / 20, empty + " empty regions");
  }

  /** Triangles decide some; what they exclude is excluded exactly. */
  @Test
  void linearProgramsClaimNothingThatIsFalse() {
    int excluded = 0;
    for (int number = 0; number < CASES; number++) {
      RegionCase example = RegionCase.of(number, 0.4);
      RegionAnswer answer = solve(example, RegionLimits.linear(SECONDS));
      assertEquals(Guarantee.RIGOROUS, answer.guarantee(), example.name());
      judge(example, answer, false);
      excluded += answer.kind() == RegionAnswer.Kind.EXCLUDED ? 1 : 0;
    }
    assertTrue(excluded > CASES / 8, excluded + " excluded");
  }

  @Test
  void boundsThatContradictEachOtherAreAnEmptyRegion() {
    RegionCase example = RegionCase.of(3, 1);
    RegionQuestion question = example.question();
    float[][] lower = question.lower().clone();
    lower[0] = lower[0].clone();
    lower[0][0] = question.upper()[0][0] + 1;
    RegionQuestion empty =
        new RegionQuestion(question.box(), lower, question.upper(), question.conjunction());
    RegionAnswer answer = solve(example.network(), empty, RegionLimits.exact(0, SECONDS));
    assertEquals(RegionAnswer.Kind.EXCLUDED, answer.kind());
    assertEquals(Guarantee.RIGOROUS, answer.guarantee());
  }

  @Test
  void moreBinariesThanWantedAreRefused() {
    RegionCase example = RegionCase.of(0, 0);
    RegionAnswer answer = solve(example, RegionLimits.exact(0, SECONDS));
    assertEquals(RegionAnswer.Kind.OPEN, answer.kind());
    assertTrue(answer.reason().contains("unstable neurons, at most 0 wanted"), answer.reason());
  }

  /** With weights of 1e2 to 1e4 regions were excluded by 1e11 that held a point. */
  @Test
  void valuesTooLargeForTolerancesAreNotAskedFor() {
    Network.Builder builder = Network.builder("large", 1);
    int node =
        builder.affine("first", new Dense(new Matrix(1, 1, new double[] {1e7}), new double[1]), 0);
    node = builder.activation("relu", new Relu(), node);
    Dense last = new Dense(new Matrix(1, 1, new double[] {1}), new double[1]);
    Network network = builder.build(builder.affine("last", last, node));
    RegionQuestion question =
        new RegionQuestion(
            BoxBatch.single(new double[] {-1}, new double[] {1}),
            new float[][] {{-1e7f}},
            new float[][] {{1e7f}},
            List.of(new OutputConstraint(new double[] {1}, 1)));
    RegionAnswer exact = solve(network, question, RegionLimits.exact(9, SECONDS));
    assertEquals(RegionAnswer.Kind.OPEN, exact.kind());
    assertTrue(exact.reason().contains("too large for a solver's tolerances"), exact.reason());
  }

  private static RegionAnswer solve(RegionCase example, RegionLimits limits) {
    return solve(example.network(), example.question(), limits);
  }

  private static RegionAnswer solve(Network network, RegionQuestion question, RegionLimits limits) {
    try (RegionProgram program = new RegionProgram(network, OpenNetwork.scip())) {
      return program.solve(question, limits);
    }
  }

  /**
   * No tolerance where the answer is rigorous.
   *
   * @param decides whether what is not near must be decided
   */
  private static void judge(RegionCase example, RegionAnswer answer, boolean decides) {
    RegionQuestion question = example.question();
    PatternEnumeration truth =
        new PatternEnumeration(example.network(), question.box(), example.signs());
    String place = example.name() + ": " + answer;
    double scale = 1;
    for (OutputConstraint constraint : question.conjunction()) {
      scale = Math.max(scale, Math.abs(constraint.constant()));
    }
    boolean holds = truth.hold(question.conjunction(), 0);
    switch (answer.kind()) {
      case EXCLUDED -> {
        assertFalse(holds, place);
        if (answer.bound() == Double.POSITIVE_INFINITY) {
          assertTrue(truth.patterns() == 0 || !decides, place);
        } else {
          // Nothing is below the bound, beyond the solver's tolerance where it is a solver's.
          boolean rigorous = answer.guarantee() == Guarantee.RIGOROUS;
          double bound = answer.bound() - (rigorous ? 0 : 1e-5 * scale);
          assertFalse(truth.hold(question.conjunction(), -bound), place);
        }
      }
      case POINT -> checkPoint(example, answer.point());
      case OPEN ->
          assertTrue(
              !decides
                  || (truth.hold(question.conjunction(), -NEAR * scale)
                      && !truth.hold(question.conjunction(), NEAR * scale)),
              place);
    }
    if (decides && truth.hold(question.conjunction(), NEAR * scale)) {
      assertEquals(RegionAnswer.Kind.POINT, answer.kind(), place);
    }
    if (decides && truth.patterns() == 0) {
      assertNotEquals(RegionAnswer.Kind.OPEN, answer.kind(), place);
    }
  }

  private static void checkPoint(RegionCase example, double[] point) {
    BoxBatch box = example.question().box();
    for (int i = 0; i < point.length; i++) {
      assertTrue(point[i] >= box.lower(0, i) && point[i] <= box.upper(0, i), example.name());
    }
    Dyadic[] outputs = new ExactNetwork(example.network()).outputs(point);
    for (OutputConstraint constraint : example.question().conjunction()) {
      Dyadic sum = Dyadic.of(constraint.constant());
      for (int i = 0; i < outputs.length; i++) {
        sum = sum.plus(Dyadic.of(constraint.coefficient(i)).times(outputs[i]));
      }
      assertTrue(sum.signum() <= 0, example.name());
    }
  }
}
