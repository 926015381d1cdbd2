package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.ExactBounds;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PhiloxOracle;
import dev.hasse.judge.Style;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the verbs on points promise: the values of exact arithmetic up to rounding. */
public interface PointConformance extends Subject {
  @TestFactory
  default Stream<DynamicTest> affineMapsAtPoints() {
    return AffineCase.tests(
        c -> {
          int inputs = c.affine().inputs();
          double[] points = c.boxes().upper();
          try (OpenLane open = OpenLane.of(this, c.affine(), inputs)) {
            Tensor.Points uploaded = open.keep(open.lane().uploadPoints(inputs, points));
            Tensor.Points image = open.keep(open.lane().forwardAffine(open.output(), uploaded));
            assertEquals(c.boxes().count(), image.count());
            assertEquals(c.affine().outputs(), image.width());
            double[] found = image.download();
            BoxBatch at = BoxBatch.points(inputs, points);
            for (int p = 0; p < at.count(); p++) {
              ExactBounds exact = ExactBounds.of(at, p).affine(c.affine());
              double[] magnitude = Magnitudes.affine(c.affine(), Magnitudes.of(at, p));
              for (int i = 0; i < image.width(); i++) {
                double slack =
                    precision().slack(c.terms(), magnitude[i], c.affine().relativeError());
                if (slack < Double.POSITIVE_INFINITY) {
                  double value = exact.lower()[i].doubleValue();
                  assertEquals(value, found[p * image.width() + i], slack, "point " + p);
                }
              }
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> activationsAndSumsAtPoints() {
    return BoxCase.tests(
        c -> {
          int width = c.boxes().dimension();
          double[] x = c.boxes().lower();
          double[] y = c.boxes().upper();
          try (OpenLane relu = OpenLane.of(this, new Relu(), width)) {
            Tensor.Points left = relu.keep(relu.lane().uploadPoints(width, x));
            Tensor.Points right = relu.keep(relu.lane().uploadPoints(width, y));
            double[] positive =
                relu.keep(relu.lane().forwardActivation(relu.output(), left)).download();
            double[] sum = relu.keep(relu.lane().forwardAdd(left, right)).download();
            for (int i = 0; i < x.length; i++) {
              assertEquals(Math.max(0, x[i]), positive[i], near(x[i]), "relu");
              assertEquals(x[i] + y[i], sum[i], near(x[i]) + near(y[i]), "sum");
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> selectionsAtPoints() {
    return SelectCase.tests(
        c -> {
          Select select = c.select();
          double[] x = c.boxes().lower();
          try (OpenLane open = OpenLane.of(this, select, select.inputs())) {
            Tensor.Points points = open.keep(open.lane().uploadPoints(select.inputs(), x));
            double[] found = open.keep(open.lane().forwardSelect(open.output(), points)).download();
            assertEquals(c.boxes().count() * select.outputs(), found.length);
            for (int k = 0; k < found.length; k++) {
              int source = select.source(k % select.outputs());
              int point = k / select.outputs();
              double expected = source == Select.ZERO ? 0 : x[point * select.inputs() + source];
              assertEquals(expected, found[k], near(expected), "selected");
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> divergenceIsTheLargestDifference() {
    return BoxCase.tests(
        c -> {
          int width = c.boxes().dimension();
          double[] x = c.boxes().lower();
          double[] y = c.boxes().upper();
          try (OpenLane open = OpenLane.ofInput(this, width)) {
            Tensor.Points left = open.keep(open.lane().uploadPoints(width, x));
            Tensor.Points right = open.keep(open.lane().uploadPoints(width, y));
            Tensor.Points divergence = open.keep(open.lane().divergence(left, right));
            assertEquals(1, divergence.width());
            double[] found = divergence.download();
            assertEquals(c.boxes().count(), found.length);
            for (int p = 0; p < found.length; p++) {
              double largest = 0;
              double magnitude = 0;
              for (int k = p * width; k < (p + 1) * width; k++) {
                largest = Math.max(largest, Math.abs(x[k] - y[k]));
                magnitude = Math.max(magnitude, Math.abs(x[k]) + Math.abs(y[k]));
              }
              assertEquals(largest, found[p], 2 * near(magnitude), "point " + p);
            }
          }
        });
  }

  @Test
  default void divergenceOfNotANumberIsNotANumber() {
    double[] x = {1, Double.NaN, 3, 4, 5, 6};
    double[] y = {1, 2, 3, 4, 5, 7};
    try (OpenLane open = OpenLane.ofInput(this, 3)) {
      Tensor.Points left = open.keep(open.lane().uploadPoints(3, x));
      Tensor.Points right = open.keep(open.lane().uploadPoints(3, y));
      double[] found = open.keep(open.lane().divergence(left, right)).download();
      assertArrayEquals(new double[] {Double.NaN, 1}, found);
    }
  }

  private double near(double value) {
    return precision().slack(Math.abs(value) + Magnitudes.TINY);
  }

  @TestFactory
  default Stream<DynamicTest> samplesFollowTheStreamAndStayInside() {
    return Stream.of(1, 2, 3, 31, 33, 257)
        .map(width -> DynamicTest.dynamicTest("width " + width, () -> checkSamples(width)));
  }

  private void checkSamples(int width) {
    long seed = 0x9876543210L + width;
    BoxBatch boxes = new Numbers("samples " + width).boxes(5, width, Style.DOUBLES);
    int perBox = 7;
    int firstBox = 1000;
    try (OpenLane open = OpenLane.ofInput(this, width)) {
      Tensor.Interval interval = open.upload(boxes);
      Bounds inside = interval.download();
      Tensor.Points points = open.keep(open.lane().sample(interval, perBox, seed, firstBox));
      assertEquals(5 * perBox, points.count());
      assertEquals(width, points.width());
      double[] found = points.download();
      for (int p = 0; p < points.count(); p++) {
        int b = p / perBox;
        for (int i = 0; i < width; i++) {
          double x = found[p * width + i];
          String place = "point " + p + ", coordinate " + i;
          assertTrue(x >= inside.lower(b, i) && x <= inside.upper(b, i), place + " is outside");
          double t = PhiloxOracle.uniform(seed, i, p % perBox, firstBox + b);
          double expected = boxes.lower(b, i) + t * (boxes.upper(b, i) - boxes.lower(b, i));
          assertEquals(expected, x, near(Magnitudes.largest(boxes, b, i)), place);
        }
      }
      double[] again =
          open.keep(open.lane().sample(open.upload(boxes.slice(2, 5)), perBox, seed, 1002))
              .download();
      int skipped = 2 * perBox * width;
      assertArrayEquals(
          Arrays.copyOfRange(found, skipped, found.length), again, "chunks change the stream");
    }
  }

  @Test
  default void samplesFillTheBox() {
    BoxBatch box = BoxBatch.single(new double[] {-1, 3}, new double[] {1, 7});
    int count = 4096;
    try (OpenLane open = OpenLane.ofInput(this, 2)) {
      double[] found = open.keep(open.lane().sample(open.upload(box), count, 1, 0)).download();
      for (int i = 0; i < 2; i++) {
        double mean = 0;
        double square = 0;
        for (int p = 0; p < count; p++) {
          double t = (found[2 * p + i] - box.lower(0, i)) / (box.upper(0, i) - box.lower(0, i));
          mean += t / count;
          square += t * t / count;
        }
        assertEquals(0.5, mean, 0.02); // 4.4 standard deviations
        assertEquals(1.0 / 3, square, 0.02);
      }
    }
  }

  /** The corner a row is smallest at: a corner of its box, where the row has its bound. */
  @TestFactory
  default Stream<DynamicTest> minimizersAreTheSmallestCorners() {
    return Stream.of(1, 2, 3, 31, 33, 257)
        .map(width -> DynamicTest.dynamicTest("width " + width, () -> checkMinimizers(width)));
  }

  private void checkMinimizers(int width) {
    Numbers numbers = new Numbers("minimizer " + width);
    BoxBatch boxes = numbers.boxes(6, width, Style.DOUBLES);
    Objectives objectives = numbers.objectives(6, width, Style.DOUBLES);
    for (BoxRange range : BoxedRow.ranges(6)) {
      try (OpenLane open = OpenLane.ofInput(this, width)) {
        Lane lane = open.lane();
        Tensor.Interval input = open.upload(boxes);
        Bounds ends = input.download();
        Tensor.Rows rows = open.keep(lane.objectiveRows(objectives, range, input));
        Tensor.Points corners = open.keep(lane.minimizer(rows, input));
        double[] bound = open.keep(lane.concretize(rows, input)).download();
        double[] found = corners.download();
        assertEquals(rows.rows(), corners.count());
        for (int r = 0; r < corners.count(); r++) {
          BoxedRow row = BoxedRow.of(objectives, range).get(r);
          double[] corner = Arrays.copyOfRange(found, r * width, (r + 1) * width);
          for (int i = 0; i < width; i++) {
            boolean low = corner[i] == ends.lower(row.box(), i);
            boolean high = corner[i] == ends.upper(row.box(), i);
            assertTrue(low || high, "row " + r + ", coordinate " + i + " is at no end");
          }
          double slack = precision().slack(width, row.row().magnitude(boxes, row.box()), 0);
          assertEquals(bound[r], row.row().at(corner).doubleValue(), slack, "row " + r);
        }
      }
    }
  }
}
