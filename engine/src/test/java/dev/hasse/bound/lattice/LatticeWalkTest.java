package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
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
import dev.hasse.solver.Solvers;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LatticeWalkTest {
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 2;
  private static final int BOXES = 3;

  /** What SCIP promises of a bound, with room for sums of its residuals. */
  private static final double TOLERANCE = 1e-5;

  private static final double[] BOTH_SIDES = {1, 0, 0, 1, -1, 0, 0, -1};

  private final Objectives objectives = Objectives.shared(BOXES, OUTPUTS, BOTH_SIDES);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void byScoreReachesTheNetworkAndNeverLoosens(int seed) throws Exception {
    Network network = network(seed);
    BoxBatch boxes = boxes(seed);
    List<LatticeWalk> walks =
        walk(network, boxes, Double.POSITIVE_INFINITY, List.of(WalkLeg.byScore()));
    for (int b = 0; b < BOXES; b++) {
      LatticeWalk walk = walks.get(b);
      assertEquals(0, walk.top().binaries());
      assertTrue(walk.top().linearised() > 3, "too easy a case");
      assertEquals(Guarantee.RIGOROUS, walk.top().guarantee());
      assertEquals(0, walk.last().linearised());
      assertEquals(walk.last(), walk.end(0));
      for (int k = 1; k < walk.steps().size(); k++) {
        requireTighter(walk.steps().get(k - 1), walk.steps().get(k));
      }
      requireMinimum(network, boxes, b, walk.last());
    }
  }

  private static void requireTighter(WalkStep above, WalkStep below) {
    assertTrue(below.element().isBelow(above.element()));
    int added = below.binaries() - above.binaries();
    assertTrue(added == above.binaries() + 1 || (below.linearised() == 0 && added > 0));
    assertTrue(below.seconds() >= above.seconds());
    assertTrue(below.gap() <= above.gap());
    for (int row = 0; row < above.bounds().size(); row++) {
      assertTrue(below.bounds().get(row).lower() >= above.bounds().get(row).lower());
      assertEquals(SolveStatus.OPTIMAL, below.bounds().get(row).status());
    }
  }

  /** The bound is the minimum: no sample is below, and the point found is as low. */
  private void requireMinimum(Network network, BoxBatch boxes, int box, WalkStep bottom) {
    ExactNetwork exact = new ExactNetwork(network);
    Random random = new Random(box);
    for (int row = 0; row < bottom.bounds().size(); row++) {
      LatticeBound bound = bottom.bounds().get(row);
      double[] point = bound.point();
      for (int i = 0; i < INPUTS; i++) {
        assertTrue(boxes.lower(box, i) <= point[i] && point[i] <= boxes.upper(box, i));
      }
      assertTrue(value(exact, row, point).compareTo(Dyadic.of(bound.concrete())) <= 0);
      assertTrue(bound.lower() <= bound.concrete());
      assertTrue(bound.concrete() - bound.lower() <= TOLERANCE, bound.toString());
      for (int k = 0; k < 50; k++) {
        double[] sample = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
          sample[i] = random.nextBoolean() ? boxes.lower(box, i) : boxes.upper(box, i);
        }
        Dyadic low = Dyadic.of(bound.lower() - TOLERANCE);
        assertTrue(low.compareTo(value(exact, row, sample)) <= 0);
      }
    }
  }

  private static Dyadic value(ExactNetwork exact, int row, double[] point) {
    Dyadic value = exact.outputs(point)[row % OUTPUTS];
    return row < OUTPUTS ? value : value.negate();
  }

  @Test
  void legsFollowEachOtherAndMeetWhatIsExactAlready() throws Exception {
    Network network = network(1);
    RelaxationElement first = RelaxationElement.layer(network, 0);
    RelaxationElement bottom = RelaxationElement.bottom(network);
    List<WalkLeg> legs =
        List.of(WalkLeg.best(2), WalkLeg.to(first), WalkLeg.to(bottom), WalkLeg.to(bottom));
    for (LatticeWalk walk : walk(network, boxes(1), Double.POSITIVE_INFINITY, legs)) {
      assertEquals(2, walk.end(0).binaries());
      assertTrue(walk.end(1).element().isBelow(walk.end(0).element()));
      assertTrue(walk.end(1).element().isBelow(first));
      assertEquals(0, walk.end(2).linearised());
      assertEquals(walk.end(2), walk.end(3));
    }
  }

  @Test
  void withoutTimeEveryRowHasTheBoundsOfCrownAndAStatus() throws Exception {
    Network network = network(2);
    BoxBatch boxes = boxes(2);
    List<WalkLeg> legs =
        List.of(WalkLeg.byScore(1e-3), WalkLeg.to(RelaxationElement.bottom(network)));
    List<LatticeWalk> walks = walk(network, boxes, 1e-6, legs);
    try (ComputeBackend backend = Backends.open("reference");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      var crown = analysis.objectives(boxes, objectives, BoundMethod.CROWN);
      for (int b = 0; b < BOXES; b++) {
        WalkStep bottom = walks.get(b).end(1);
        assertEquals(walks.get(b).top(), walks.get(b).end(0));
        assertTrue(bottom.element().isBottom());
        for (int row = 0; row < 2 * OUTPUTS; row++) {
          LatticeBound bound = bottom.bounds().get(row);
          assertEquals(SolveStatus.TIMEOUT, bound.status());
          assertEquals(Guarantee.RIGOROUS, bound.guarantee());
          assertEquals(crown.lower(objectives.start(b) + row), bound.lower());
          assertTrue(Double.isFinite(bound.concrete()));
        }
      }
    }
  }

  @Test
  void aBudgetEndsItsLegAlone() throws Exception {
    Network network = network(3);
    List<WalkLeg> legs =
        List.of(WalkLeg.byScore(1e-9), WalkLeg.to(RelaxationElement.bottom(network)));
    for (LatticeWalk walk : walk(network, boxes(3), Double.POSITIVE_INFINITY, legs)) {
      assertEquals(walk.top(), walk.end(0));
      assertEquals(0, walk.last().linearised());
      assertTrue(walk.last().bounds().stream().allMatch(b -> b.status() == SolveStatus.OPTIMAL));
    }
  }

  @Test
  void aBoxThatIsAPointIsSettledAtTheTop() throws Exception {
    Network network = network(4);
    double[] points = new double[BOXES * INPUTS];
    List<LatticeWalk> walks =
        walk(network, BoxBatch.points(INPUTS, points), 10, List.of(WalkLeg.byScore()));
    for (LatticeWalk walk : walks) {
      assertEquals(1, walk.steps().size());
      assertTrue(walk.top().gap() < TOLERANCE);
      assertFalse(walk.top().element().isBottom());
    }
  }

  private List<LatticeWalk> walk(
      Network network, BoxBatch boxes, double seconds, List<WalkLeg> legs) throws Exception {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    try (ComputeBackend backend = Backends.open("reference");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session);
        LinearSolver solver = Solvers.open(Solvers.SCIP);
        LatticeAnalysis lattice =
            new LatticeAnalysis(analysis, solver, new LatticeOptions(2, seconds))) {
      List<LatticeWalk> walks = lattice.walk(boxes, objectives, legs, done::add);
      assertEquals(Set.of(0, 1, 2), done);
      return walks;
    }
  }

  private static Network network(int seed) {
    Random random = new Random(seed);
    Network.Builder builder = Network.builder("net " + seed, INPUTS);
    int node = builder.affine("a", dense(random, 8, INPUTS), 0);
    node = builder.activation("r", new Relu(), node);
    node = builder.affine("b", dense(random, 8, 8), node);
    node = builder.activation("s", new Relu(), node);
    return builder.build(builder.affine("c", dense(random, OUTPUTS, 8), node));
  }

  private static Dense dense(Random random, int outputs, int inputs) {
    double[] weights = new double[outputs * inputs];
    double[] bias = new double[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(-64, 65) / 64.0;
    }
    for (int i = 0; i < outputs; i++) {
      bias[i] = random.nextInt(-16, 17) / 64.0;
    }
    return new Dense(new Matrix(outputs, inputs, weights), bias);
  }

  private static BoxBatch boxes(int seed) {
    Random random = new Random(-seed);
    double[] centers = new double[BOXES * INPUTS];
    for (int i = 0; i < centers.length; i++) {
      centers[i] = random.nextInt(-64, 65) / 64.0;
    }
    return BoxBatch.around(
        INPUTS, centers, 0.75, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }
}
