package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Verdict;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificationTest {
  private static final List<BoundMethod> CASCADE = List.of(BoundMethod.IBP, BoundMethod.CROWN);
  private static final int INPUTS = 6;
  private static final int CLASSES = 4;

  private final Random random = new Random(7);
  private final Network network = randomNetwork();
  private ComputeBackend backend;
  private Session session;
  private BoundAnalysis analysis;

  @BeforeEach
  void open() throws BackendUnavailableException {
    backend = Backends.open("reference");
    session = backend.load(network);
    analysis = new BoundAnalysis(session);
  }

  @AfterEach
  void close() {
    analysis.close();
    session.close();
    backend.close();
  }

  @Test
  void certifiedBallsHoldNoPointOfAnotherClass() {
    LabelledPoints points = pointsWithTheirClasses(40);
    Ball ball = new Ball(0.05, 0, 1);
    int certified = 0;
    List<Answer> answers = new Certification(analysis, CASCADE).run(points, ball);
    for (int p = 0; p < answers.size(); p++) {
      if (answers.get(p).verdict() == Verdict.CERTIFIED) {
        certified++;
        for (int k = 0; k < 200; k++) {
          assertEquals(points.label(p), classOf(near(points, p, ball.radius())), "point " + p);
        }
      }
    }
    assertTrue(certified > 0, "no ball certified");
  }

  /** The bottom of the lattice decides what sampling can confirm either way. */
  @Test
  void milpCertifiesOrComesWithACounterexample() throws SolverUnavailableException {
    LabelledPoints points = pointsWithTheirClasses(25);
    Ball ball = new Ball(0.12, 0, 1);
    List<BoundMethod> cascade = List.of(BoundMethod.CROWN, BoundMethod.MILP);
    try (LinearSolver solver = Solvers.open(Solvers.SCIP);
        LatticeAnalysis lattice =
            new LatticeAnalysis(analysis, solver, new LatticeOptions(2, 60))) {
      List<Answer> answers =
          new Certification(analysis, Optimizers.of(lattice), cascade).run(points, ball);
      Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
      for (int p = 0; p < answers.size(); p++) {
        Answer answer = answers.get(p);
        seen.add(answer.verdict());
        assertEquals(answer.verdict() == Verdict.VIOLATED, answer.counterexample().isPresent());
        if (answer.verdict() == Verdict.VIOLATED) {
          checkCounterexample(points, p, ball, answer.counterexample().get());
        } else if (answer.method().equals(Optional.of(BoundMethod.MILP))) {
          assertEquals(Verdict.CERTIFIED, answer.verdict());
          assertEquals(Optional.of(Guarantee.SOLVER_TOLERANCE), answer.guarantee());
          for (int k = 0; k < 200; k++) {
            assertEquals(points.label(p), classOf(near(points, p, ball.radius())), "point " + p);
          }
        }
      }
      assertEquals(EnumSet.of(Verdict.CERTIFIED, Verdict.VIOLATED), seen);
    }
  }

  private void checkCounterexample(LabelledPoints points, int p, Ball ball, double[] input) {
    for (int i = 0; i < INPUTS; i++) {
      double center = points.values()[p * INPUTS + i];
      assertTrue(Math.abs(input[i] - center) <= ball.radius() + 1e-12, "coordinate " + i);
      assertTrue(input[i] >= 0 && input[i] <= 1, "coordinate " + i);
    }
    double[] outputs = ForwardEvaluation.of(network, input);
    double largestOther = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CLASSES; i++) {
      largestOther = i == points.label(p) ? largestOther : Math.max(largestOther, outputs[i]);
    }
    assertTrue(outputs[points.label(p)] <= largestOther, "point " + p);
  }

  @Test
  void methodsThatWantASolverNeedOne() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Certification(analysis, List.of(BoundMethod.MILP)));
  }

  @Test
  void whatOneMethodDecidesTheNextDoesNotSee() {
    LabelledPoints points = pointsWithTheirClasses(60);
    Ball ball = new Ball(0.08, 0, 1);
    List<Answer> first = new Certification(analysis, List.of(BoundMethod.IBP)).run(points, ball);
    List<Answer> both = new Certification(analysis, CASCADE).run(points, ball);
    int escalated = 0;
    for (int p = 0; p < points.count(); p++) {
      boolean decided = first.get(p).verdict() == Verdict.CERTIFIED;
      escalated += decided ? 0 : 1;
      BoundMethod expected = decided ? BoundMethod.IBP : BoundMethod.CROWN;
      assertEquals(Optional.of(expected), both.get(p).method());
      assertEquals(Optional.of(Guarantee.RIGOROUS), both.get(p).guarantee());
      assertTrue(both.get(p).margin() >= first.get(p).margin());
    }
    assertTrue(escalated > 0 && escalated < points.count(), escalated + " escalated");
  }

  @Test
  void misclassifiedPointsAreNotBounded() {
    LabelledPoints points = pointsWithTheirClasses(10);
    int[] wrong = new int[10];
    Arrays.setAll(wrong, p -> (points.label(p) + 1) % CLASSES);
    LabelledPoints relabelled = new LabelledPoints(INPUTS, points.values(), wrong);
    for (Answer answer : new Certification(analysis, CASCADE).run(relabelled, new Ball(0))) {
      assertEquals(Verdict.MISCLASSIFIED, answer.verdict());
      assertEquals(Optional.empty(), answer.method());
      assertEquals(Optional.empty(), answer.guarantee());
      assertTrue(answer.margin() < 0);
    }
  }

  @Test
  void aTieIsNotCertified() throws BackendUnavailableException {
    Network.Builder builder = Network.builder("tie", 1);
    int output =
        builder.affine("same", new Dense(new Matrix(2, 1, new double[] {1, 1}), new double[2]), 0);
    try (Session tie = backend.load(builder.build(output));
        BoundAnalysis bounds = new BoundAnalysis(tie)) {
      LabelledPoints point = new LabelledPoints(1, new double[] {1}, new int[] {0});
      List<Answer> answers = new Certification(bounds, CASCADE).run(point, new Ball(0));
      assertEquals(Verdict.UNDECIDED, answers.get(0).verdict());
    }
  }

  @Test
  void impossibleQuestionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Ball(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Ball(-1));
    assertThrows(IllegalArgumentException.class, () -> new Ball(1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Certification(analysis, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledPoints(1, new double[] {Double.NaN}, new int[1]));
  }

  private LabelledPoints pointsWithTheirClasses(int count) {
    double[] values = random.doubles((long) count * INPUTS).toArray();
    int[] labels = new int[count];
    for (int p = 0; p < count; p++) {
      labels[p] = classOf(Arrays.copyOfRange(values, p * INPUTS, (p + 1) * INPUTS));
    }
    return new LabelledPoints(INPUTS, values, labels);
  }

  private double[] near(LabelledPoints points, int point, double radius) {
    double[] input = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      double moved = points.values()[point * INPUTS + i] + radius * (2 * random.nextDouble() - 1);
      input[i] = Math.min(1, Math.max(0, moved));
    }
    return input;
  }

  private int classOf(double[] input) {
    double[] scores = ForwardEvaluation.of(network, input);
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private Network randomNetwork() {
    Network.Builder builder = Network.builder("random", INPUTS);
    int hidden = builder.affine("first", randomDense(12, INPUTS), 0);
    int active = builder.activation("relu", new Relu(), hidden);
    return builder.build(builder.affine("last", randomDense(CLASSES, 12), active));
  }

  private Dense randomDense(int outputs, int inputs) {
    double[] weights = random.doubles((long) outputs * inputs, -1, 1).toArray();
    return new Dense(
        new Matrix(outputs, inputs, weights), random.doubles(outputs, -0.5, 0.5).toArray());
  }
}
