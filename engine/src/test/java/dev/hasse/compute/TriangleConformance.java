package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.judge.Numbers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the verbs of training promise at ReLUs and boxes: what {@link TriangleCase} defines, up to
 * rounding, and on the way back its derivatives, but for those by bounds that are at a kink.
 */
public interface TriangleConformance extends Subject {
  @TestFactory
  default Stream<DynamicTest> reluOfPoints() {
    return TriangleCase.tests(
        c -> {
          float[] x = c.numbers().floats(c.samples() * c.width());
          float[] by = new Numbers("by " + c).floats(x.length);
          double[] expected = new double[x.length];
          double[] back = new double[x.length];
          for (int k = 0; k < x.length; k++) {
            expected[k] = x[k] > 0 ? x[k] : 0;
            back[k] = x[k] > 0 ? by[k] : 0;
          }
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            Values points = open.upload(c.width(), x);
            Values gradient = open.upload(c.width(), by);
            TrainingLane lane = open.lane();
            assertArrayEquals(expected, lane.download(lane.relu(points)), "relu");
            assertArrayEquals(back, lane.download(lane.reluBack(points, gradient)), "back");
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> boxesOfPoints() {
    return TriangleCase.tests(
        c -> {
          checkBoxes(c, 0.25f, 0, 1);
          checkBoxes(c, 0.25f, 0.5f, 0.5f);
          checkBoxes(c, 0, -0.25f, Float.POSITIVE_INFINITY);
          checkBoxes(c, 1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        });
  }

  /** Of points inside and outside; also that nothing beside the boxes is summed with them. */
  private void checkBoxes(TriangleCase c, float radius, float least, float most) {
    float[] points = new Numbers("points of " + c).floats(c.samples() * c.width());
    Sums centres = new Sums(points.length);
    Sums radii = new Sums(points.length);
    Sums products = new Sums(c.samples());
    for (int k = 0; k < points.length; k++) {
      double x = points[k];
      double lower = Math.min(Math.max(x - radius, least), most);
      double upper = Math.min(Math.max(x + radius, least), most);
      double size = Math.abs(x) + radius + Math.abs(lower);
      double centre = (lower + upper) / 2;
      double half = (upper - lower) / 2;
      centres.add(k, centre, size);
      radii.add(k, half, size);
      products.add(k / c.width(), centre * centre - Math.abs(centre) * half, 4 * size * size);
    }
    try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
      TrainingLane lane = open.lane();
      Box boxes = lane.boxes(open.upload(c.width(), points), radius, least, most);
      centres.check("centre", lane.download(boxes.centre()), precision());
      radii.check("radius", lane.download(boxes.radius()), precision());
      double[] found = lane.download(lane.concretize(boxes.centre(), boxes));
      products.check("least values of centres", found, precision());
      points[points.length - 1] = Float.NaN;
      Box broken = lane.boxes(open.upload(c.width(), points), radius, least, most);
      assertTrue(Double.isNaN(lane.download(broken.centre())[points.length - 1]), "centre");
      assertTrue(Double.isNaN(lane.download(broken.radius())[points.length - 1]), "radius");
    }
  }

  @TestFactory
  default Stream<DynamicTest> reluOfBoxes() {
    return TriangleCase.tests(
        c -> {
          int count = c.samples() * c.width();
          float[] centre = new float[count];
          float[] radius = new float[count];
          c.fill(centre, radius);
          float[] byCentre = new Numbers("by centre " + c).floats(count);
          float[] byRadius = new Numbers("by radius " + c).floats(count);
          Sums centres = new Sums(count);
          Sums radii = new Sums(count);
          Sums ofCentre = new Sums(count);
          Sums ofRadius = new Sums(count);
          for (int k = 0; k < count; k++) {
            double m = centre[k];
            double r = radius[k];
            centres.add(k, TriangleCase.centre(m, r), Math.abs(m) + r);
            radii.add(k, TriangleCase.radius(m, r), Math.abs(m) + r);
            double gm = byCentre[k];
            double gr = byRadius[k];
            double magnitude = Math.abs(gm) + Math.abs(gr);
            ofCentre.add(
                k,
                TriangleCase.derivative(
                    t -> gm * TriangleCase.centre(t, r) + gr * TriangleCase.radius(t, r), m),
                magnitude);
            ofRadius.add(
                k,
                TriangleCase.derivative(
                    t -> gm * TriangleCase.centre(m, t) + gr * TriangleCase.radius(m, t), r),
                magnitude);
          }
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Box x = new Box(open.upload(c.width(), centre), open.upload(c.width(), radius));
            Box by = new Box(open.upload(c.width(), byCentre), open.upload(c.width(), byRadius));
            Box image = lane.relu(x);
            centres.check("centre", lane.download(image.centre()), precision());
            radii.check("radius", lane.download(image.radius()), precision());
            Box back = lane.reluBack(x, by);
            checkOffKinks(ofCentre, centre, radius, lane.download(back.centre()), "by centre");
            checkOffKinks(ofRadius, centre, radius, lane.download(back.radius()), "by radius");
          }
        });
  }

  /** Checks derivatives, but at kinks asks for numbers only. */
  private void checkOffKinks(
      Sums expected, float[] centre, float[] radius, double[] found, String what) {
    double[] judged = found.clone();
    for (int k = 0; k < judged.length; k++) {
      if (Double.isFinite(found[k]) && TriangleCase.isKink(centre[k], radius[k])) {
        judged[k] = expected.value(k);
      }
    }
    expected.check(what, judged, precision(), TriangleCase.DIFFERENCE);
  }

  @TestFactory
  default Stream<DynamicTest> rowsThroughTriangles() {
    return TriangleCase.tests(
        c -> {
          TriangleRows rows = new TriangleRows(c);
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Values over = open.upload(c.width(), rows.coefficients());
            Values constants = open.upload(1, rows.constants());
            Values result = lane.relax(over, constants, rows.box(open));
            assertEquals(c.rows(), result.rows());
            assertEquals(c.width(), result.width());
            rows.relaxed().check("coefficients", lane.download(result), precision());
            rows.relaxedConstants().check("constants", lane.download(constants), precision());
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> rowsBackThroughTriangles() {
    return TriangleCase.tests(
        c -> {
          TriangleRows rows = new TriangleRows(c);
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Box ofBox = rows.boxGradient(open);
            Values back =
                lane.relaxBack(
                    open.upload(c.width(), rows.coefficients()),
                    open.upload(c.width(), rows.byRows()),
                    open.upload(1, rows.byConstants()),
                    rows.partOfBoxes(open),
                    ofBox,
                    TriangleRows.BOXES_BEFORE);
            rows.byRelaxedRows()
                .check("by rows", lane.download(back), precision(), TriangleCase.DIFFERENCE);
            checkOffKinks(
                rows.byRelaxedCentre(),
                rows.centre(),
                rows.radius(),
                rows.ofTheseCentres(lane.download(ofBox.centre())),
                "by centre");
            checkOffKinks(
                rows.byRelaxedRadius(),
                rows.centre(),
                rows.radius(),
                rows.ofTheseRadii(lane.download(ofBox.radius())),
                "by radius");
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> leastValuesOfRows() {
    return TriangleCase.tests(
        c -> {
          TriangleRows rows = new TriangleRows(c);
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Values over = open.upload(c.width(), rows.coefficients());
            Values by = open.upload(1, rows.byConstants());
            Box box = rows.box(open);
            Values least = lane.concretize(over, box);
            assertEquals(c.rows(), least.rows());
            assertEquals(1, least.width());
            rows.least().check("least", lane.download(least), precision());
            Values back = lane.concretizeBack(over, by, box);
            rows.byLeastRows()
                .check("by rows", lane.download(back), precision(), TriangleCase.DIFFERENCE);
          }
        });
  }

  /** Some groups have many samples, some none. */
  @TestFactory
  default Stream<DynamicTest> leastValuesOfSharedRows() {
    return TriangleCase.tests(
        c -> {
          int count = 1 + c.samples() / 2;
          Numbers numbers = new Numbers("groups of " + c);
          int[] groups =
              IntStream.range(0, c.samples()).map(sample -> numbers.below(count)).toArray();
          TriangleRows rows = new TriangleRows(c, groups, count);
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Values over = open.upload(c.width(), rows.coefficients());
            Values by = open.upload(1, rows.byConstants());
            Box box = rows.partOfBoxes(open);
            Values least = lane.concretizeShared(over, c.each(), groups, box);
            assertEquals(c.rows(), least.rows());
            assertEquals(1, least.width());
            rows.least().check("least", lane.download(least), precision());
            Box ofBox = rows.boxGradient(open);
            int from = TriangleRows.BOXES_BEFORE;
            Values back = lane.concretizeSharedBack(over, c.each(), groups, by, box, ofBox, from);
            Values alone = lane.concretizeSharedBack(over, c.each(), groups, by, box, null, 0);
            rows.byLeastRows()
                .check("by rows", lane.download(back), precision(), TriangleCase.DIFFERENCE);
            rows.byLeastRows()
                .check("by rows alone", lane.download(alone), precision(), TriangleCase.DIFFERENCE);
            rows.byLeastCentre()
                .check(
                    "by centre", rows.ofTheseCentres(lane.download(ofBox.centre())), precision());
            rows.byLeastRadius()
                .check("by radius", rows.ofTheseRadii(lane.download(ofBox.radius())), precision());
          }
        });
  }

  /**
   * The way back is that of the rows as they are then, and of its boxes, whatever was found before.
   */
  @TestFactory
  default Stream<DynamicTest> leastValuesWayBackIsOfItsArguments() {
    return TriangleCase.tests(
        c -> {
          TriangleRows rows = new TriangleRows(c);
          try (OpenTraining open = OpenTraining.ofWidth(this, c.width())) {
            TrainingLane lane = open.lane();
            Values given = open.upload(c.width(), rows.coefficients());
            Values by = open.upload(1, rows.byConstants());
            Box box = rows.box(open);
            Box wider = new Box(box.radius(), box.radius());
            Values negated = lane.zeros(c.rows(), c.width());
            lane.add(negated, -1, given);
            double[] asGiven = lane.download(lane.concretizeBack(given, by, box));
            double[] ofNegated = lane.download(lane.concretizeBack(negated, by, box));

            Values over = open.upload(c.width(), rows.coefficients());
            lane.concretize(over, wider);
            Values afterOther = lane.concretizeBack(over, by, box);
            assertArrayEquals(asGiven, lane.download(afterOther), "after other boxes");
            lane.concretize(over, box);
            lane.add(over, -2, given);
            Values afterChange = lane.concretizeBack(over, by, box);
            assertArrayEquals(ofNegated, lane.download(afterChange), "after the rows changed");
            int mark = lane.mark();
            lane.concretize(over, box);
            lane.release(mark);
            Values afterRelease = lane.concretizeBack(over, by, box);
            assertArrayEquals(ofNegated, lane.download(afterRelease), "after a release");
          }
        });
  }
}
