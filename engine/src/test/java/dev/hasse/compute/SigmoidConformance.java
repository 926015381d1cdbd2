package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PreciseLogistic;
import dev.hasse.judge.Style;
import dev.hasse.network.Sigmoid;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the verbs promise of sigmoids, judged in decimals of 50 digits. */
public interface SigmoidConformance extends Subject {
  /** How near a tangent found by bisection comes to the point that it should meet. */
  double BISECTION = 1e-6;

  /** Boxes of all shapes, around 0 and on the flat parts, and widened ones. */
  private static Stream<DynamicTest> boxes(Consumer<BoxCase> test) {
    List<BoxCase> cases = new ArrayList<>();
    for (BoxCase c : BoxCase.all()) {
      if (c.boxes().count() * c.boxes().dimension() <= 100) {
        cases.add(c);
        if (c.style() == Style.DOUBLES) {
          cases.add(scaled(c, 12));
          cases.add(scaled(c, 300));
        }
      }
    }
    for (BoxCase c : BoxCase.all()) {
      if (c.name().equals("around the kink")) {
        cases.add(scaled(c, 8));
      } else if (c.boxes().dimension() == 255 && c.style() == Style.DOUBLES) {
        cases.add(scaled(c, 8));
      }
    }
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> test.accept(c)));
  }

  private static BoxCase scaled(BoxCase c, double factor) {
    double[] lower = Arrays.stream(c.boxes().lower()).map(x -> factor * x).toArray();
    double[] upper = Arrays.stream(c.boxes().upper()).map(x -> factor * x).toArray();
    BoxBatch boxes = new BoxBatch(c.boxes().count(), c.boxes().dimension(), lower, upper);
    return new BoxCase(factor + " times " + c.name(), c.style(), boxes);
  }

  /** Judges a lower bound without tolerance. */
  private static void checkBelow(String place, double found, BigDecimal exact) {
    assertTrue(!Double.isNaN(found), place + ": not a number");
    boolean below =
        found == Double.NEGATIVE_INFINITY
            || (found < Double.POSITIVE_INFINITY && new BigDecimal(found).compareTo(exact) <= 0);
    assertTrue(below, () -> place + ": " + found + " is above " + exact.doubleValue());
  }

  @TestFactory
  default Stream<DynamicTest> sigmoidImagesAreEnclosed() {
    return boxes(
        c -> {
          BoxBatch boxes = c.boxes();
          try (OpenLane open = OpenLane.of(this, new Sigmoid(), boxes.dimension())) {
            Bounds found =
                open.keep(open.lane().intervalActivation(open.output(), open.upload(boxes)))
                    .download();
            for (int b = 0; b < boxes.count(); b++) {
              for (int i = 0; i < boxes.dimension(); i++) {
                String place = "box " + b + ", neuron " + i;
                BigDecimal least = PreciseLogistic.of(boxes.lower(b, i));
                BigDecimal most = PreciseLogistic.of(boxes.upper(b, i));
                checkBelow(place + ", lower", found.lower(b, i), least);
                checkBelow(place + ", -upper", -found.upper(b, i), most.negate());
                double slack = precision().slack(1 + Magnitudes.largest(boxes, b, i) / 4);
                assertEquals(least.doubleValue(), found.lower(b, i), slack, place);
                assertEquals(most.doubleValue(), found.upper(b, i), slack, place);
                assertTrue(found.lower(b, i) >= 0 && found.upper(b, i) <= 1, place);
              }
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> everySigmoidButAPointIsUnstable() {
    return boxes(
        c -> {
          try (OpenLane open = OpenLane.of(this, new Sigmoid(), c.boxes().dimension())) {
            Tensor.Interval input = open.upload(c.boxes());
            Bounds bounds = input.download();
            RowSelection found = open.lane().unstable(open.output(), input);
            List<Integer> neurons = new ArrayList<>();
            for (int b = 0; b < bounds.count(); b++) {
              neurons.clear();
              for (int i = 0; i < bounds.width(); i++) {
                if (bounds.lower(b, i) < bounds.upper(b, i)) {
                  neurons.add(i);
                }
              }
              int first = found.start(b);
              assertEquals(neurons.size(), found.size(b), "box " + b);
              for (int k = 0; k < neurons.size(); k++) {
                assertEquals(neurons.get(k), found.neuron(first + k), "box " + b);
              }
            }
          }
        });
  }

  /** At any point a row lies below the sigmoid; and it touches it at an end or in the middle. */
  @TestFactory
  default Stream<DynamicTest> rowsStayBelowTheSigmoid() {
    return boxes(
        c -> {
          BoxBatch boxes = c.boxes();
          int width = boxes.dimension();
          RowSelection selection = new Numbers(c.name()).ragged(boxes.count(), width, 16);
          BoxRange range = new BoxRange(0, boxes.count());
          Numbers numbers = new Numbers("points " + c.name());
          double[] middle = boxes.lower();
          Arrays.setAll(middle, i -> middle[i] / 2 + boxes.upper()[i] / 2);
          double[] nearest = new double[2 * selection.total()];
          Arrays.fill(nearest, Double.POSITIVE_INFINITY);
          try (OpenLane open = OpenLane.of(this, new Sigmoid(), width)) {
            Lane lane = open.lane();
            Tensor.Relaxation lines = open.keep(lane.relax(open.output(), open.upload(boxes)));
            Tensor.Rows units = open.keep(lane.unitRows(width, selection, range));
            Tensor.Rows back = open.keep(lane.backActivation(open.output(), units, lines));
            for (double[] points :
                List.of(
                    boxes.lower(),
                    boxes.upper(),
                    middle,
                    numbers.pointsIn(boxes),
                    numbers.pointsIn(boxes),
                    numbers.pointsIn(boxes))) {
              BoxBatch where = BoxBatch.points(width, points);
              double[] found = open.keep(lane.concretize(back, open.upload(where))).download();
              checkLines(selection, where, found, nearest);
            }
          }
          int row = 0;
          for (int b = 0; b < boxes.count(); b++) {
            double all = Arrays.stream(Magnitudes.of(boxes, b)).sum() + 1;
            double slack = BISECTION + precision().slack(width, 1 + all, 0);
            for (int k = 0; k < 2 * selection.size(b); k++, row++) {
              String place = "box " + b + ", row " + k;
              assertTrue(nearest[row] <= slack, place + " is at least " + nearest[row] + " off");
            }
          }
        });
  }

  private static void checkLines(
      RowSelection selection, BoxBatch where, double[] found, double[] nearest) {
    int row = 0;
    for (int b = 0; b < where.count(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < 2 * size; k++, row++) {
        int i = selection.neuron(selection.start(b) + k % size);
        BigDecimal value = PreciseLogistic.of(where.lower(b, i));
        BigDecimal exact = k < size ? value : value.negate();
        String side = k < size ? ", below" : ", above";
        checkBelow(
            "box " + b + ", neuron " + i + " at " + where.lower(b, i) + side, found[row], exact);
        nearest[row] = Math.min(nearest[row], exact.doubleValue() - found[row]);
      }
    }
    assertEquals(row, found.length);
  }

  /** Forms of sigmoids are smallest at corners, since each is monotone. */
  @TestFactory
  default Stream<DynamicTest> formsOfSigmoidsAreBoundedFromBelow() {
    return boxes(
        c -> {
          BoxBatch boxes = c.boxes();
          int width = boxes.dimension();
          Objectives objectives = new Numbers(c.name()).objectives(boxes.count(), width, c.style());
          BoxRange range = new BoxRange(0, boxes.count());
          try (OpenLane open = OpenLane.of(this, new Sigmoid(), width)) {
            Lane lane = open.lane();
            Tensor.Interval input = open.upload(boxes);
            Tensor.Interval outputs = open.keep(lane.intervalActivation(open.output(), input));
            Tensor.Rows rows = open.keep(lane.objectiveRows(objectives, range, outputs));
            Tensor.Relaxation lines = open.keep(lane.relax(open.output(), input));
            Tensor.Rows back = open.keep(lane.backActivation(open.output(), rows, lines));
            double[] found = open.keep(lane.concretize(back, input)).download();
            for (int b = 0; b < boxes.count(); b++) {
              for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
                BigDecimal smallest = new BigDecimal(objectives.constant(r));
                for (int i = 0; i < width; i++) {
                  double a = objectives.coefficient(r, i);
                  BigDecimal value =
                      PreciseLogistic.of(a >= 0 ? boxes.lower(b, i) : boxes.upper(b, i));
                  smallest = smallest.add(new BigDecimal(a).multiply(value));
                }
                checkBelow("box " + b + ", row " + r, found[r], smallest);
              }
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> sigmoidsAtPoints() {
    return boxes(
        c -> {
          int width = c.boxes().dimension();
          double[] x = c.boxes().lower();
          try (OpenLane open = OpenLane.of(this, new Sigmoid(), width)) {
            Tensor.Points points = open.keep(open.lane().uploadPoints(width, x));
            double[] found =
                open.keep(open.lane().forwardActivation(open.output(), points)).download();
            for (int k = 0; k < x.length; k++) {
              double slack = precision().slack(1 + Math.abs(x[k]) / 4);
              assertEquals(PreciseLogistic.of(x[k]).doubleValue(), found[k], slack, "at " + x[k]);
            }
          }
        });
  }

  /** Whatever the bounds, a sigmoid lies between 0 and 1. */
  @Test
  default void infiniteBoundsOfSigmoidsStaySound() {
    double inf = Double.POSITIVE_INFINITY;
    double[] lower = {-inf, -inf, -2, 3, -inf, -1e30, -1e30, 700};
    double[] upper = {inf, 2, inf, inf, -1, 1e30, -700, 1e30};
    BoxBatch box = BoxBatch.single(lower, upper);
    RowSelection selection = RowSelection.all(1, 8);
    try (OpenLane open = OpenLane.of(this, new Sigmoid(), 8)) {
      Lane lane = open.lane();
      Tensor.Interval input = open.upload(box);
      Bounds image = open.keep(lane.intervalActivation(open.output(), input)).download();
      Tensor.Relaxation lines = open.keep(lane.relax(open.output(), input));
      Tensor.Rows units = open.keep(lane.unitRows(8, selection, new BoxRange(0, 1)));
      Tensor.Rows back = open.keep(lane.backActivation(open.output(), units, lines));
      double[] whole = open.keep(lane.concretize(back, input)).download();
      for (int i = 0; i < 8; i++) {
        checkBelow("image " + i, image.lower(0, i), PreciseLogistic.of(lower[i]));
        checkBelow("-image " + i, -image.upper(0, i), PreciseLogistic.of(upper[i]).negate());
        checkBelow("row " + i, whole[i], PreciseLogistic.of(lower[i]));
        checkBelow("-row " + i, whole[8 + i], PreciseLogistic.of(upper[i]).negate());
        assertTrue(image.lower(0, i) >= 0 && image.upper(0, i) <= 1, "image " + i);
      }
    }
  }
}
