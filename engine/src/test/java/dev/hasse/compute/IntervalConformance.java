package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactBounds;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import dev.hasse.relax.ReluRelaxation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the verbs on intervals promise: the exact image is enclosed, and tightly. */
public interface IntervalConformance extends Subject {
  @TestFactory
  default Stream<DynamicTest> uploadEnclosesTheBoxes() {
    return BoxCase.tests(
        c -> {
          try (OpenLane open = OpenLane.ofInput(this, c.boxes().dimension())) {
            Bounds found = open.upload(c.boxes()).download();
            assertEquals(c.boxes().count(), found.count());
            for (int b = 0; b < c.boxes().count(); b++) {
              Enclosure.check(found, b, ExactBounds.of(c.boxes(), b), moved(c.boxes(), b));
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> affineImagesAreEnclosed() {
    return AffineCase.tests(
        c -> {
          try (OpenLane open = OpenLane.of(this, c.affine(), c.boxes().dimension())) {
            Tensor.Interval input = open.upload(c.boxes());
            Bounds found = open.keep(open.lane().intervalAffine(open.output(), input)).download();
            for (int b = 0; b < c.boxes().count(); b++) {
              double[] magnitudes = Magnitudes.affine(c.affine(), Magnitudes.of(c.boxes(), b));
              double all = Arrays.stream(Magnitudes.of(c.boxes(), b)).sum();
              double[] slack =
                  Arrays.stream(magnitudes)
                      .map(m -> precision().slack(c.terms(), m, all, c.affine().relativeError()))
                      .toArray();
              Enclosure.check(found, b, ExactBounds.of(c.boxes(), b).affine(c.affine()), slack);
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> activationImagesAreEnclosed() {
    return BoxCase.tests(
        c -> {
          try (OpenLane open = OpenLane.of(this, new Relu(), c.boxes().dimension())) {
            Tensor.Interval input = open.upload(c.boxes());
            Bounds found =
                open.keep(open.lane().intervalActivation(open.output(), input)).download();
            for (int b = 0; b < c.boxes().count(); b++) {
              Enclosure.check(found, b, ExactBounds.of(c.boxes(), b).relu(), moved(c.boxes(), b));
            }
          }
        });
  }

  /** One lane, batch after batch: what it remembers of one must not leak into the next. */
  @TestFactory
  default Stream<DynamicTest> affineImagesOfInactiveNeuronsAreEnclosed() {
    return Stream.of(3, 33, 257)
        .map(width -> DynamicTest.dynamicTest("width " + width, () -> checkInactive(width)));
  }

  private void checkInactive(int width) {
    Numbers numbers = new Numbers("inactive " + width);
    Dense dense = numbers.dense(5, width, Style.DOUBLES, 0);
    Network.Builder builder = Network.builder("inactive neurons", width);
    int relu = builder.activation("relu", new Relu(), 0);
    try (OpenLane open = new OpenLane(this, builder.build(builder.affine("affine", dense, relu)))) {
      for (double share : new double[] {0.9, 0.8, 0.9, 1, 0, 0.95, 0.5}) {
        BoxBatch boxes = numbers.boxesWithNegatives(7, width, share);
        Tensor.Interval active =
            open.keep(open.lane().intervalActivation(open.node(relu), open.upload(boxes)));
        Bounds found = open.keep(open.lane().intervalAffine(open.output(), active)).download();
        for (int b = 0; b < boxes.count(); b++) {
          double[] magnitudes = Magnitudes.affine(dense, Magnitudes.of(boxes, b));
          double all = Arrays.stream(Magnitudes.of(boxes, b)).sum();
          double[] slack =
              Arrays.stream(magnitudes).map(m -> precision().slack(width, m, all, 0)).toArray();
          Enclosure.check(found, b, ExactBounds.of(boxes, b).relu().affine(dense), slack);
        }
      }
    }
  }

  @TestFactory
  default Stream<DynamicTest> unstableNeuronsAreThoseOnBothSides() {
    return BoxCase.tests(
        c -> {
          try (OpenLane open = OpenLane.of(this, new Relu(), c.boxes().dimension())) {
            Tensor.Interval input = open.upload(c.boxes());
            Bounds bounds = input.download();
            RowSelection found = open.lane().unstable(open.output(), input);
            assertEquals(c.boxes().count(), found.boxes());
            for (int b = 0; b < found.boxes(); b++) {
              int next = found.start(b);
              for (int i = 0; i < bounds.width(); i++) {
                if (ReluRelaxation.isUnstable(bounds.lower(b, i), bounds.upper(b, i))) {
                  assertTrue(next < found.start(b + 1), "box " + b + " has fewer");
                  assertEquals(i, found.neuron(next++), "box " + b);
                }
              }
              assertEquals(found.start(b + 1), next, "box " + b + " has more");
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> sumsAreEnclosed() {
    return BoxCase.tests(
        c -> {
          BoxBatch left = c.boxes();
          BoxBatch right = c.another();
          try (OpenLane open = OpenLane.ofInput(this, left.dimension())) {
            Bounds found =
                open.keep(open.lane().intervalAdd(open.upload(left), open.upload(right)))
                    .download();
            for (int b = 0; b < left.count(); b++) {
              ExactBounds exact = ExactBounds.of(left, b).plus(ExactBounds.of(right, b));
              double[] slack = moved(left, b);
              double[] more = moved(right, b);
              Arrays.setAll(slack, i -> slack[i] + more[i]);
              Enclosure.check(found, b, exact, slack);
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> selectionsAreEnclosed() {
    return SelectCase.tests(
        c -> {
          Select select = c.select();
          try (OpenLane open = OpenLane.of(this, select, select.inputs())) {
            Tensor.Interval input = open.upload(c.boxes());
            Bounds found = open.keep(open.lane().intervalSelect(open.output(), input)).download();
            for (int b = 0; b < c.boxes().count(); b++) {
              double[] all = moved(c.boxes(), b);
              double[] slack = new double[select.outputs()];
              Arrays.setAll(
                  slack, i -> select.source(i) == Select.ZERO ? 0 : all[select.source(i)]);
              Enclosure.check(found, b, ExactBounds.of(c.boxes(), b).select(select), slack);
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> intersectionsKeepWhatBothAllow() {
    return BoxCase.tests(
        c -> {
          BoxBatch narrow = c.boxes();
          BoxBatch other = c.shifted();
          try (OpenLane open = OpenLane.ofInput(this, narrow.dimension())) {
            Tensor.Interval bounds = open.upload(narrow);
            Tensor.Interval more = open.upload(other);
            Bounds first = bounds.download();
            Bounds second = more.download();
            open.lane().intersect(bounds, more);
            Bounds found = bounds.download();
            for (int b = 0; b < narrow.count(); b++) {
              for (int i = 0; i < narrow.dimension(); i++) {
                assertEquals(
                    Math.max(first.lower(b, i), second.lower(b, i)) + 0.0, found.lower(b, i) + 0.0);
                assertEquals(
                    Math.min(first.upper(b, i), second.upper(b, i)) + 0.0, found.upper(b, i) + 0.0);
              }
            }
            assertArrayEquals(lowerOf(second), lowerOf(more.download()), "the other one changed");
          }
        });
  }

  @Test
  default void infiniteBoxesGiveSoundBounds() {
    double inf = Double.POSITIVE_INFINITY;
    BoxBatch boxes =
        new BoxBatch(
            3, 2, new double[] {-inf, -inf, 2, -1, -inf, 0}, new double[] {inf, 3, inf, 1, -2, 0});
    Numbers numbers = new Numbers("infinite boxes");
    AffineCase c =
        new AffineCase("infinite", Style.DOUBLES, numbers.dense(5, 2, Style.DOUBLES, 0), boxes);
    try (OpenLane open = OpenLane.of(this, c.affine(), 2)) {
      Tensor.Interval input = open.upload(boxes);
      Bounds found = open.keep(open.lane().intervalAffine(open.output(), input)).download();
      double[] slack = new double[5];
      Arrays.fill(slack, inf);
      for (int b = 0; b < boxes.count(); b++) {
        Enclosure.check(found, b, ExactBounds.of(boxes, b).affine(c.affine()), slack);
      }
    }
  }

  /** Infinity minus infinity is nothing; whoever asks gets the whole line, and is told. */
  @Test
  default void notANumberBecomesTheWholeLineAndIsCounted() {
    double inf = Double.POSITIVE_INFINITY;
    BoxBatch left = BoxBatch.single(new double[] {inf, 1}, new double[] {inf, 2});
    BoxBatch right = BoxBatch.single(new double[] {-inf, 1}, new double[] {-inf, 2});
    try (OpenLane open = OpenLane.ofInput(this, 2)) {
      Tensor.Interval sum =
          open.keep(open.lane().intervalAdd(open.upload(left), open.upload(right)));
      Bounds found = sum.download();
      assertEquals(-inf, found.lower(0, 0));
      assertEquals(inf, found.upper(0, 0));
      assertTrue(found.undefined() >= 1, "undefined " + found.undefined());
      Enclosure.checkSound("lower", found.lower(0, 1), Dyadic.of(2));
      Enclosure.checkSound("-upper", -found.upper(0, 1), Dyadic.of(-4));
    }
  }

  /** Slack of bounds that were only rounded to the device's numbers. */
  private double[] moved(BoxBatch boxes, int box) {
    return Arrays.stream(Magnitudes.of(boxes, box))
        .map(m -> precision().slack(m + Magnitudes.TINY))
        .toArray();
  }

  private static double[] lowerOf(Bounds bounds) {
    double[] lower = new double[bounds.count() * bounds.width()];
    bounds.copyTo(lower, new double[lower.length], 0);
    return lower;
  }
}
