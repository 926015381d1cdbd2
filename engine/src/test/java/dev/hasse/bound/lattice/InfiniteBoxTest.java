package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds that are infinite are an answer, not an error. */
final class InfiniteBoxTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** {@code relu(x0 + x1) and relu(x0 - x1)}. */
  private static Network network(double scale) {
    Network.Builder builder = Network.builder("sums", 2);
    Dense dense =
        new Dense(new Matrix(2, 2, new double[] {scale, scale, scale, -scale}), new double[2]);
    int node = builder.activation("relu", new Relu(), builder.affine("dense", dense, 0));
    return builder.build(node);
  }

  private static List<LatticeBound> solve(
      Network network, BoxBatch boxes, RelaxationElement element, double... c) {
    try (LinearSolver scip = OpenNetwork.scip();
        OpenNetwork open = new OpenNetwork(network);
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), scip, new LatticeOptions(2, 60))) {
      return lattice.objectives(
          boxes, Objectives.shared(boxes.count(), network.outputs(), c), element);
    }
  }

  /** Of the difference on the boxes below. */
  private static final double[] MINIMUM = {-INF, -2, 2, -2};

  /** The plane, parts of it, and an ordinary box beside them. */
  @Test
  void boxesWithInfiniteEndsHaveAStatus() {
    double[] lower = {-INF, -INF, 0, -1, -1, 3, -1, -1};
    double[] upper = {INF, INF, INF, INF, 1, INF, 1, 1};
    Network network = network(1);
    BoxBatch boxes = new BoxBatch(4, 2, lower, upper);
    for (RelaxationElement element :
        List.of(RelaxationElement.top(network), RelaxationElement.bottom(network))) {
      List<LatticeBound> found = solve(network, boxes, element, 1, -1);
      for (int b = 0; b < 4; b++) {
        LatticeBound bound = found.get(b);
        assertEquals(b == 3 ? SolveStatus.OPTIMAL : SolveStatus.UNBOUNDED, bound.status());
        assertTrue(bound.lower() <= MINIMUM[b], "box " + b + ": " + bound.lower());
        Dyadic[] y = new ExactNetwork(network).outputs(bound.point());
        assertTrue(y[0].minus(y[1]).compareTo(Dyadic.of(bound.concrete())) <= 0);
        for (int i = 0; i < 2; i++) {
          double x = bound.point()[i];
          assertTrue(boxes.lower(b, i) <= x && x <= boxes.upper(b, i) && Double.isFinite(x));
        }
      }
    }
  }

  /** What CROWN knows stays known: a ReLU is not negative. */
  @Test
  void finiteBoundsOfInfiniteBoxesAreKept() {
    Network network = network(1);
    BoxBatch box = BoxBatch.single(new double[] {-INF, -INF}, new double[] {INF, INF});
    for (LatticeBound bound : solve(network, box, RelaxationElement.bottom(network), 1, 1)) {
      assertEquals(0, bound.lower() + 0.0);
      assertEquals(Guarantee.RIGOROUS, bound.guarantee());
      assertEquals(0, bound.concrete() + 0.0);
    }
  }

  /** Finite boxes whose images overflow. */
  @Test
  void overflowHasAStatus() {
    Network network = network(1e300);
    BoxBatch box = BoxBatch.single(new double[] {-1e300, -1}, new double[] {1e300, 1});
    LatticeBound bound = solve(network, box, RelaxationElement.bottom(network), 1, -1).get(0);
    assertEquals(SolveStatus.UNBOUNDED, bound.status());
    assertEquals(-INF, bound.lower());
  }

  /** Nothing to solve is solved. */
  @Test
  void noBoxesAndNoObjectives() {
    Network network = network(1);
    RelaxationElement top = RelaxationElement.top(network);
    assertEquals(
        List.of(), solve(network, new BoxBatch(0, 2, new double[0], new double[0]), top, 1, 1));
    BoxBatch box = BoxBatch.single(new double[2], new double[2]);
    assertEquals(List.of(), solve(network, box, top));
  }

  /**
   * Where a number is so large that a product too small for a double matters: 2.4e-164 1e-160 x1 is
   * 4e-16 at the end of the box, and its coefficient 0.
   */
  @Test
  void coefficientsThatVanishDoNotMatterLess() {
    Network.Builder builder = Network.builder("vanishing", 2);
    Dense first = new Dense(new Matrix(2, 2, new double[] {1e-160, 0, 0, 1}), new double[2]);
    Dense last = new Dense(new Matrix(1, 2, new double[] {2.4e-164, 1}), new double[1]);
    Network network =
        builder.build(builder.affine("last", last, builder.affine("first", first, 0)));
    double[] corner = {1.7e308, 1.1e-9};
    BoxBatch box = BoxBatch.single(new double[2], corner);
    Dyadic largest = new ExactNetwork(network).outputs(corner)[0];
    Objectives objectives = Objectives.shared(1, 1, new double[] {-1});
    try (OpenNetwork open = new OpenNetwork(network);
        SemidefiniteAnalysis analysis =
            new SemidefiniteAnalysis(open.analysis(), BoundMethod.IBP, new LatticeOptions(1, 10))) {
      double lower = analysis.objectives(box, objectives).get(0).lower();
      assertTrue(Dyadic.of(-lower).compareTo(largest) >= 0, -lower + " is below " + largest);
    }
  }
}
