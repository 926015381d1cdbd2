package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.Deadline;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.LatticeCase;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.NetworkMagnitudes;
import dev.hasse.judge.SegmentPoints;
import dev.hasse.solver.LinearSolver;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The linear program at the top of the lattice, the semidefinite relaxation over the same bounds of
 * the neurons, the network: in this order on random networks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
final class SemidefiniteOrderTest {
  private static final int CASES = 60;

  private final LinearSolver scip = OpenNetwork.scip();
  private final ComputeBackend cpu = AvailableBackend.open("cpu");
  private final ComputeBackend reference = AvailableBackend.open("reference");

  @AfterAll
  void close() {
    scip.close();
    cpu.close();
    reference.close();
  }

  @Test
  void boundsLieBetweenTheTopAndTheNetwork() {
    int number = 0;
    int gaps = 0;
    int halved = 0;
    for (LatticeCase example :
        LatticeCase.several(CASES)
            .filter(
                c ->
                    System.getProperty("case") == null
                        || c.toString().contains("case " + System.getProperty("case") + ","))
            .toList()) {
      ComputeBackend backend = number++ % 2 == 0 ? reference : cpu;
      double[] inputs = Magnitudes.of(example.box(), 0);
      double tolerance = 1e-4 * Math.max(1, NetworkMagnitudes.largest(example.network(), inputs));
      try (OpenNetwork open = new OpenNetwork(example.network());
          LatticeAnalysis lattice =
              new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard())) {
        List<LatticeBound> top = bounds(lattice, example, RelaxationElement.top(example.network()));
        List<LatticeBound> bottom =
            bounds(lattice, example, RelaxationElement.bottom(example.network()));
        NetworkBounds crown = open.analysis().nodes(example.box(), BoundMethod.CROWN);
        LiftedBox lifted = new LiftedBox(crown, 0);
        List<Form> forms =
            IntStream.range(0, example.objectives().rows())
                .mapToObj(row -> lifted.objective(example.objectives(), row))
                .toList();
        List<LowRank.End> ends =
            new LowRank(new LiftedProgram(lifted), backend.algebra())
                .run(forms, LowRank.Purpose.BOUND, Deadline.NEVER, () -> false);
        for (int row = 0; row < example.objectives().rows(); row++) {
          double bound = ends.get(row).lower();
          double above = top.get(row).lower();
          double below = bottom.get(row).lower();
          String place =
              "%s, row %d: top %s, %s after %d evaluations, bottom %s"
                  .formatted(example, row, above, bound, ends.get(row).steps(), below);
          assertTrue(bound <= below + tolerance, place);
          assertTrue(bound >= above - tolerance, place);
          checkPoints(example, row, bound);
          double gap = below - above;
          gaps += gap > 10 * tolerance ? 1 : 0;
          halved += gap > 10 * tolerance && bound > above + gap / 2 ? 1 : 0;
        }
      }
    }
    assertTrue(gaps > 20 && halved > gaps / 2, halved + " of " + gaps + " gaps halved");
  }

  private static List<LatticeBound> bounds(
      LatticeAnalysis lattice, LatticeCase example, RelaxationElement element) {
    return lattice.objectives(example.box(), example.objectives(), element);
  }

  /** What is rigorous has no tolerance. */
  private static void checkPoints(LatticeCase example, int row, double bound) {
    ExactNetwork exact = new ExactNetwork(example.network());
    for (double[] point :
        new SegmentPoints(example.network(), example.box().lower(), example.box().upper())
            .points()) {
      Dyadic value = ExactObjective.value(example.objectives(), row, exact.outputs(point));
      assertTrue(Dyadic.of(bound).compareTo(value) <= 0, example + ", row " + row);
    }
  }
}
