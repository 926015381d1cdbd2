package dev.hasse.solver.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverInstance;
import dev.hasse.solver.Solvers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Solves that are stopped: the right status, and a bound that still holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScipLimitsTest {
  /** Small enough to try every subset, and seconds of work for a solver. */
  private final HardModel judged = new HardModel(1, 18, 4);

  private final int minimum = judged.minimum();

  /** More than anyone will solve. */
  private final HardModel endless = new HardModel(2, 50, 6);

  private LinearSolver scip;

  @BeforeAll
  void open() throws Exception {
    scip = Solvers.open(Solvers.SCIP);
  }

  @AfterAll
  void close() {
    scip.close();
  }

  private static void checkStopped(Solution solution, SolveStatus status, double minimum) {
    assertEquals(status, solution.status());
    assertTrue(solution.dualBound() <= minimum + 1e-6, solution.dualBound() + ", " + minimum);
    assertTrue(solution.multipliers().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.001, 0.01, 0.03})
  void aTimeLimitKeepsAValidBound(double seconds) {
    for (boolean hasStart : new boolean[] {false, true}) {
      try (SolverInstance instance = scip.open(judged.model())) {
        if (hasStart) {
          instance.startFrom(judged.nothing());
        }
        Solution solution = instance.minimize(judged.objective(), SolveLimits.seconds(seconds));
        checkStopped(solution, SolveStatus.TIMEOUT, minimum);
        assertTrue(solution.seconds() < seconds + 5, solution.seconds() + " s");
        solution
            .primal()
            .ifPresent(
                point -> {
                  assertEquals(0, judged.model().violation(point), 1e-5);
                  assertTrue(judged.objective().at(point) >= minimum - 1e-5);
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 50})
  void aNodeLimitKeepsAValidBound(long nodes) {
    for (boolean hasStart : new boolean[] {false, true}) {
      try (SolverInstance instance = scip.open(judged.model())) {
        if (hasStart) {
          instance.startFrom(judged.nothing());
        }
        SolveLimits limits = new SolveLimits(Double.POSITIVE_INFINITY, nodes);
        Solution solution = instance.minimize(judged.objective(), limits);
        checkStopped(solution, SolveStatus.NODE_LIMIT, minimum);
        assertTrue(solution.nodes() <= nodes + 1, solution.nodes() + " nodes");
      }
    }
  }

  /** A stopped solve leaves no trace in the next one on the same model. */
  @Test
  void afterAStopTheSameInstanceGoesOn() {
    HardModel small = new HardModel(3, 8, 2);
    try (SolverInstance instance = scip.open(small.model())) {
      SolveLimits few = new SolveLimits(Double.POSITIVE_INFINITY, 1);
      instance.minimize(small.objective(), few);
      Solution solution = instance.minimize(small.objective(), SolveLimits.NONE);
      assertEquals(SolveStatus.OPTIMAL, solution.status());
      assertEquals(small.minimum(), solution.dualBound(), 1e-6);
    }
  }

  /** At all moments: while the model is handed over, in presolve, in the tree. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 10, 30, 100, 300})
  void anotherThreadInterrupts(int milliseconds) throws Exception {
    for (boolean hasStart : new boolean[] {false, true}) {
      try (SolverInstance instance = scip.open(endless.model())) {
        if (hasStart) {
          instance.startFrom(endless.nothing());
        }
        Thread other =
            new Thread(
                () -> {
                  try {
                    TimeUnit.MILLISECONDS.sleep(milliseconds);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  instance.interrupt();
                });
        other.start();
        Solution solution = instance.minimize(endless.objective(), SolveLimits.seconds(20));
        other.join();
        assertEquals(SolveStatus.INTERRUPTED, solution.status());
        assertTrue(solution.seconds() < 10, solution.seconds() + " s");
        double any = endless.objective().at(endless.nothing());
        assertTrue(solution.dualBound() <= any, solution.dualBound() + ", " + any);
        Solution next = instance.minimize(endless.objective(), SolveLimits.NONE);
        assertEquals(SolveStatus.INTERRUPTED, next.status(), "all to come");
      }
    }
  }
}
