package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.Subject;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PreciseNetwork;
import dev.hasse.judge.RandomImageNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Sigmoid;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What alpha-CROWN promises on every backend that has it: never looser than CROWN, with and without
 * optimised intermediate bounds, and never above the network.
 */
interface AlphaConformance extends Subject {
  /** With and without steps for pre-activations, and none at all. */
  List<Ascent> ASCENTS = List.of(Ascent.of(0, 6), Ascent.of(3, 6), Ascent.of(0, 0));

  int IMAGE_BOXES = 3;

  private Stream<DynamicTest> onRandomNetworks(AscentCheck check) {
    return BoundCase.all().stream()
        .map(
            example ->
                dynamicTest(
                    example.name(),
                    () -> AvailableBackend.withSlopes(this, () -> eachAscent(example, check))));
  }

  /** What is asked of one way of optimising. */
  interface AscentCheck {
    void run(BoundCase example, BoundAnalysis analysis);
  }

  private void eachAscent(BoundCase example, AscentCheck check) {
    try (Session session = backend().load(example.network())) {
      for (Ascent ascent : ASCENTS) {
        try (BoundAnalysis analysis = new BoundAnalysis(session, ascent)) {
          check.run(example, analysis);
        }
      }
    }
  }

  @TestFactory
  default Stream<DynamicTest> alphaCrownIsNeverLooserThanCrownAndEnclosesTheNetwork() {
    return onRandomNetworks(
        (example, analysis) -> {
          Bounds crown = analysis.outputs(example.boxes(), BoundMethod.CROWN);
          Bounds alpha = analysis.outputs(example.boxes(), BoundMethod.ALPHA_CROWN);
          assertEquals(Guarantee.RIGOROUS, alpha.guarantee());
          for (int b = 0; b < BoundCase.BOXES; b++) {
            checkOrder(crown, alpha, b);
            for (Dyadic[] outputs : example.outputs().get(b)) {
              for (int i = 0; i < outputs.length; i++) {
                String place = "box " + b + ", output " + i;
                checkBelow(place + ", lower", alpha.lower(b, i), outputs[i]);
                checkBelow(place + ", -upper", -alpha.upper(b, i), outputs[i].negate());
              }
            }
          }
        });
  }

  private static void checkOrder(Bounds loose, Bounds tight, int b) {
    for (int i = 0; i < loose.width(); i++) {
      String place = "box " + b + ", output " + i;
      assertTrue(loose.lower(b, i) <= tight.lower(b, i), place + ", lower");
      assertTrue(loose.upper(b, i) >= tight.upper(b, i), place + ", upper");
    }
  }

  private static void checkBelow(String place, double bound, Dyadic exact) {
    assertTrue(
        Dyadic.of(bound).compareTo(exact) <= 0, () -> place + ": " + bound + " is above " + exact);
  }

  @TestFactory
  default Stream<DynamicTest> formsByAlphaCrownAreNeverLooserThanByCrown() {
    return onRandomNetworks(
        (example, analysis) -> {
          Objectives objectives = example.objectives();
          ObjectiveBounds crown =
              analysis.objectives(example.boxes(), objectives, BoundMethod.CROWN);
          ObjectiveBounds alpha =
              analysis.objectives(example.boxes(), objectives, BoundMethod.ALPHA_CROWN);
          for (int b = 0; b < BoundCase.BOXES; b++) {
            for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
              assertTrue(crown.lower(r) <= alpha.lower(r), "row " + r);
              for (Dyadic[] y : example.outputs().get(b)) {
                checkBelow("row " + r, alpha.lower(r), ExactObjective.value(objectives, r, y));
              }
            }
          }
        });
  }

  /** Bounds of nodes, of which branch and bound and linear programs are made. */
  @TestFactory
  default Stream<DynamicTest> nodesByAlphaCrownAreNeverLooserThanByCrown() {
    return onRandomNetworks(
        (example, analysis) -> {
          NetworkBounds crown = analysis.nodes(example.boxes(), BoundMethod.CROWN);
          NetworkBounds alpha = analysis.nodes(example.boxes(), BoundMethod.ALPHA_CROWN);
          for (int id = 0; id < example.network().nodes().size(); id++) {
            for (int b = 0; b < BoundCase.BOXES; b++) {
              checkOrder(crown.nodes().get(id), alpha.nodes().get(id), b);
            }
          }
        });
  }

  /** On most networks with unstable neurons something is gained, and more by tighter nodes. */
  @Test
  default void optimisingPays() {
    AtomicInteger gained = new AtomicInteger();
    AvailableBackend.withSlopes(
        this,
        () -> {
          for (int number = 0; number < 20; number++) {
            gained.addAndGet(gainOn("deep network " + number));
          }
          assertTrue(gained.get() >= 15, "tighter than CROWN on " + gained + " of 20 networks");
        });
  }

  private int gainOn(String name) {
    Numbers numbers = new Numbers(name);
    Network.Builder builder = Network.builder(name, 4);
    int node = 0;
    for (int layer = 0; layer < 3; layer++) {
      int width = builder.size(node);
      node = builder.affine("map " + layer, numbers.dense(12, width, Style.DOUBLES, 0), node);
      node = builder.activation("relu " + layer, new Relu(), node);
    }
    Network network =
        builder.build(builder.affine("last", numbers.dense(2, 12, Style.DOUBLES, 0), node));
    BoxBatch box = BoxBatch.single(new double[] {-1, -1, -1, -1}, new double[] {1, 1, 1, 1});
    try (Session session = backend().load(network);
        BoundAnalysis few = new BoundAnalysis(session, Ascent.of(0, 20));
        BoundAnalysis all = new BoundAnalysis(session, Ascent.of(20, 20))) {
      double crown = few.outputs(box, BoundMethod.CROWN).meanWidth();
      double alpha = few.outputs(box, BoundMethod.ALPHA_CROWN).meanWidth();
      double nodes = all.outputs(box, BoundMethod.ALPHA_CROWN).meanWidth();
      return alpha < 0.98 * crown && nodes < 0.98 * alpha ? 1 : 0;
    }
  }

  @TestFactory
  default Stream<DynamicTest> imagesByAlphaCrownAreEnclosed() {
    return IntStream.range(0, 40)
        .mapToObj(k -> (k % 4 == 3 ? "sigmoid" : "relu") + " alpha images " + k)
        .map(
            name ->
                dynamicTest(
                    name, () -> AvailableBackend.withSlopes(this, () -> checkImages(name))));
  }

  private void checkImages(String name) {
    Activation activation = name.startsWith("relu") ? new Relu() : new Sigmoid();
    Network network = RandomImageNetwork.of(name, activation, Style.DOUBLES);
    Numbers numbers = new Numbers("boxes of " + name);
    BoxBatch boxes = numbers.boxes(IMAGE_BOXES, network.inputs(), Style.DOUBLES);
    try (Session session = AvailableBackend.load(this, network);
        BoundAnalysis analysis = new BoundAnalysis(session, Ascent.of(2, 4))) {
      Bounds crown = analysis.outputs(boxes, BoundMethod.CROWN);
      Bounds alpha = analysis.outputs(boxes, BoundMethod.ALPHA_CROWN);
      PreciseNetwork exact = new PreciseNetwork(network);
      for (int b = 0; b < IMAGE_BOXES; b++) {
        checkOrder(crown, alpha, b);
        BoxBatch box = boxes.slice(b, b + 1);
        for (double[] point : List.of(box.lower(), box.upper(), numbers.pointsIn(box))) {
          BigDecimal[] outputs = exact.outputs(point);
          for (int i = 0; i < outputs.length; i++) {
            checkBelow("lower, box " + b, alpha.lower(b, i), outputs[i]);
            checkBelow("-upper, box " + b, -alpha.upper(b, i), outputs[i].negate());
          }
        }
      }
    }
  }

  private static void checkBelow(String place, double bound, BigDecimal exact) {
    boolean below =
        bound == Double.NEGATIVE_INFINITY
            || (bound < Double.POSITIVE_INFINITY && new BigDecimal(bound).compareTo(exact) <= 0);
    assertTrue(below, () -> place + ": " + bound + " is above " + exact.doubleValue());
  }
}
