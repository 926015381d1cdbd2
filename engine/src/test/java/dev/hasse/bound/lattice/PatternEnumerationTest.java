package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.NetworkMagnitudes;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bottom of the lattice against the true minimum, found by enumerating activation patterns in
 * exact arithmetic.
 */
final class PatternEnumerationTest {
  private static final int CASES = 60;

  /** Relative to the largest magnitude in the network, and to 1 where that is smaller. */
  private static final double SOLVER_TOLERANCE = 1e-6;

  @Test
  void theBottomIsTheTrueMinimum() {
    long patterns = 0;
    long binaryCases = 0;
    try (LinearSolver scip = OpenNetwork.scip()) {
      for (LatticeCase example : LatticeCase.ofTwoInputs(CASES).toList()) {
        PatternEnumeration truth = new PatternEnumeration(example.network(), example.box());
        patterns += truth.patterns();
        binaryCases += judge(example, truth, scip) ? 1 : 0;
      }
    }
    assertTrue(patterns > 5 * CASES, patterns + " patterns");
    assertTrue(binaryCases > CASES / 2, binaryCases + " with binaries");
  }

  private static boolean judge(LatticeCase example, PatternEnumeration truth, LinearSolver scip) {
    double tolerance =
        SOLVER_TOLERANCE
            * Math.max(
                1, NetworkMagnitudes.largest(example.network(), Magnitudes.of(example.box(), 0)));
    boolean binaries = false;
    try (OpenNetwork open = new OpenNetwork(example.network());
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard())) {
      RelaxationElement bottom = RelaxationElement.bottom(example.network());
      RelaxationElement top = RelaxationElement.top(example.network());
      ObjectiveBounds crown =
          open.analysis().objectives(example.box(), example.objectives(), BoundMethod.CROWN);
      List<LatticeBound> tops = lattice.objectives(example.box(), example.objectives(), top);
      List<LatticeBound> bottoms = lattice.objectives(example.box(), example.objectives(), bottom);
      for (int row = 0; row < example.objectives().rows(); row++) {
        Fraction minimum = truth.minimum(example.objectives(), row);
        String place = example + ", row " + row;
        assertTrue(minimum.isAtLeast(crown.lower(row)), place + ": CROWN");
        assertEquals(Guarantee.RIGOROUS, tops.get(row).guarantee(), place);
        assertTrue(minimum.isAtLeast(tops.get(row).lower()), place + ": linear program");
        LatticeBound found = bottoms.get(row);
        assertEquals(SolveStatus.OPTIMAL, found.status(), place);
        assertEquals(minimum.doubleValue(), found.lower(), tolerance, place);
        assertEquals(minimum.doubleValue(), found.concrete(), tolerance, place);
        if (found.guarantee() == Guarantee.RIGOROUS) {
          assertTrue(minimum.isAtLeast(found.lower()), place);
        } else {
          binaries = true;
        }
      }
    }
    return binaries;
  }
}
