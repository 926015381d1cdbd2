package dev.hasse.solver.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverInstance;
import dev.hasse.solver.Solvers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One instance used many times, many instances side by side, and statuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScipSolverTest {
  private static final double CLOSE = 1e-6;

  private LinearSolver scip;

  @BeforeAll
  void open() throws Exception {
    scip = Solvers.open(Solvers.SCIP);
  }

  @AfterAll
  void close() {
    scip.close();
  }

  private static int[] columns(int variables) {
    return IntStream.range(0, variables).toArray();
  }

  /** Feasible at the origin; the first {@code binaries} variables are binary. */
  private static LinearModel model(int variables, int binaries, Numbers numbers) {
    LinearModel.Builder builder = LinearModel.builder();
    for (int j = 0; j < variables; j++) {
      if (j < binaries) {
        builder.binary();
      } else {
        builder.variable(-numbers.uniform(), numbers.uniform());
      }
    }
    for (int i = 0; i < variables; i++) {
      double[] a = numbers.vector(variables, Style.DOUBLES);
      builder.row(
          new LinearForm(columns(variables), a, 0), -0.2, numbers.below(2) == 0 ? 0.3 : 1e30);
    }
    return builder.build();
  }

  private static LinearForm form(int variables, Numbers numbers) {
    double[] c = numbers.vector(variables, Style.DOUBLES);
    return new LinearForm(columns(variables), c, numbers.next(Style.DOUBLES));
  }

  private double fresh(LinearModel model, LinearForm objective) {
    try (SolverInstance instance = scip.open(model)) {
      return optimum(instance, objective);
    }
  }

  private static double optimum(SolverInstance instance, LinearForm objective) {
    Solution solution = instance.minimize(objective, SolveLimits.NONE);
    assertEquals(SolveStatus.OPTIMAL, solution.status());
    double[] point = solution.primal().orElseThrow();
    assertEquals(solution.dualBound(), objective.at(point), CLOSE);
    assertEquals(0, instance.model().violation(point), CLOSE);
    return solution.dualBound();
  }

  /** What an earlier objective leaves in a solver changes no later result. */
  @Test
  void oneInstanceGivesWhatFreshOnesGive() {
    for (int binaries : new int[] {0, 6}) {
      Numbers numbers = new Numbers("objectives with " + binaries);
      for (int k = 0; k < 5; k++) {
        LinearModel model = model(10, binaries, numbers);
        try (SolverInstance instance = scip.open(model)) {
          for (int objective = 0; objective < 6; objective++) {
            LinearForm form = form(10, numbers);
            assertEquals(fresh(model, form), optimum(instance, form), CLOSE);
          }
        }
      }
    }
  }

  /** A form of a few variables after one of all: coefficients of the former are gone. */
  @Test
  void anObjectiveReplacesTheOneBefore() {
    LinearModel.Builder builder = LinearModel.builder();
    builder.variable(-1, 1);
    builder.variable(-2, 2);
    try (SolverInstance instance = scip.open(builder.build())) {
      assertEquals(-7, optimum(instance, new LinearForm(columns(2), new double[] {1, 3}, 0)));
      assertEquals(
          3, optimum(instance, new LinearForm(new int[] {0}, new double[] {-2}, 5)), CLOSE);
      assertEquals(4, optimum(instance, new LinearForm(new int[0], new double[0], 4)), CLOSE);
    }
  }

  @Test
  void startingPointsChangeNoResult() {
    Numbers numbers = new Numbers("starts");
    double[] outside = new double[10];
    Arrays.fill(outside, 1e6);
    double[] fractional = new double[10];
    Arrays.fill(fractional, 0.5);
    double[] undefined = new double[10];
    Arrays.fill(undefined, Double.NaN);
    for (int binaries : new int[] {0, 6}) {
      LinearModel model = model(10, binaries, numbers);
      LinearForm form = form(10, numbers);
      double expected = fresh(model, form);
      for (double[] start : List.of(new double[10], outside, fractional, undefined)) {
        try (SolverInstance instance = scip.open(model)) {
          instance.startFrom(start);
          assertEquals(expected, optimum(instance, form), CLOSE, Arrays.toString(start));
          assertEquals(expected, optimum(instance, form), CLOSE, Arrays.toString(start));
        }
      }
    }
  }

  @Test
  void instancesOnManyThreadsGiveWhatOneGives() throws Exception {
    Numbers numbers = new Numbers("threads");
    List<LinearModel> models = new ArrayList<>();
    List<LinearForm> forms = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int k = 0; k < 24; k++) {
      models.add(model(10, k % 2 == 0 ? 0 : 6, numbers));
      forms.add(form(10, numbers));
      expected.add(fresh(models.get(k), forms.get(k)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Double>> found = new ArrayList<>();
      for (int k = 0; k < 24; k++) {
        int at = k;
        found.add(pool.submit(() -> fresh(models.get(at), forms.get(at))));
      }
      for (int k = 0; k < 24; k++) {
        assertEquals(expected.get(k), found.get(k).get(), CLOSE);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void whatHasNoSolutionHasAStatus() {
    for (boolean mixed : new boolean[] {false, true}) {
      LinearModel.Builder empty = LinearModel.builder();
      LinearModel.Builder open = LinearModel.builder();
      for (LinearModel.Builder builder : List.of(empty, open)) {
        builder.variable(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        builder.variable(0, 1);
        if (mixed) {
          builder.binary();
        }
      }
      LinearForm sum = new LinearForm(columns(2), new double[] {1, 1}, 0);
      empty.row(sum, 3, 4);
      empty.row(sum, 5, Double.POSITIVE_INFINITY);
      assertNothing(empty.build(), sum, Set.of(SolveStatus.INFEASIBLE));
      open.row(sum, Double.NEGATIVE_INFINITY, 4);
      Set<SolveStatus> either = Set.of(SolveStatus.INFEASIBLE, SolveStatus.UNBOUNDED);
      assertNothing(open.build(), sum, either);
    }
  }

  private void assertNothing(LinearModel model, LinearForm objective, Set<SolveStatus> statuses) {
    try (SolverInstance instance = scip.open(model)) {
      Solution solution = instance.minimize(objective, SolveLimits.NONE);
      assertTrue(statuses.contains(solution.status()), solution.status().toString());
      assertEquals(Double.NEGATIVE_INFINITY, solution.dualBound());
      assertTrue(solution.primal().isEmpty() && solution.multipliers().isEmpty());
    }
  }

  @Test
  void theVersionNamesBothSolvers() {
    assertTrue(scip.version().matches("SCIP \\d.*, .*\\d.*"), scip.version());
    assertEquals("scip", scip.name());
  }
}
