package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactBounds;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What rows promise on their way through an activation. */
public interface RelaxationConformance extends Subject {
  /** At any point a row over the pre-activation lies below the activation, and on its line. */
  @TestFactory
  default Stream<DynamicTest> rowsStayBelowTheActivation() {
    return BoxCase.tests(
        c -> {
          BoxBatch boxes = c.boxes();
          int width = boxes.dimension();
          RowSelection selection = new Numbers(c.name()).ragged(boxes.count(), width, 64);
          BoxRange range = new BoxRange(0, boxes.count());
          try (OpenLane open = OpenLane.of(this, new Relu(), width)) {
            Lane lane = open.lane();
            Tensor.Relaxation lines = open.keep(lane.relax(open.output(), open.upload(boxes)));
            Tensor.Rows units = open.keep(lane.unitRows(width, selection, range));
            Tensor.Rows back = open.keep(lane.backActivation(open.output(), units, lines));
            Numbers numbers = new Numbers("points " + c.name());
            for (double[] points :
                List.of(boxes.lower(), boxes.upper(), nearKink(boxes), numbers.pointsIn(boxes))) {
              BoxBatch where = BoxBatch.points(width, points);
              double[] found = open.keep(lane.concretize(back, open.upload(where))).download();
              checkLines(boxes, selection, where, found);
            }
          }
        });
  }

  private void checkLines(BoxBatch boxes, RowSelection selection, BoxBatch where, double[] found) {
    int row = 0;
    for (int b = 0; b < boxes.count(); b++) {
      double all = Arrays.stream(Magnitudes.of(boxes, b)).sum();
      int size = selection.size(b);
      for (int k = 0; k < size; k++) {
        int i = selection.neuron(selection.start(b) + k);
        double x = where.lower(b, i);
        Dyadic relu = Dyadic.of(Math.max(0, x));
        String place = "box " + b + ", neuron " + i + " at " + x;
        Enclosure.checkSound(place + ", below", found[row + k], relu);
        Enclosure.checkSound(place + ", above", found[row + size + k], relu.negate());
        double magnitude = Magnitudes.largest(boxes, b, i) + Magnitudes.TINY;
        double slack = precision().slack(boxes.dimension(), magnitude, all, 0);
        double l = boxes.lower(b, i);
        double u = boxes.upper(b, i);
        if (!leansNeitherWay(l, u)) {
          double line = l >= 0 || u > -l ? x : 0;
          assertEquals(line, found[row + k], slack, place + ", lower line");
        }
        double chord = l >= 0 ? x : u <= 0 ? 0 : u * (x - l) / (u - l);
        assertEquals(-chord, found[row + size + k], slack, place + ", chord");
      }
      row += 2 * size;
    }
    assertEquals(row, found.length);
  }

  /** Whether rounding of the ends may decide which lower slope is chosen. */
  private boolean leansNeitherWay(double l, double u) {
    return Math.abs(l + u) <= 4 * precision().unit() * (u - l) + Magnitudes.TINY;
  }

  private static double[] nearKink(BoxBatch boxes) {
    double[] lower = boxes.lower();
    double[] upper = boxes.upper();
    Arrays.setAll(lower, i -> Math.max(lower[i], Math.min(upper[i], 0)));
    return lower;
  }

  /** Rows with coefficients of both signs, judged over whole boxes, where all is separable. */
  @TestFactory
  default Stream<DynamicTest> formsOfActivationsAreBoundedFromBelow() {
    return BoxCase.tests(
        c -> {
          BoxBatch boxes = c.boxes();
          int width = boxes.dimension();
          Objectives objectives = new Numbers(c.name()).objectives(boxes.count(), width, c.style());
          BoxRange range = new BoxRange(0, boxes.count());
          try (OpenLane open = OpenLane.of(this, new Relu(), width)) {
            Lane lane = open.lane();
            Tensor.Interval input = open.upload(boxes);
            Tensor.Interval outputs = open.keep(lane.intervalActivation(open.output(), input));
            Tensor.Rows rows = open.keep(lane.objectiveRows(objectives, range, outputs));
            Tensor.Rows back =
                open.keep(
                    lane.backActivation(
                        open.output(), rows, open.keep(lane.relax(open.output(), input))));
            checkForms(objectives, boxes, open.keep(lane.concretize(back, input)).download());
            BoxBatch points = BoxBatch.points(width, new Numbers(c.name()).pointsIn(boxes));
            checkForms(
                objectives,
                points,
                open.keep(lane.concretize(back, open.upload(points))).download());
          }
        });
  }

  private static void checkForms(Objectives objectives, BoxBatch where, double[] found) {
    assertEquals(objectives.rows(), found.length);
    for (int b = 0; b < where.count(); b++) {
      ExactBounds relu = ExactBounds.of(where, b).relu();
      for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
        Dyadic smallest = Dyadic.of(objectives.constant(r));
        for (int i = 0; i < where.dimension(); i++) {
          Dyadic a = Dyadic.of(objectives.coefficient(r, i));
          smallest = smallest.plus(a.times(relu.lower()[i]).min(a.times(relu.upper()[i])));
        }
        Enclosure.checkSound("box " + b + ", row " + r, found[r], smallest);
      }
    }
  }

  @Test
  default void relaxationsOfInfiniteBoundsStaySound() {
    double inf = Double.POSITIVE_INFINITY;
    double[] lower = {-inf, -inf, -2, 3, -inf, -1};
    double[] upper = {inf, 2, inf, inf, -1, 1};
    BoxBatch box = BoxBatch.single(lower, upper);
    RowSelection selection = RowSelection.all(1, 6);
    try (OpenLane open = OpenLane.of(this, new Relu(), 6)) {
      Lane lane = open.lane();
      Tensor.Relaxation lines = open.keep(lane.relax(open.output(), open.upload(box)));
      Tensor.Rows units = open.keep(lane.unitRows(6, selection, new BoxRange(0, 1)));
      Tensor.Rows back = open.keep(lane.backActivation(open.output(), units, lines));
      Numbers numbers = new Numbers("infinite relaxation");
      for (int k = 0; k < 10; k++) {
        BoxBatch where = BoxBatch.points(6, numbers.pointsIn(box));
        double[] found = open.keep(lane.concretize(back, open.upload(where))).download();
        for (int i = 0; i < 6; i++) {
          Dyadic relu = Dyadic.of(Math.max(0, where.lower(0, i)));
          Enclosure.checkSound("below " + i, found[i], relu);
          Enclosure.checkSound("above " + i, found[6 + i], relu.negate());
        }
      }
      for (double bound : open.keep(lane.concretize(back, open.upload(box))).download()) {
        Enclosure.checkSound("whole line", bound, Dyadic.POSITIVE_INFINITY);
      }
    }
  }

  /** The same chunk twice gives the same digits; each box alone gives them up to rounding. */
  @TestFactory
  default Stream<DynamicTest> boundsDependOnTheBoxAlone() {
    return Stream.of(1, 2, 3, 33, 257)
        .map(
            width ->
                DynamicTest.dynamicTest("width " + width, () -> checkDependsOnTheBoxAlone(width)));
  }

  private void checkDependsOnTheBoxAlone(int width) {
    Numbers numbers = new Numbers("two layers " + width);
    Dense first = numbers.dense(width, 5, Style.DOUBLES, 0);
    Dense second = numbers.dense(3, width, Style.DOUBLES, 0);
    Network.Builder builder = Network.builder("two layers", 5);
    int hidden = builder.activation("relu", new Relu(), builder.affine("first", first, 0));
    Network network = builder.build(builder.affine("second", second, hidden));
    BoxBatch boxes = numbers.boxes(9, 5, Style.DOUBLES);
    double[] together = outputRows(network, boxes);
    assertArrayEquals(together, outputRows(network, boxes), "second run");
    for (int b = 0; b < 9; b++) {
      double[] alone = outputRows(network, boxes.slice(b, b + 1));
      double[] magnitude =
          Magnitudes.affine(second, Magnitudes.affine(first, Magnitudes.of(boxes, b)));
      for (int r = 0; r < 6; r++) {
        double slack = precision().slack(width + 8, magnitude[r % 3], 0);
        assertEquals(alone[r], together[6 * b + r], 2 * slack, "box " + b + ", row " + r);
      }
    }
  }

  private double[] outputRows(Network network, BoxBatch boxes) {
    try (OpenLane open = new OpenLane(this, network)) {
      Lane lane = open.lane();
      Tensor.Interval input = open.upload(boxes);
      Tensor.Interval before = open.keep(lane.intervalAffine(open.node(1), input));
      Tensor.Interval after = open.keep(lane.intervalActivation(open.node(2), before));
      Tensor.Rows rows =
          open.keep(
              lane.startRows(
                  open.node(3),
                  RowSelection.all(boxes.count(), 3),
                  new BoxRange(0, boxes.count()),
                  open.keep(lane.magnitude(open.node(3), after))));
      Tensor.Rows back =
          open.keep(
              lane.backActivation(open.node(2), rows, open.keep(lane.relax(open.node(2), before))));
      Tensor.Rows atInput =
          open.keep(
              lane.backAffine(open.node(1), back, open.keep(lane.magnitude(open.node(1), input))));
      return open.keep(lane.concretize(atInput, input)).download();
    }
  }
}
