package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solvers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Upper bounds of the divergence, its exact maximum by mixed-integer programs, the largest sample
 * and the centre, in this order; what the solver claims is to be within its tolerance.
 */
class ExactDivergenceTest {
  private static final double TOLERANCE = 1e-5;

  private static Network network(int number) {
    Numbers numbers = new Numbers("exact divergence " + number);
    Network.Builder builder = Network.builder("exact divergence " + number, 3);
    int node = 0;
    int layers = 1 + number % 3;
    for (int k = 0; k <= layers; k++) {
      int width = k < layers ? 5 : 2;
      node =
          builder.affine("d" + k, numbers.dense(width, builder.size(node), Style.FLOATS, 0), node);
      if (k < layers || number % 2 == 0) {
        node = builder.activation("r" + k, new Relu(), node);
      }
    }
    return builder.build(node);
  }

  @Test
  void analyticThenExactThenSampledThenCenter() throws Exception {
    int unequal = 0;
    try (ComputeBackend backend = Backends.open("reference");
        LinearSolver solver = Solvers.open(Solvers.SCIP)) {
      ExactSolve exact = new ExactSolve(solver, new LatticeOptions(2, 60));
      CostTools tools = new CostTools(backend, backend, Optional.of(exact));
      for (int number = 0; number < 30; number++) {
        try (DivergenceAnalysis analysis = new DivergenceAnalysis(tools, network(number))) {
          double radius = 0.1 + number * 0.05;
          BoxBatch box = BoxBatch.around(3, new double[] {0.2, -0.1, 0.3}, radius, -9, 9);
          DivergenceCost cost = analysis.cost(box, new Sampling(200, number));
          double maximum = cost.value(Quantity.EXACT);
          double allowed = TOLERANCE * Math.max(1, maximum);
          assertEquals(1, cost.value(Quantity.OPTIMAL), "network " + number);
          for (Quantity upper :
              new Quantity[] {Quantity.ANALYTIC, Quantity.NORM, Quantity.CROWN, Quantity.IBP}) {
            assertTrue(cost.value(upper) >= maximum - allowed, upper + " of " + number);
          }
          assertTrue(maximum >= cost.value(Quantity.LARGEST) - allowed, "network " + number);
          assertTrue(maximum >= cost.value(Quantity.CENTER) - allowed, "network " + number);
          assertEquals(maximum, cost.lower(), allowed, "network " + number);
          unequal += cost.value(Quantity.ANALYTIC) > maximum + allowed ? 1 : 0;
        }
      }
    }
    assertTrue(unequal > 5, "the order is strict somewhere: " + unequal);
  }
}
