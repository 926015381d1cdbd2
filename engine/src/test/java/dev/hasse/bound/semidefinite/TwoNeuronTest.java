package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks of two neurons whose relaxations are solved by hand in docs/THEORY.md ("Two examples").
 */
final class TwoNeuronTest {
  private static final double TOLERANCE = 1e-3;

  /** The least of -3 relu(x1 + x2/2) - relu(x1 - x2/2): -5, by the linear program -5.5. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void theSemidefiniteRelaxationMayBeExact(String backend) {
    Network network = network(2, new double[] {1, 0.5, 1, -0.5}, new double[] {-3, -1});
    check(network, backend, -5.5, -5);
  }

  /** The least of relu(x) - relu(x): 0, by the linear program -1/2, semidefinite -1/8. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void twinsAreFarFromExact(String backend) {
    check(network(1, new double[] {1, 1}, new double[] {1, -1}), backend, -0.5, -0.125);
  }

  private static Network network(int inputs, double[] weights, double[] last) {
    Network.Builder builder = Network.builder("two neurons", inputs);
    int dense =
        builder.affine("dense", new Dense(new Matrix(2, inputs, weights), new double[2]), 0);
    int relu = builder.activation("relu", new Relu(), dense);
    return builder.build(
        builder.affine("last", new Dense(new Matrix(1, 2, last), new double[1]), relu));
  }

  private static void check(Network network, String backend, double linear, double semidefinite) {
    double[] ones = new double[network.inputs()];
    Arrays.fill(ones, 1);
    double[] minus = ones.clone();
    Arrays.fill(minus, -1);
    BoxBatch box = BoxBatch.single(minus, ones);
    Objectives objectives = Objectives.shared(1, 1, new double[] {1});
    try (OpenNetwork open = new OpenNetwork(network, backend);
        LinearSolver scip = OpenNetwork.scip();
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard());
        SemidefiniteAnalysis analysis =
            new SemidefiniteAnalysis(
                open.analysis(), BoundMethod.CROWN, LatticeOptions.standard())) {
      double top =
          lattice.objectives(box, objectives, RelaxationElement.top(network)).get(0).lower();
      assertEquals(linear, top, TOLERANCE);
      SemidefiniteBound bound = analysis.objectives(box, objectives).get(0);
      assertEquals(semidefinite, bound.lower(), TOLERANCE);
      assertTrue(bound.lower() <= semidefinite, "a bound above the optimum: " + bound);
      assertTrue(bound.isOptimal(), bound::toString);
    }
  }
}
