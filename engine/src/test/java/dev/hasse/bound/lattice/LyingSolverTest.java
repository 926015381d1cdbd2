package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverInstance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a solver may say without a wrong bound coming of it. Each test says what would be missed
 * without the check that it tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LyingSolverTest {
  /** A widened bound may be looser by this. */
  private static final double WIDENED = 1e-3;

  private static final BoxBatch BOX = BoxBatch.single(new double[] {-1, -1}, new double[] {1, 1});

  private final Network network = network();
  private final Objectives objective = Objectives.shared(1, 1, new double[] {1});
  private final Fraction minimum = new PatternEnumeration(network, BOX).minimum(objective, 0);
  private final LinearSolver scip = OpenNetwork.scip();

  /** Two layers with gaps between CROWN, the linear program, the minimum and the centre. */
  private static Network network() {
    double[] first = {-0.74, 0.36, -0.41, 0.69, 0.83, 0.42, 0.55, -0.11};
    double[] second = {
      -0.04, -0.53, -0.31, -0.14, 0.14, -0.51, -0.89, 0.63, 0.33, 0.51, -0.01, -0.1
    };
    Network.Builder builder = Network.builder("two layers", 2);
    int node = builder.affine("first", dense(2, first, -0.67, 0.52, -0.14, 0.41), 0);
    node = builder.activation("relu", new Relu(), node);
    node = builder.affine("second", dense(4, second, 0.73, -0.2, -0.89), node);
    node = builder.activation("relu", new Relu(), node);
    double[] last = {-0.57, -0.9, 0.27};
    return builder.build(builder.affine("last", dense(3, last, -0.23), node));
  }

  private static Dense dense(int inputs, double[] weights, double... bias) {
    return new Dense(new Matrix(bias.length, inputs, weights), bias);
  }

  @AfterAll
  void closeSolver() {
    scip.close();
  }

  /** The two ends of the lattice: a linear and a mixed-integer program. */
  enum End {
    TOP,
    BOTTOM;

    RelaxationElement of(Network network) {
      return this == TOP ? RelaxationElement.top(network) : RelaxationElement.bottom(network);
    }
  }

  private LatticeBound solve(LinearSolver solver, End end) {
    try (OpenNetwork open = new OpenNetwork(network);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), solver, new LatticeOptions(1, 60))) {
      return lattice.objectives(BOX, objective, end.of(network)).get(0);
    }
  }

  private double crown() {
    try (OpenNetwork open = new OpenNetwork(network)) {
      return open.analysis().objectives(BOX, objective, BoundMethod.CROWN).lower(0);
    }
  }

  private static Solution claim(SolveStatus status, double bound, Optional<double[]> primal) {
    return new Solution(status, bound, primal, Optional.empty(), 1, 0.01);
  }

  private LyingSolver twisting(LyingSolver.Twist twist) {
    return LyingSolver.twisting(scip, twist);
  }

  private String refused(LyingSolver liar, End end) {
    String message = assertThrows(SolverException.class, () -> solve(liar, end)).getMessage();
    assertEquals(3, liar.models().size(), "attempts");
    assertEquals(0, liar.open(), "instances left open");
    assertTrue(message.startsWith("liar on box 0 at "), message);
    return message;
  }

  /** There is something to lie about: CROWN, linear program, minimum and centre differ. */
  @Test
  void theHonestSolverIsBelieved() {
    LyingSolver honest = twisting((attempt, truth) -> truth);
    LatticeBound top = solve(honest, End.TOP);
    LatticeBound bottom = solve(honest, End.BOTTOM);
    assertEquals(2, honest.models().size());
    assertTrue(crown() < top.lower() - 0.01, "the linear program gains on CROWN");
    assertTrue(top.lower() < minimum.doubleValue() - 0.01, "the linear program is not exact");
    assertEquals(minimum.doubleValue(), bottom.lower(), 1e-6);
    assertTrue(
        minimum.doubleValue()
            < new ExactNetwork(network).outputs(new double[2])[0].doubleValue() - 0.1);
    assertEquals(Guarantee.SOLVER_TOLERANCE, bottom.guarantee());
  }

  /** Missed: an empty model certifies everything. */
  @ParameterizedTest
  @EnumSource
  void infeasibleIsTriedAgainWiderAndThenAnError(End end) {
    LyingSolver liar =
        twisting(
            (attempt, truth) ->
                claim(SolveStatus.INFEASIBLE, Double.NEGATIVE_INFINITY, Optional.empty()));
    assertTrue(refused(liar, end).contains("INFEASIBLE"));
    for (int attempt = 1; attempt < 3; attempt++) {
      LinearModel before = liar.models().get(attempt - 1);
      LinearModel after = liar.models().get(attempt);
      int wider = 0;
      for (int j = 0; j < before.variables(); j++) {
        assertTrue(after.lower(j) <= before.lower(j) && before.upper(j) <= after.upper(j));
        wider += after.upper(j) > before.upper(j) ? 1 : 0;
      }
      assertTrue(wider >= 4, wider + " variables wider");
    }
  }

  /** Missed: one hiccup of a solver ends a long run. */
  @ParameterizedTest
  @EnumSource
  void infeasibleAtFirstIsNoError(End end) {
    LyingSolver liar =
        twisting(
            (attempt, truth) ->
                attempt > 0
                    ? truth
                    : claim(SolveStatus.INFEASIBLE, Double.NEGATIVE_INFINITY, Optional.empty()));
    LatticeBound found = solve(liar, end);
    assertEquals(2, liar.models().size());
    assertEquals(0, liar.open());
    assertEquals(SolveStatus.OPTIMAL, found.status());
    assertEquals(solve(scip, end).lower(), found.lower(), WIDENED);
    assertTrue(minimum.isAtLeast(found.lower() - 1e-6));
  }

  /** Missed: a bound that says nothing, as if the network were to blame. */
  @ParameterizedTest
  @EnumSource
  void unboundedIsAnError(End end) {
    LyingSolver liar =
        twisting(
            (attempt, truth) ->
                claim(SolveStatus.UNBOUNDED, Double.NEGATIVE_INFINITY, Optional.empty()));
    assertTrue(refused(liar, end).contains("UNBOUNDED"));
  }

  /** Missed: a wrong bound beside the very point that refutes it. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 1e30, Double.POSITIVE_INFINITY})
  void aBoundAboveItsOwnPointIsAnError(double above) {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> claim(truth.status(), truth.dualBound() + above, truth.primal()));
    assertTrue(refused(liar, End.BOTTOM).contains("is above"));
  }

  /** Missed: a wrong bound, although the centre of the box refutes it. */
  @Test
  void aBoundAboveTheCentreIsAnErrorWithoutAPoint() {
    LyingSolver liar =
        twisting((attempt, truth) -> claim(SolveStatus.TIMEOUT, 1, Optional.empty()));
    assertTrue(refused(liar, End.BOTTOM).contains("is above"));
  }

  /** Missed: a solver that maximises, whose bound and point agree with each other. */
  @Test
  void aBoundAboveTheCentreIsAnErrorWithAWorsePoint() {
    LyingSolver liar =
        new LyingSolver(
            scip,
            (attempt, instance, form, limits) -> {
              Solution most = instance.minimize(negative(form), limits);
              return claim(SolveStatus.OPTIMAL, -most.dualBound(), most.primal());
            });
    assertTrue(refused(liar, End.BOTTOM).contains("is above"));
  }

  private static LinearForm negative(LinearForm form) {
    int[] columns = new int[form.size()];
    double[] values = new double[form.size()];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = form.column(k);
      values[k] = -form.value(k);
    }
    return new LinearForm(columns, values, -form.constant());
  }

  /** Missed: a model that is not the network, or a solver that solved another one. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, -0.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aValueThatTheNetworkDoesNotHaveIsAnError(double off) {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              double[] point = truth.primal().orElseThrow().clone();
              for (int j = 2; j < point.length; j++) {
                point[j] += off;
              }
              return claim(truth.status(), truth.dualBound() - 1, Optional.of(point));
            });
    refused(liar, End.BOTTOM);
  }

  /** Missed: a point that is no input, taken for one. */
  @ParameterizedTest
  @EnumSource
  void aPointThatIsNotANumberIsAnError(End end) {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              double[] point = truth.primal().orElseThrow().clone();
              Arrays.fill(point, Double.NaN);
              return new Solution(
                  truth.status(), truth.dualBound(), Optional.of(point), truth.multipliers(), 1, 0);
            });
    refused(liar, end);
  }

  /** An input outside the box is moved into it: what is concrete holds inside. */
  @Test
  void aPointOutsideTheBoxIsMovedIntoIt() {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              double[] point = truth.primal().orElseThrow().clone();
              point[0] = 100;
              point[1] = -100;
              return new Solution(
                  truth.status(), truth.dualBound(), Optional.of(point), truth.multipliers(), 1, 0);
            });
    LatticeBound found = solve(liar, End.TOP);
    for (double x : found.point()) {
      assertTrue(-1 <= x && x <= 1);
    }
  }

  /** Missed: any error of the linear solver becomes an error of a bound that claims rigour. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, -1e300, 1, -1, 0})
  void wrongMultipliersStaySound(double wrong) {
    int rows = countRowsOfTheTop();
    for (int row = 0; row <= rows; row++) {
      int at = row;
      LyingSolver liar =
          twisting(
              (attempt, truth) -> {
                double[] multipliers = truth.multipliers().orElseThrow().clone();
                Arrays.fill(multipliers, at % rows, at == rows ? rows : at + 1, wrong);
                return new Solution(
                    truth.status(), 1e9, truth.primal(), Optional.of(multipliers), 0, 0);
              });
      LatticeBound found = solve(liar, End.TOP);
      assertEquals(Guarantee.RIGOROUS, found.guarantee());
      assertTrue(minimum.isAtLeast(found.lower()), "row " + row + ": " + found.lower());
      assertTrue(found.lower() >= crown());
    }
  }

  private int countRowsOfTheTop() {
    LyingSolver honest = twisting((attempt, truth) -> truth);
    solve(honest, End.TOP);
    return honest.models().get(0).rows().size();
  }

  /** Missed: a stopped solve ends the run, or counts as done. */
  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "NODE_LIMIT", "INTERRUPTED"})
  void aStoppedSolveKeepsWhatIsKnown(SolveStatus status) {
    for (End end : End.values()) {
      LyingSolver nothing =
          twisting((attempt, truth) -> claim(status, Double.NEGATIVE_INFINITY, Optional.empty()));
      LatticeBound found = solve(nothing, end);
      assertEquals(1, nothing.models().size());
      assertEquals(status, found.status());
      assertEquals(crown(), found.lower());
      assertEquals(Guarantee.RIGOROUS, found.guarantee());
      assertArrayEquals(new double[2], found.point(), "the centre");
      assertTrue(found.concrete() > minimum.doubleValue() && found.concrete() < 10);
    }
    double reached = (crown() + minimum.doubleValue()) / 2;
    LyingSolver half = twisting((attempt, truth) -> claim(status, reached, truth.primal()));
    LatticeBound found = solve(half, End.BOTTOM);
    assertEquals(status, found.status());
    assertEquals(reached, found.lower());
    assertEquals(Guarantee.SOLVER_TOLERANCE, found.guarantee());
    assertEquals(minimum.doubleValue(), found.concrete(), 1e-6);
  }

  /** Missed: not-a-number as a bound, which no comparison notices. */
  @Test
  void aBoundThatIsNotANumberIsNone() {
    LyingSolver liar =
        twisting((attempt, truth) -> claim(truth.status(), Double.NaN, truth.primal()));
    LatticeBound found = solve(liar, End.BOTTOM);
    assertEquals(crown(), found.lower());
    assertEquals(Guarantee.RIGOROUS, found.guarantee());
  }

  /** Missed: instances of the native library that nobody closes. */
  @Test
  void anErrorLeavesNothingOpen() {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              throw new SolverException("out of order");
            });
    try (OpenNetwork open = new OpenNetwork(network);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), liar, new LatticeOptions(1, 60))) {
      BoxBatch boxes = new BoxBatch(3, 2, new double[6], new double[] {1, 1, 1, 1, 1, 1});
      Objectives objectives = Objectives.shared(3, 1, new double[] {1});
      RelaxationElement top = RelaxationElement.top(network);
      String message =
          assertThrows(SolverException.class, () -> lattice.objectives(boxes, objectives, top))
              .getMessage();
      assertEquals("out of order", message);
    }
    assertEquals(0, liar.open());
  }

  /** Where somebody wants to know of failures, boxes and rows are not lost with one. */
  @Test
  void aFailureThatIsTakenLeavesCrown() {
    AtomicInteger solves = new AtomicInteger();
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              if (solves.getAndIncrement() == 1) {
                throw new SolverException("out of order");
              }
              return truth;
            });
    List<SolverException> failures = new ArrayList<>();
    try (OpenNetwork open = new OpenNetwork(network);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), liar, new LatticeOptions(1, 60), failures::add)) {
      Objectives three = Objectives.shared(1, 1, new double[] {1, 1, 1});
      List<LatticeBound> found = lattice.objectives(BOX, three, RelaxationElement.bottom(network));
      assertEquals(1, failures.size());
      assertEquals(SolveStatus.FAILED, found.get(1).status());
      assertEquals(crown(), found.get(1).lower());
      assertEquals(Guarantee.RIGOROUS, found.get(1).guarantee());
      for (int row : new int[] {0, 2}) {
        assertEquals(SolveStatus.OPTIMAL, found.get(row).status());
        assertEquals(minimum.doubleValue(), found.get(row).lower(), WIDENED);
      }
    }
    assertEquals(0, liar.open());
  }

  /** Also where it takes no model after a failure, or after the first: each is closed once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSolverThatTakesNoModelLeavesWhatWasKnown(int taken) {
    LyingSolver liar =
        twisting(
            (attempt, truth) -> {
              throw new SolverException("out of order");
            });
    LinearSolver tired =
        new LinearSolver() {
          @Override
          public String name() {
            return liar.name();
          }

          @Override
          public String version() {
            return liar.version();
          }

          @Override
          public SolverInstance open(LinearModel model) {
            if (liar.models().size() >= taken) {
              throw new SolverException("too tired");
            }
            return liar.open(model);
          }

          @Override
          public void close() {
            liar.close();
          }
        };
    List<SolverException> failures = new ArrayList<>();
    try (OpenNetwork open = new OpenNetwork(network);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), tired, new LatticeOptions(1, 60), failures::add)) {
      LatticeBound found =
          lattice.objectives(BOX, objective, RelaxationElement.bottom(network)).get(0);
      assertEquals(SolveStatus.FAILED, found.status());
      assertEquals(crown(), found.lower());
      assertEquals(1 + taken, failures.size());
    }
    assertEquals(0, liar.open());
  }

  /** Missed: tolerances of a solver on sums of large terms, which cancel to a small minimum. */
  @Test
  void aBoundMayBeOffInSharesOfTheMagnitudes() {
    Network.Builder builder = Network.builder("steep", 1);
    int node = builder.affine("first", dense(1, new double[] {1e4}, 0), 0);
    node = builder.activation("relu", new Relu(), node);
    Network steep = builder.build(builder.affine("last", dense(1, new double[] {1e4}, -1), node));
    LyingSolver liar =
        twisting((attempt, truth) -> claim(SolveStatus.TIMEOUT, -0.995, Optional.empty()));
    try (OpenNetwork open = new OpenNetwork(steep);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), liar, new LatticeOptions(1, 60))) {
      BoxBatch box = BoxBatch.single(new double[] {-1}, new double[] {3});
      LatticeBound found =
          lattice.objectives(box, objective, RelaxationElement.bottom(steep)).get(0);
      assertTrue(found.lower() <= -1, "above the minimum: " + found.lower());
    }
  }
}
