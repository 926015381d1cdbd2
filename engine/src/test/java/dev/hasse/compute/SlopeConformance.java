package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Relu;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the verbs on rows with slopes and multipliers of their own promise: whatever the parameters,
 * and whenever the bounds were tightened, rows stay below, and they are the rows asked for.
 */
public interface SlopeConformance extends Subject {
  private Stream<DynamicTest> tests(Consumer<BoxCase> test) {
    return BoxCase.tests(c -> AvailableBackend.withSlopes(this, () -> test.accept(c)));
  }

  @TestFactory
  default Stream<DynamicTest> rowsTakeLinesOfTheirOwn() {
    return tests(
        c -> {
          BoxBatch boxes = c.boxes();
          Objectives objectives =
              new Numbers(c.name()).objectives(boxes.count(), boxes.dimension(), c.style());
          for (BoxRange range : BoxedRow.ranges(boxes.count())) {
            int rows = objectives.start(range.to()) - objectives.start(range.from());
            if (rows == 0) {
              continue;
            }
            float[] values = SlopeJudge.parameters(c.name(), rows * boxes.dimension());
            try (OpenLane open = OpenLane.of(this, new Relu(), boxes.dimension())) {
              SlopeJudge judge = new SlopeJudge(open, precision(), objectives, range);
              Tensor.Interval input = open.upload(boxes);
              Tensor.Rows over = judge.rows(input);
              Tensor.Slopes slopes = judge.slopes(over, input, values);
              judge.checkGiven(slopes, boxes, values);
              judge.check(judge.back(over, input, slopes), boxes);
              judge.checkLines(judge.back(over, input, slopes), slopes, boxes);
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> withoutParametersRowsTakeTheAdaptiveLines() {
    return tests(
        c -> {
          BoxBatch boxes = c.boxes();
          Objectives objectives =
              new Numbers(c.name()).objectives(boxes.count(), boxes.dimension(), c.style());
          BoxRange range = new BoxRange(0, boxes.count());
          try (OpenLane open = OpenLane.of(this, new Relu(), boxes.dimension())) {
            SlopeJudge judge = new SlopeJudge(open, precision(), objectives, range);
            Tensor.Interval input = open.upload(boxes);
            Tensor.Rows over = judge.rows(input);
            Tensor.Slopes slopes = judge.slopes(over, input, null);
            judge.checkAdaptive(slopes, boxes);
            Tensor.Rows back = judge.back(over, input, slopes);
            judge.check(back, boxes);
            judge.checkLines(back, slopes, boxes);
          }
        });
  }

  /** What a parameter means is decided when it is used. */
  @TestFactory
  default Stream<DynamicTest> boundsMayBeTightenedUnderParameters() {
    return tests(
        c -> {
          BoxBatch boxes = c.boxes();
          BoxBatch part = SlopeJudge.tightened(c.name(), boxes);
          Objectives objectives =
              new Numbers(c.name()).objectives(boxes.count(), boxes.dimension(), c.style());
          BoxRange range = new BoxRange(0, boxes.count());
          float[] values = SlopeJudge.parameters(c.name(), objectives.rows() * boxes.dimension());
          for (boolean staleLines : new boolean[] {true, false}) {
            try (OpenLane open = OpenLane.of(this, new Relu(), boxes.dimension())) {
              Lane lane = open.lane();
              SlopeJudge judge = new SlopeJudge(open, precision(), objectives, range);
              Tensor.Interval input = open.upload(boxes);
              Tensor.Rows over = judge.rows(input);
              Tensor.Slopes slopes = judge.slopes(over, input, values);
              Tensor.Relaxation stale = open.keep(lane.relax(open.output(), input));
              lane.intersect(input, open.upload(part));
              Tensor.Relaxation lines =
                  staleLines ? stale : open.keep(lane.relax(open.output(), input));
              Tensor.Rows back = open.keep(lane.backActivation(open.output(), over, lines, slopes));
              judge.check(back, part);
              Tensor.Points points = open.keep(lane.minimizer(back, input));
              lane.ascend(slopes, over, points, 1, 0.25f);
              judge.checkRanges(slopes, part);
              judge.check(open.keep(lane.backActivation(open.output(), over, lines, slopes)), part);
            }
          }
        });
  }

  @Test
  default void rowsOverInfiniteBoundsStaySoundWhateverTheParameters() {
    double inf = Double.POSITIVE_INFINITY;
    double[] lower = {-inf, -inf, -2, 3, -inf, -1, -1e30, -1e38, 0};
    double[] upper = {inf, 2, inf, inf, -1, 1, 1e38, 3e38, 0};
    BoxBatch boxes = new BoxBatch(1, 9, lower, upper);
    AvailableBackend.withSlopes(
        this,
        () -> {
          for (String name : List.of("infinite a", "infinite b", "infinite c", "infinite d")) {
            Objectives objectives = SlopeJudge.objectives(new Numbers(name), 1, 9, 20);
            float[] values = SlopeJudge.parameters(name, 180);
            try (OpenLane open = OpenLane.of(this, new Relu(), 9)) {
              SlopeJudge judge = new SlopeJudge(open, precision(), objectives, new BoxRange(0, 1));
              Tensor.Interval input = open.upload(boxes);
              Tensor.Rows over = judge.rows(input);
              Tensor.Slopes slopes = judge.slopes(over, input, values);
              judge.checkRanges(slopes, boxes);
              judge.check(judge.back(over, input, slopes), boxes);
            }
          }
        });
  }

  /** A slope of 0 or 1 and a multiplier of 0 round nothing, so that infinite bounds do no harm. */
  @Test
  default void exactLinesCostNothing() {
    double inf = Double.POSITIVE_INFINITY;
    BoxBatch box = BoxBatch.single(new double[] {-inf, 1, -3}, new double[] {4, inf, inf});
    Objectives objectives =
        new Objectives(3, new int[] {0, 1}, new double[] {3, 5, 7}, new double[] {0.5});
    AvailableBackend.withSlopes(
        this,
        () -> {
          try (OpenLane open = OpenLane.of(this, new Relu(), 3)) {
            SlopeJudge judge = new SlopeJudge(open, precision(), objectives, new BoxRange(0, 1));
            Tensor.Interval input = open.upload(box);
            Tensor.Rows over = judge.rows(input);
            Tensor.Slopes slopes = judge.slopes(over, input, new float[] {0, 0, 1});
            Tensor.Rows back = judge.back(over, input, slopes);
            BoxBatch point = BoxBatch.single(new double[] {2, 2, 2}, new double[] {2, 2, 2});
            double[] found = open.keep(open.lane().concretize(back, open.upload(point))).download();
            assertEquals(1, found.length);
            assertTrue(found[0] <= 24.5, "at a point: " + found[0]);
            assertEquals(24.5, found[0], 1e-4, "at a point");
          }
        });
  }
}
