package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactRow;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the verbs on rows promise through affine maps, sums and index maps. */
public interface RowConformance extends Subject {
  /** Rows a box, so that wide nodes do not make slow tests. */
  int MOST = 4;

  @TestFactory
  default Stream<DynamicTest> unitRowsAreTheNeurons() {
    return BoxCase.tests(
        c -> {
          int width = c.boxes().dimension();
          RowSelection selection = new Numbers(c.name()).ragged(c.boxes().count(), width, MOST);
          try (OpenLane open = OpenLane.ofInput(this, width)) {
            RowJudge judge = new RowJudge(open, precision(), c.boxes(), 0, 0);
            for (BoxRange range : BoxedRow.ranges(c.boxes().count())) {
              Tensor.Rows rows = open.keep(open.lane().unitRows(width, selection, range));
              judge.check(rows, BoxedRow.units(width, selection, range));
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> startRowsAreRowsOfTheMap() {
    return AffineCase.tests(
        c -> {
          int outputs = c.affine().outputs();
          RowSelection selection = new Numbers(c.name()).ragged(c.boxes().count(), outputs, MOST);
          try (OpenLane open = OpenLane.of(this, c.affine(), c.boxes().dimension())) {
            Tensor.Magnitude magnitude = magnitude(open, c);
            RowJudge judge = judge(open, c);
            for (BoxRange range : BoxedRow.ranges(c.boxes().count())) {
              Tensor.Rows rows =
                  open.keep(open.lane().startRows(open.output(), selection, range, magnitude));
              judge.check(
                  rows,
                  BoxedRow.each(
                      BoxedRow.units(outputs, selection, range), r -> r.back(c.affine())));
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> objectivesGoBackThroughTheMap() {
    return AffineCase.tests(
        c -> {
          Numbers numbers = new Numbers(c.name());
          Style style = c.style() == Style.INTEGERS ? Style.INTEGERS : Style.DOUBLES;
          Objectives objectives =
              numbers.objectives(c.boxes().count(), c.affine().outputs(), style);
          try (OpenLane open = OpenLane.of(this, c.affine(), c.boxes().dimension())) {
            Node node = open.output();
            Tensor.Magnitude magnitude = magnitude(open, c);
            Tensor.Interval outputs =
                open.keep(open.lane().intervalAffine(node, open.upload(c.boxes())));
            RowJudge judge = judge(open, c);
            for (BoxRange range : BoxedRow.ranges(c.boxes().count())) {
              List<BoxedRow> exact = BoxedRow.of(objectives, range);
              if (exact.isEmpty()) {
                continue;
              }
              Tensor.Rows rows = open.keep(open.lane().objectiveRows(objectives, range, outputs));
              Tensor.Rows back = open.keep(open.lane().backAffine(node, rows, magnitude));
              judge.check(back, BoxedRow.each(exact, r -> r.back(c.affine())));
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> objectivesAreKeptAsTheyAre() {
    return BoxCase.tests(
        c -> {
          Objectives objectives =
              new Numbers(c.name()).objectives(c.boxes().count(), c.boxes().dimension(), c.style());
          try (OpenLane open = OpenLane.ofInput(this, c.boxes().dimension())) {
            Tensor.Interval outputs = open.upload(c.boxes());
            RowJudge judge = new RowJudge(open, precision(), c.boxes(), 0, 0);
            for (BoxRange range : BoxedRow.ranges(c.boxes().count())) {
              List<BoxedRow> exact = BoxedRow.of(objectives, range);
              if (!exact.isEmpty()) {
                judge.check(
                    open.keep(open.lane().objectiveRows(objectives, range, outputs)), exact);
              }
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> rowsGoBackThroughIndexMaps() {
    return SelectCase.tests(
        c -> {
          Select select = c.select();
          Objectives objectives =
              new Numbers(c.name()).objectives(c.boxes().count(), select.outputs(), Style.DOUBLES);
          BoxRange range = new BoxRange(0, c.boxes().count());
          try (OpenLane open = OpenLane.of(this, select, select.inputs())) {
            Tensor.Interval outputs =
                open.keep(open.lane().intervalSelect(open.output(), open.upload(c.boxes())));
            Tensor.Rows rows = open.keep(open.lane().objectiveRows(objectives, range, outputs));
            new RowJudge(open, precision(), c.boxes(), 0, 0)
                .check(
                    open.keep(open.lane().backSelect(open.output(), rows)),
                    BoxedRow.each(BoxedRow.of(objectives, range), r -> r.back(select)));
          }
        });
  }

  /** {@code A (W x + b) + A x + c}: both ways round a sum, constants on either. */
  @TestFactory
  default Stream<DynamicTest> branchesOfASumMeetAgain() {
    return Stream.of(1, 2, 3, 31, 32, 33, 257)
        .flatMap(width -> Stream.of(true, false).map(first -> residual(width, first)));
  }

  private DynamicTest residual(int width, boolean constantsToBranch) {
    String name =
        "residual " + width + (constantsToBranch ? ", constants to the branch" : ", to the skip");
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Numbers numbers = new Numbers(name);
          Dense dense = numbers.dense(width, width, Style.DOUBLES, 0);
          BoxBatch boxes = numbers.boxes(4, width, Style.DOUBLES);
          Objectives objectives = numbers.objectives(4, width, Style.DOUBLES);
          Network.Builder builder = Network.builder(name, width);
          int branch = builder.affine("branch", dense, 0);
          Network network = builder.build(builder.add("sum", branch, 0));
          BoxRange range = new BoxRange(0, 4);
          try (OpenLane open = new OpenLane(this, network)) {
            Lane lane = open.lane();
            Tensor.Interval input = open.upload(boxes);
            Tensor.Interval affine = open.keep(lane.intervalAffine(open.node(1), input));
            Tensor.Interval sum = open.keep(lane.intervalAdd(affine, input));
            Tensor.Magnitude magnitude = open.keep(lane.magnitude(open.node(1), input));
            Tensor.Rows rows = open.keep(lane.objectiveRows(objectives, range, sum));
            Tensor.Rows left = open.keep(lane.backAdd(rows, constantsToBranch));
            Tensor.Rows right = open.keep(lane.backAdd(rows, !constantsToBranch));
            Tensor.Rows back = open.keep(lane.backAffine(open.node(1), left, magnitude));
            new RowJudge(open, precision(), boxes, 2 * width, 0)
                .through(dense)
                .check(
                    open.keep(lane.merge(back, right, input)),
                    BoxedRow.each(
                        BoxedRow.of(objectives, range),
                        r -> r.back(dense).plus(r.withoutConstant())));
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> mergedRowsAreTheirSum() {
    return BoxCase.tests(
        c -> {
          int width = c.boxes().dimension();
          int count = c.boxes().count();
          Objectives left = new Numbers(c.name()).objectives(count, width, c.style());
          Objectives right = new Numbers("right " + c.name()).objectives(count, width, c.style());
          BoxRange range = new BoxRange(0, count);
          try (OpenLane open = OpenLane.ofInput(this, width)) {
            Lane lane = open.lane();
            Tensor.Interval input = open.upload(c.boxes());
            Tensor.Rows sum =
                open.keep(
                    lane.merge(
                        open.keep(lane.objectiveRows(left, range, input)),
                        open.keep(lane.objectiveRows(right, range, input)),
                        input));
            List<BoxedRow> exact = new ArrayList<>();
            List<BoxedRow> rights = BoxedRow.of(right, range);
            for (BoxedRow row : BoxedRow.of(left, range)) {
              ExactRow other = rights.get(exact.size()).row();
              exact.add(new BoxedRow(row.box(), row.row().plus(other)));
            }
            new RowJudge(open, precision(), c.boxes(), 2, 0).check(sum, exact);
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> rowBoundsTightenTheSelectedNeurons() {
    return BoxCase.tests(
        c -> {
          BoxBatch wide = c.boxes();
          BoxBatch other = c.shifted();
          int width = wide.dimension();
          RowSelection selection = new Numbers(c.name()).ragged(wide.count(), width, MOST);
          for (BoxRange range : BoxedRow.ranges(wide.count())) {
            try (OpenLane open = OpenLane.ofInput(this, width)) {
              Lane lane = open.lane();
              Tensor.Interval bounds = open.upload(wide);
              Tensor.Rows rows = open.keep(lane.unitRows(width, selection, range));
              Tensor.RowBounds found = open.keep(lane.concretize(rows, open.upload(other)));
              Bounds before = bounds.download();
              lane.tighten(bounds, selection, range, found);
              checkTightened(before, bounds.download(), selection, range, found.download());
            }
          }
        });
  }

  private void checkTightened(
      Bounds before, Bounds after, RowSelection selection, BoxRange range, double[] found) {
    int row = 0;
    for (int b = 0; b < before.count(); b++) {
      boolean inRange = b >= range.from() && b < range.to();
      int size = inRange ? selection.size(b) : 0;
      int k = 0;
      for (int i = 0; i < before.width(); i++) {
        boolean selected = k < size && selection.neuron(selection.start(b) + k) == i;
        double lower = selected ? found[row + k] : Double.NEGATIVE_INFINITY;
        double upper = selected ? -found[row + size + k] : Double.POSITIVE_INFINITY;
        k += selected ? 1 : 0;
        String place = "box " + b + ", neuron " + i + (selected ? ", selected" : "");
        checkRaised(place + ", lower", before.lower(b, i), lower, after.lower(b, i));
        checkRaised(place + ", -upper", -before.upper(b, i), -upper, -after.upper(b, i));
      }
      row += 2 * size;
    }
    assertEquals(row, found.length, "row bounds");
  }

  /** A bound that stays is untouched; one that is raised may be rounded to the device's numbers. */
  private void checkRaised(String place, double before, double found, double after) {
    if (found <= before) {
      assertEquals(before + 0.0, after + 0.0, place);
    } else {
      double slack = precision().slack(Math.abs(found) + Magnitudes.TINY);
      Enclosure.checkBelow(place, after, Dyadic.of(found), slack);
      assertTrue(after >= before, place + " fell");
    }
  }

  @Test
  default void rowsOverInfiniteBoxesStaySound() {
    double inf = Double.POSITIVE_INFINITY;
    BoxBatch boxes =
        new BoxBatch(
            3, 2, new double[] {-inf, -inf, 2, -1, -inf, 0}, new double[] {inf, 3, inf, 1, -2, 0});
    Dense dense = new Numbers("infinite rows").dense(5, 2, Style.DOUBLES, 0);
    RowSelection selection = RowSelection.all(3, 5);
    BoxRange range = new BoxRange(0, 3);
    try (OpenLane open = OpenLane.of(this, dense, 2)) {
      Lane lane = open.lane();
      Tensor.Magnitude magnitude = open.keep(lane.magnitude(open.output(), open.upload(boxes)));
      Tensor.Rows unit = open.keep(lane.unitRows(5, selection, range));
      List<BoxedRow> exact = BoxedRow.each(BoxedRow.units(5, selection, range), r -> r.back(dense));
      RowJudge judge = new RowJudge(open, precision(), boxes, 5, 0);
      judge.check(open.keep(lane.startRows(open.output(), selection, range, magnitude)), exact);
      judge.check(open.keep(lane.backAffine(open.output(), unit, magnitude)), exact);
    }
  }

  private RowJudge judge(OpenLane open, AffineCase c) {
    int terms = c.affine().inputs() + c.affine().outputs();
    return new RowJudge(open, precision(), c.boxes(), terms, c.affine().relativeError())
        .through(c.affine());
  }

  private static Tensor.Magnitude magnitude(OpenLane open, AffineCase c) {
    return open.keep(open.lane().magnitude(open.output(), open.upload(c.boxes())));
  }
}
