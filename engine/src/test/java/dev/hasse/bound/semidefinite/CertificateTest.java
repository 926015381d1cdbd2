package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.Deadline;
import dev.hasse.bound.lattice.LatticeCase;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.SegmentPoints;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bounds from multipliers of no merit, and from a solver that was stopped, against exact values of
 * the network at kinks, corners and points between: without any tolerance.
 */
@Tag("slow")
final class CertificateTest {
  private static final int CASES = 120;
  private static final int TRIES = 12;
  private static final int MOST_EVALUATIONS = 600;

  @Test
  void anyMultipliersGiveTrueBounds() {
    int finite = 0;
    int indefinite = 0;
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      Numbers numbers = new Numbers("multipliers of " + example);
      try (OpenNetwork open = new OpenNetwork(example.network());
          ComputeBackend backend = AvailableBackend.open("reference")) {
        LiftedBox lifted = new LiftedBox(open.crown(example.box()), 0);
        LiftedProgram program = new LiftedProgram(lifted);
        Certificate certificate = new Certificate(program);
        LowRank method = new LowRank(program, backend.algebra());
        List<Dyadic[]> outputs = outputs(example);
        for (int row = 0; row < example.objectives().rows(); row++) {
          Form objective = lifted.objective(example.objectives(), row);
          int stop = numbers.below(MOST_EVALUATIONS);
          int[] asked = {0};
          Multipliers near =
              method
                  .run(
                      List.of(objective),
                      LowRank.Purpose.BOUND,
                      Deadline.NEVER,
                      () -> asked[0]++ >= stop)
                  .get(0)
                  .multipliers();
          for (int k = 0; k < TRIES; k++) {
            Multipliers multipliers = k == 0 ? near : spoilt(near, k, numbers);
            double bound = certificate.bound(objective, multipliers);
            finite += Double.isFinite(bound) ? 1 : 0;
            indefinite += bound < multipliers.level() - 1e-6 ? 1 : 0;
            for (Dyadic[] y : outputs) {
              Dyadic value = ExactObjective.value(example.objectives(), row, y);
              assertTrue(
                  Double.isInfinite(bound) || Dyadic.of(bound).compareTo(value) <= 0,
                  "%s, row %d, try %d: %s above %s".formatted(example, row, k, bound, value));
            }
          }
        }
      }
    }
    assertTrue(finite > CASES * TRIES, finite + " finite bounds");
    assertTrue(indefinite > CASES, indefinite + " bounds from indefinite matrices");
  }

  /** A higher level, and each other multiplier made another, sometimes of the wrong sign. */
  private static Multipliers spoilt(Multipliers near, int how, Numbers numbers) {
    double[] values = near.values().clone();
    double size = Math.pow(10, how - 8);
    for (int a = 0; a < values.length; a++) {
      double change = size * (1 + Math.abs(values[a])) * (2 * numbers.uniform() - 1);
      values[a] += a == 0 ? Math.abs(change) : change;
    }
    return new Multipliers(values, near.variables());
  }

  private static List<Dyadic[]> outputs(LatticeCase example) {
    ExactNetwork exact = new ExactNetwork(example.network());
    List<Dyadic[]> outputs = new ArrayList<>();
    for (double[] point :
        new SegmentPoints(example.network(), example.box().lower(), example.box().upper())
            .points()) {
      outputs.add(exact.outputs(point));
    }
    return outputs;
  }

  /** What the forms and their errors promise, at points of the box, by the same exact values. */
  @Test
  void levelsNeverPassWhatTheNetworkTakes() {
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      try (OpenNetwork open = new OpenNetwork(example.network());
          SemidefiniteAnalysis analysis =
              new SemidefiniteAnalysis(
                  open.analysis(), BoundMethod.ALPHA_CROWN, LatticeOptions.standard())) {
        List<SemidefiniteBound> bounds = analysis.objectives(example.box(), example.objectives());
        for (Dyadic[] y : outputs(example)) {
          for (int row = 0; row < bounds.size(); row++) {
            Dyadic value = ExactObjective.value(example.objectives(), row, y);
            assertTrue(
                Dyadic.of(bounds.get(row).lower()).compareTo(value) <= 0,
                example + ", row " + row + ": " + bounds.get(row));
          }
        }
      }
    }
  }
}
