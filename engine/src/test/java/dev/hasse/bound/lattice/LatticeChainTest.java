package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.Ascent;
import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.NetworkMagnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.SegmentPoints;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * IBP, CROWN-IBP, CROWN, the top of the lattice, elements going down, the bottom, outputs at
 * points: in this order on random networks. What is rigorous has no tolerance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
final class LatticeChainTest {
  private static final int CASES = 300;

  /** Mixed-integer programs take longer. */
  private static final int CASES_TO_THE_BOTTOM = 100;

  /** Relative to the largest magnitude in the network, and to 1 where that is smaller. */
  private static final double SOLVER_TOLERANCE = 1e-6;

  private final LinearSolver scip = OpenNetwork.scip();

  @AfterAll
  void closeSolver() {
    scip.close();
  }

  private static double tolerance(LatticeCase example) {
    double[] inputs = Magnitudes.of(example.box(), 0);
    return SOLVER_TOLERANCE * Math.max(1, NetworkMagnitudes.largest(example.network(), inputs));
  }

  /** The whole chain as a caller sees it, over either backend's bounds. */
  @Test
  void boundsAreOrderedDownTheLattice() {
    int number = 0;
    for (LatticeCase example : LatticeCase.several(CASES_TO_THE_BOTTOM).toList()) {
      String backend = number++ % 2 == 0 ? "reference" : "cpu";
      try (OpenNetwork open = new OpenNetwork(example.network(), backend);
          LatticeAnalysis lattice =
              new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard())) {
        new Chain(example, open, lattice).check();
      }
    }
  }

  private static final class Chain {
    private final LatticeCase example;
    private final OpenNetwork open;
    private final LatticeAnalysis lattice;
    private final Objectives objectives;
    private final double tolerance;

    Chain(LatticeCase example, OpenNetwork open, LatticeAnalysis lattice) {
      this.example = example;
      this.open = open;
      this.lattice = lattice;
      this.objectives = example.objectives();
      this.tolerance = tolerance(example);
    }

    void check() {
      checkOrder(methods());
    }

    private void checkOrder(ObjectiveBounds crown) {
      List<LatticeBound> looser = null;
      for (RelaxationElement element : goingDown()) {
        List<LatticeBound> found = lattice.objectives(example.box(), objectives, element);
        for (int row = 0; row < objectives.rows(); row++) {
          String place = "%s, row %d, %s".formatted(example, row, element);
          LatticeBound bound = found.get(row);
          assertEquals(SolveStatus.OPTIMAL, bound.status(), place);
          assertTrue(crown.lower(row) <= bound.lower(), place + ": below CROWN");
          assertTrue(bound.lower() <= bound.concrete() + slack(bound), place + ": above a point");
          if (looser != null) {
            double above = looser.get(row).lower();
            assertTrue(above <= bound.lower() + tolerance, place + ": " + above + ", " + bound);
          }
        }
        checkPoints(found, element);
        looser = found;
      }
      for (int row = 0; row < objectives.rows(); row++) {
        LatticeBound bottom = looser.get(row);
        assertEquals(bottom.concrete(), bottom.lower(), 2 * tolerance, example + ", row " + row);
      }
    }

    /** CROWN, after the methods before it. */
    private ObjectiveBounds methods() {
      ObjectiveBounds before = null;
      for (BoundMethod method : BoundMethod.propagating()) {
        ObjectiveBounds found = open.analysis().objectives(example.box(), objectives, method);
        for (int row = 0; before != null && row < objectives.rows(); row++) {
          assertTrue(before.lower(row) <= found.lower(row), example + ", " + method);
        }
        before = found;
      }
      return before;
    }

    private double slack(LatticeBound bound) {
      return bound.guarantee() == Guarantee.RIGOROUS ? 0 : tolerance;
    }

    /** Top, two elements in between, bottom. */
    private List<RelaxationElement> goingDown() {
      Numbers numbers = new Numbers("elements of " + example);
      RelaxationElement top = RelaxationElement.top(example.network());
      RelaxationElement some = top.with(some(numbers));
      RelaxationElement more = some.with(some(numbers));
      assertTrue(more.isBelow(some));
      return List.of(top, some, more, RelaxationElement.bottom(example.network()));
    }

    private List<Neuron> some(Numbers numbers) {
      List<Neuron> some = new ArrayList<>();
      for (Neuron neuron : RelaxationElement.bottom(example.network()).exactNeurons()) {
        if (numbers.below(3) == 0) {
          some.add(neuron);
        }
      }
      return some;
    }

    private void checkPoints(List<LatticeBound> found, RelaxationElement element) {
      ExactNetwork exact = new ExactNetwork(example.network());
      List<Dyadic[]> outputs = new ArrayList<>();
      for (double[] point :
          new SegmentPoints(example.network(), example.box().lower(), example.box().upper())
              .points()) {
        outputs.add(exact.outputs(point));
      }
      for (int row = 0; row < objectives.rows(); row++) {
        LatticeBound bound = found.get(row);
        String place = "%s, row %d, %s".formatted(example, row, element);
        for (Dyadic[] y : outputs) {
          Dyadic value = ExactObjective.value(objectives, row, y);
          Dyadic slack = Dyadic.of(slack(bound));
          assertTrue(Dyadic.of(bound.lower()).compareTo(value.plus(slack)) <= 0, place);
        }
        for (int i = 0; i < bound.point().length; i++) {
          double x = bound.point()[i];
          assertTrue(
              example.box().lower(0, i) <= x && x <= example.box().upper(0, i),
              place + ": point outside the box");
        }
        Dyadic met = ExactObjective.value(objectives, row, exact.outputs(bound.point()));
        assertTrue(met.compareTo(Dyadic.of(bound.concrete())) <= 0, place + ": concrete value");
      }
    }
  }

  /** Linear programs and CROWN without the intersection that would hide a broken order. */
  @Test
  void theTopIsAtLeastCrownBeforeTheyAreIntersected() {
    int tighter = 0;
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      double tolerance = tolerance(example);
      try (OpenNetwork open = new OpenNetwork(example.network());
          Program program =
              open.program(example.box(), RelaxationElement.top(example.network()), scip)) {
        ObjectiveBounds crown =
            open.analysis().objectives(example.box(), example.objectives(), BoundMethod.CROWN);
        for (int row = 0; row < example.objectives().rows(); row++) {
          LatticeBound found = program.minimize(example.objectives(), row, SolveLimits.NONE);
          assertEquals(Guarantee.RIGOROUS, found.guarantee());
          double lower = crown.lower(row);
          assertTrue(
              lower <= found.lower() + tolerance, example + ": " + lower + ", " + found.lower());
          tighter += found.lower() > lower + 1e-3 * Math.abs(lower) ? 1 : 0;
        }
      }
    }
    assertTrue(tighter > CASES / 4, tighter + " bounds tighter than CROWN's");
  }

  /**
   * CROWN, alpha-CROWN over the same bounds of nodes, the top over them: in this order. With bounds
   * of nodes of its own alpha-CROWN may pass the top, but not the bottom.
   */
  @Test
  void alphaCrownIsBetweenCrownAndTheTop() {
    int tighter = 0;
    int passed = 0;
    int number = 0;
    for (LatticeCase example : LatticeCase.several(CASES_TO_THE_BOTTOM).toList()) {
      double tolerance = tolerance(example);
      Objectives objectives = example.objectives();
      String backend = number++ % 2 == 0 ? "reference" : "cpu";
      try (OpenNetwork open = new OpenNetwork(example.network(), backend);
          BoundAnalysis fixed = open.ascending(Ascent.of(0, 20));
          BoundAnalysis free = open.ascending(Ascent.of(10, 20));
          Program top =
              open.program(example.box(), RelaxationElement.top(example.network()), scip);
          Program bottom =
              open.program(example.box(), RelaxationElement.bottom(example.network()), scip)) {
        ObjectiveBounds crown = fixed.objectives(example.box(), objectives, BoundMethod.CROWN);
        ObjectiveBounds alpha =
            fixed.objectives(example.box(), objectives, BoundMethod.ALPHA_CROWN);
        ObjectiveBounds tight = free.objectives(example.box(), objectives, BoundMethod.ALPHA_CROWN);
        for (int row = 0; row < objectives.rows(); row++) {
          double lp = top.minimize(objectives, row, SolveLimits.NONE).lower();
          LatticeBound exact = bottom.minimize(objectives, row, SolveLimits.NONE);
          String place = example + ", row " + row;
          assertTrue(crown.lower(row) <= alpha.lower(row), place);
          assertTrue(crown.lower(row) <= tight.lower(row), place);
          assertTrue(alpha.lower(row) <= lp + tolerance, place + ": above the top, " + lp);
          assertTrue(alpha.lower(row) <= exact.concrete(), place + ": above a point");
          assertTrue(tight.lower(row) <= exact.concrete(), place + ": above a point");
          tighter += alpha.lower(row) > crown.lower(row) + tolerance ? 1 : 0;
          passed += tight.lower(row) > lp + tolerance ? 1 : 0;
        }
      }
    }
    assertTrue(tighter > CASES_TO_THE_BOTTOM / 10, tighter + " rows tighter than CROWN's");
    assertTrue(passed > 0, "with nodes of its own alpha-CROWN never passed the top");
  }
}
