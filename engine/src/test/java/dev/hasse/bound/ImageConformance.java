package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.Subject;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.DenseTwin;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.NetworkMagnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.judge.PreciseNetwork;
import dev.hasse.judge.RandomImageNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Sigmoid;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every bound method promises on networks over images: convolutions, residual blocks, padding
 * and concatenation, with ReLUs and with sigmoids.
 */
interface ImageConformance extends Subject {
  int BOXES = 3;

  /** Sums on the way through one of these networks together. */
  int TERMS = 600;

  private Bounds outputs(Network network, BoxBatch boxes, BoundMethod method) {
    try (Session session = AvailableBackend.load(this, network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return analysis.outputs(boxes, method);
    }
  }

  private static Stream<DynamicTest> tests(int count, String kind, Consumer<String> test) {
    return IntStream.range(0, count)
        .mapToObj(k -> kind + " " + k + ", seed " + Numbers.SEED)
        .map(name -> dynamicTest(name, () -> test.accept(name)));
  }

  private static void checkBelow(String place, double bound, BigDecimal exact) {
    boolean below =
        bound == Double.NEGATIVE_INFINITY
            || (bound < Double.POSITIVE_INFINITY && new BigDecimal(bound).compareTo(exact) <= 0);
    assertTrue(below, () -> place + ": " + bound + " is above " + exact.doubleValue());
  }

  @TestFactory
  default Stream<DynamicTest> imagesThroughRelusAreEnclosed() {
    return tests(60, "relu images", name -> checkEnclosed(name, new Relu()));
  }

  @TestFactory
  default Stream<DynamicTest> imagesThroughSigmoidsAreEnclosed() {
    return tests(40, "sigmoid images", name -> checkEnclosed(name, new Sigmoid()));
  }

  /** Methods in their order, and none above the network at points of the box. */
  private void checkEnclosed(String name, Activation activation) {
    Network network = RandomImageNetwork.of(name, activation, Style.DOUBLES);
    Numbers numbers = new Numbers("boxes of " + name);
    BoxBatch boxes = numbers.boxes(BOXES, network.inputs(), Style.DOUBLES);
    Bounds ibp = outputs(network, boxes, BoundMethod.IBP);
    Bounds crownIbp = outputs(network, boxes, BoundMethod.CROWN_IBP);
    Bounds crown = outputs(network, boxes, BoundMethod.CROWN);
    PreciseNetwork exact = new PreciseNetwork(network);
    for (int b = 0; b < BOXES; b++) {
      BoxBatch box = boxes.slice(b, b + 1);
      for (int i = 0; i < network.outputs(); i++) {
        assertTrue(ibp.lower(b, i) <= crownIbp.lower(b, i), "box " + b);
        assertTrue(crownIbp.lower(b, i) <= crown.lower(b, i), "box " + b);
        assertTrue(ibp.upper(b, i) >= crownIbp.upper(b, i), "box " + b);
        assertTrue(crownIbp.upper(b, i) >= crown.upper(b, i), "box " + b);
      }
      for (double[] point :
          List.of(box.lower(), box.upper(), numbers.pointsIn(box), numbers.pointsIn(box))) {
        BigDecimal[] outputs = exact.outputs(point);
        for (int i = 0; i < outputs.length; i++) {
          checkBelow("lower, box " + b, crown.lower(b, i), outputs[i]);
          checkBelow("-upper, box " + b, -crown.upper(b, i), outputs[i].negate());
        }
      }
    }
  }

  /** Bounds of a convolution are those of its matrix up to rounding. */
  @TestFactory
  default Stream<DynamicTest> convolutionsAreBoundedLikeTheirMatrices() {
    return tests(
        40,
        "twin images",
        name -> {
          Network network = RandomImageNetwork.of(name, new Relu(), Style.DOUBLES);
          Network twin = DenseTwin.of(network);
          BoxBatch boxes =
              new Numbers("boxes of " + name).boxes(BOXES, network.inputs(), Style.DOUBLES);
          for (BoundMethod method : BoundMethod.propagating()) {
            Bounds found = outputs(network, boxes, method);
            Bounds dense = outputs(twin, boxes, method);
            for (int b = 0; b < BOXES; b++) {
              double largest =
                  NetworkMagnitudes.largest(network, Magnitudes.of(boxes, b)) + Magnitudes.TINY;
              double slack = precision().slack(TERMS, largest, 0);
              for (int i = 0; i < network.outputs(); i++) {
                assertEquals(dense.lower(b, i), found.lower(b, i), slack, method + ", lower");
                assertEquals(dense.upper(b, i), found.upper(b, i), slack, method + ", upper");
              }
            }
          }
        });
  }

  /** On two inputs the true minimum is known. */
  @TestFactory
  default Stream<DynamicTest> minimaOfImagesOfTwoPixelsAreBounded() {
    return tests(
        25,
        "two pixels",
        name -> {
          Network network = RandomImageNetwork.of(name, new Relu(), Style.INTEGERS, 1, 1, 2);
          Numbers numbers = new Numbers("box of " + name);
          double[] lower = numbers.vector(2, Style.INTEGERS);
          double[] upper = Arrays.stream(lower).map(x -> x + 1 + numbers.below(2)).toArray();
          BoxBatch box = BoxBatch.single(lower, upper);
          Objectives objectives =
              new Objectives(2, new int[] {0, 3}, new double[] {1, 0, 0, -1, 1, -1}, new double[3]);
          PatternEnumeration truth = new PatternEnumeration(network, box);
          for (BoundMethod method : BoundMethod.propagating()) {
            try (Session session = AvailableBackend.load(this, network);
                BoundAnalysis analysis = new BoundAnalysis(session)) {
              for (int r = 0; r < 3; r++) {
                double found = analysis.objectives(box, objectives, method).lower(r);
                Fraction minimum = truth.minimum(objectives, r);
                assertTrue(minimum.isAtLeast(found), method + ", row " + r + ": " + found);
              }
            }
          }
        });
  }
}
