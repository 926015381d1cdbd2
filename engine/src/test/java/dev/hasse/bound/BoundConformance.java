package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactBounds;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.NetworkMagnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every bound method promises on every backend, judged on small random networks in exact
 * arithmetic: IBP, CROWN-IBP and CROWN in this order, and none above any output of the network.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BoundConformance implements ImageConformance, AlphaConformance {
  /** Length of all sums on the way through one of these networks together. */
  private static final int TERMS = 64;

  private final Precision precision;
  private ComputeBackend backend;

  protected BoundConformance(Precision precision) {
    this.precision = precision;
  }

  /** Opens the backend under test. */
  protected abstract ComputeBackend open();

  @BeforeAll
  void openBackend() {
    backend = open();
  }

  @AfterAll
  void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  @Override
  public ComputeBackend backend() {
    return backend;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  private interface Check {
    void run(BoundCase example, BoundAnalysis analysis);
  }

  private Stream<DynamicTest> onRandomNetworks(Check check) {
    return BoundCase.all().stream()
        .map(
            example ->
                dynamicTest(
                    example.name(),
                    () -> {
                      try (Session session = backend.load(example.network());
                          BoundAnalysis analysis = new BoundAnalysis(session)) {
                        check.run(example, analysis);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> methodsAreOrderedAndEncloseTheNetwork() {
    return onRandomNetworks(
        (example, analysis) -> {
          Bounds ibp = analysis.outputs(example.boxes(), BoundMethod.IBP);
          Bounds crownIbp = analysis.outputs(example.boxes(), BoundMethod.CROWN_IBP);
          Bounds crown = analysis.outputs(example.boxes(), BoundMethod.CROWN);
          checkOrder(ibp, crownIbp);
          checkOrder(crownIbp, crown);
          assertEquals(Guarantee.RIGOROUS, crown.guarantee());
          for (int b = 0; b < BoundCase.BOXES; b++) {
            for (Dyadic[] outputs : example.outputs().get(b)) {
              for (int i = 0; i < outputs.length; i++) {
                checkBelow("lower, box " + b, crown.lower(b, i), outputs[i]);
                checkBelow("-upper, box " + b, -crown.upper(b, i), outputs[i].negate());
              }
            }
          }
        });
  }

  private static void checkOrder(Bounds loose, Bounds tight) {
    for (int b = 0; b < loose.count(); b++) {
      for (int i = 0; i < loose.width(); i++) {
        String place = "box " + b + ", output " + i;
        assertTrue(loose.lower(b, i) <= tight.lower(b, i), place + ", lower");
        assertTrue(loose.upper(b, i) >= tight.upper(b, i), place + ", upper");
      }
    }
  }

  private static void checkBelow(String place, double bound, Dyadic exact) {
    assertTrue(
        Dyadic.of(bound).compareTo(exact) <= 0, () -> place + ": " + bound + " is above " + exact);
  }

  @TestFactory
  Stream<DynamicTest> objectivesAreOrderedAndBelowTheNetwork() {
    return onRandomNetworks(
        (example, analysis) -> {
          Objectives objectives = example.objectives();
          List<ObjectiveBounds> found = new ArrayList<>();
          for (BoundMethod method : BoundMethod.propagating()) {
            found.add(analysis.objectives(example.boxes(), objectives, method));
          }
          for (int b = 0; b < BoundCase.BOXES; b++) {
            for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
              assertTrue(found.get(0).lower(r) <= found.get(1).lower(r), "row " + r);
              assertTrue(found.get(1).lower(r) <= found.get(2).lower(r), "row " + r);
              for (Dyadic[] y : example.outputs().get(b)) {
                checkBelow(
                    "row " + r, found.get(2).lower(r), ExactObjective.value(objectives, r, y));
              }
            }
          }
        });
  }

  /** Interval bounds are those of exact interval arithmetic, rounded outwards. */
  @TestFactory
  Stream<DynamicTest> intervalBoundsEncloseExactIntervals() {
    return onRandomNetworks(
        (example, analysis) -> {
          Bounds found = analysis.outputs(example.boxes(), BoundMethod.IBP);
          for (int b = 0; b < BoundCase.BOXES; b++) {
            ExactBounds[] nodes = ExactBounds.of(example.network(), example.boxes(), b);
            ExactBounds exact = nodes[nodes.length - 1];
            for (int i = 0; i < found.width(); i++) {
              checkBelow("lower, box " + b, found.lower(b, i), exact.lower()[i]);
              checkBelow("-upper, box " + b, -found.upper(b, i), exact.upper()[i].negate());
            }
          }
        });
  }

  /** At a point every method is exact up to rounding, and still encloses. */
  @TestFactory
  Stream<DynamicTest> boxesOfNoWidthEncloseTheValue() {
    return onRandomNetworks(
        (example, analysis) -> {
          double[] points = new Numbers("points").pointsIn(example.boxes());
          BoxBatch boxes = BoxBatch.points(example.network().inputs(), points);
          double[] forward = analysis.forward(points);
          for (BoundMethod method : BoundMethod.propagating()) {
            Bounds found = analysis.outputs(boxes, method);
            for (int b = 0; b < BoundCase.BOXES; b++) {
              checkPoint(example.network(), boxes.slice(b, b + 1), found, b, forward);
            }
          }
        });
  }

  private void checkPoint(
      Network network, BoxBatch point, Bounds found, int box, double[] forward) {
    Dyadic[] outputs = new ExactNetwork(network).outputs(point.lower());
    double slack = precision.slack(TERMS, magnitude(network, point), 0);
    for (int i = 0; i < outputs.length; i++) {
      checkBelow("lower", found.lower(box, i), outputs[i]);
      checkBelow("-upper", -found.upper(box, i), outputs[i].negate());
      assertEquals(0, found.upper(box, i) - found.lower(box, i), 2 * slack, "width at a point");
      assertEquals(outputs[i].doubleValue(), forward[box * outputs.length + i], slack, "forward");
    }
  }

  private static double magnitude(Network network, BoxBatch box) {
    return NetworkMagnitudes.largest(network, Magnitudes.of(box, 0)) + Magnitudes.TINY;
  }

  /** An interval bound of a part of a box lies inside that of the box. */
  @TestFactory
  Stream<DynamicTest> intervalBoundsTightenOnHalves() {
    return onRandomNetworks(
        (example, analysis) -> {
          Bounds outer = analysis.outputs(example.boxes(), BoundMethod.IBP);
          Bounds inner = analysis.outputs(lowerHalves(example.boxes()), BoundMethod.IBP);
          for (int b = 0; b < BoundCase.BOXES; b++) {
            double magnitude = magnitude(example.network(), example.boxes().slice(b, b + 1));
            double slack = roundsEveryStep() ? 0 : precision.slack(TERMS, magnitude, 0);
            for (int i = 0; i < outer.width(); i++) {
              assertTrue(outer.lower(b, i) <= inner.lower(b, i) + slack, "lower, box " + b);
              assertTrue(outer.upper(b, i) >= inner.upper(b, i) - slack, "upper, box " + b);
            }
          }
        });
  }

  /** Whether single operations round outwards, so that parts of a box never have looser bounds. */
  protected boolean roundsEveryStep() {
    return false;
  }

  private static BoxBatch lowerHalves(BoxBatch boxes) {
    double[] lower = boxes.lower();
    double[] upper = boxes.upper();
    Arrays.setAll(upper, i -> Math.max(lower[i], lower[i] / 2 + upper[i] / 2));
    return new BoxBatch(boxes.count(), boxes.dimension(), lower, upper);
  }
}
