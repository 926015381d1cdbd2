package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactBounds;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.relax.ReluRelaxation;
import java.util.Arrays;
import java.util.List;

/**
 * Judges rows through a ReLU of the boxes themselves, by parameters of their own. There a row's
 * minimum is separable, so exact arithmetic knows it.
 */
final class SlopeJudge {
  private static final float[] AWKWARD = {
    0f,
    -0f,
    1f,
    -1f,
    0.1f,
    -1f / 3,
    Math.nextUp(1f),
    Math.nextDown(1f),
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1e-30f,
    -1e-30f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final OpenLane open;
  private final Precision precision;
  private final Objectives objectives;
  private final BoxRange range;

  SlopeJudge(OpenLane open, Precision precision, Objectives objectives, BoxRange range) {
    this.open = open;
    this.precision = precision;
    this.objectives = objectives;
    this.range = range;
  }

  /** Parameters in their ranges and out of them, and what is no parameter at all. */
  static float[] parameters(String name, int length) {
    Numbers numbers = new Numbers("parameters of " + name);
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] =
          numbers.below(3) == 0
              ? AWKWARD[numbers.below(AWKWARD.length)]
              : (numbers.below(1 << 20) - (1 << 19)) * 0x1p-18f;
    }
    return values;
  }

  /** So many forms of each box. */
  static Objectives objectives(Numbers numbers, int boxes, int width, int forms) {
    int[] start = new int[boxes + 1];
    Arrays.setAll(start, b -> b * forms);
    return new Objectives(
        width,
        start,
        numbers.vector(boxes * forms * width, Style.DOUBLES),
        numbers.vector(boxes * forms, Style.DOUBLES));
  }

  /** Parts of boxes: some sides cut at zero, some at a point inside, some as they are. */
  static BoxBatch tightened(String name, BoxBatch boxes) {
    Numbers numbers = new Numbers("parts of " + name);
    double[] lower = boxes.lower();
    double[] upper = boxes.upper();
    double[] inside = numbers.pointsIn(boxes);
    for (int k = 0; k < lower.length; k++) {
      switch (numbers.below(5)) {
        case 0 -> lower[k] = Math.max(lower[k], Math.min(0, upper[k]));
        case 1 -> upper[k] = Math.min(upper[k], Math.max(0, lower[k]));
        case 2 -> lower[k] = inside[k];
        case 3 -> upper[k] = inside[k];
        default -> {} // as it is
      }
    }
    return new BoxBatch(boxes.count(), boxes.dimension(), lower, upper);
  }

  /** The forms as rows over the ReLU. */
  Tensor.Rows rows(Tensor.Interval input) {
    Tensor.Interval outputs = open.keep(open.lane().intervalActivation(open.output(), input));
    return open.keep(open.lane().objectiveRows(objectives, range, outputs));
  }

  Tensor.Slopes slopes(Tensor.Rows over, Tensor.Interval input, float[] values) {
    return open.keep(open.lane().slopes(open.output(), over, input, values));
  }

  Tensor.Rows back(Tensor.Rows over, Tensor.Interval input, Tensor.Slopes slopes) {
    Tensor.Relaxation lines = open.keep(open.lane().relax(open.output(), input));
    return open.keep(open.lane().backActivation(open.output(), over, lines, slopes));
  }

  /** What is done with each parameter. */
  private interface Visit {
    void at(String place, int k, int row, int box, int neuron);
  }

  private void forEach(BoxBatch boxes, Visit visit) {
    int first = objectives.start(range.from());
    int width = boxes.dimension();
    for (int b = range.from(); b < range.to(); b++) {
      for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
        for (int i = 0; i < width; i++) {
          String place = "box " + b + ", row " + r + ", neuron " + i;
          visit.at(place, (r - first) * width + i, r, b, i);
        }
      }
    }
  }

  private static boolean isUnstable(BoxBatch boxes, int b, int i) {
    return ReluRelaxation.isUnstable(boxes.lower(b, i), boxes.upper(b, i));
  }

  /** Slopes in [0, 1], multipliers at most 0. */
  void checkRanges(Tensor.Slopes slopes, BoxBatch boxes) {
    float[] found = slopes.download();
    forEach(
        boxes,
        (place, k, row, b, i) -> {
          float p = found[k];
          boolean inRange = isUnstable(boxes, b, i) ? p >= 0 && p <= 1 : p <= 0;
          assertTrue(inRange && Float.isFinite(p), () -> place + ": parameter " + p);
        });
  }

  /** Parameters are in their ranges, and those that were stay as they are. */
  void checkGiven(Tensor.Slopes slopes, BoxBatch boxes, float[] values) {
    checkRanges(slopes, boxes);
    float[] found = slopes.download();
    assertEquals(values.length, found.length, "parameters");
    forEach(
        boxes,
        (place, k, row, b, i) -> {
          float given = Float.isFinite(values[k]) ? values[k] : found[k];
          float nearest =
              isUnstable(boxes, b, i) ? Math.max(0, Math.min(1, given)) : Math.min(0, given);
          assertEquals(nearest + 0f, found[k] + 0f, place);
        });
  }

  /** The slopes that lean as the bounds do, and no multipliers. */
  void checkAdaptive(Tensor.Slopes slopes, BoxBatch boxes) {
    checkRanges(slopes, boxes);
    float[] found = slopes.download();
    forEach(
        boxes,
        (place, k, row, b, i) -> {
          double l = boxes.lower(b, i);
          double u = boxes.upper(b, i);
          if (!isUnstable(boxes, b, i)) {
            assertEquals(0f, found[k] + 0f, place);
          } else if (Math.abs(l + u) > 4 * precision.unit() * (u - l) + Magnitudes.TINY) {
            assertEquals(u > -l ? 1f : 0f, found[k], place);
          }
        });
  }

  /** No row is above its form, over the boxes and at points of them. */
  void check(Tensor.Rows back, BoxBatch boxes) {
    checkBelow(back, boxes);
    for (BoxBatch points : pointsOf(boxes)) {
      checkBelow(back, points);
    }
  }

  private static List<BoxBatch> pointsOf(BoxBatch boxes) {
    int width = boxes.dimension();
    Numbers numbers = new Numbers("points under slopes");
    double[] nearKink = boxes.lower();
    double[] upper = boxes.upper();
    Arrays.setAll(nearKink, k -> Math.max(nearKink[k], Math.min(upper[k], 0)));
    double[] low = finite(boxes.lower(), boxes, numbers);
    double[] high = finite(upper, boxes, numbers);
    return List.of(
        BoxBatch.points(width, low),
        BoxBatch.points(width, high),
        BoxBatch.points(width, finite(nearKink, boxes, numbers)),
        BoxBatch.points(width, numbers.pointsIn(boxes)),
        BoxBatch.points(width, numbers.pointsIn(boxes)));
  }

  private static double[] finite(double[] points, BoxBatch boxes, Numbers numbers) {
    double[] inside = numbers.pointsIn(boxes);
    Arrays.setAll(points, k -> Double.isInfinite(points[k]) ? inside[k] : points[k]);
    return points;
  }

  private void checkBelow(Tensor.Rows back, BoxBatch where) {
    double[] found = open.keep(open.lane().concretize(back, open.upload(where))).download();
    int first = objectives.start(range.from());
    assertEquals(objectives.start(range.to()) - first, found.length, "number of rows");
    for (int b = range.from(); b < range.to(); b++) {
      ExactBounds relu = ExactBounds.of(where, b).relu();
      for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
        Dyadic smallest = Dyadic.of(objectives.constant(r));
        for (int i = 0; i < where.dimension(); i++) {
          Dyadic a = Dyadic.of(objectives.coefficient(r, i));
          smallest = smallest.plus(a.times(a.signum() > 0 ? relu.lower()[i] : relu.upper()[i]));
        }
        Enclosure.checkSound("box " + b + ", row " + r, found[r - first], smallest);
      }
    }
  }

  /** The rows are those of their parameters, up to slack: they are no looser than they need be. */
  void checkLines(Tensor.Rows back, Tensor.Slopes slopes, BoxBatch boxes) {
    float[] parameters = slopes.download();
    for (BoxBatch where : pointsOf(boxes)) {
      double[] found = open.keep(open.lane().concretize(back, open.upload(where))).download();
      int first = objectives.start(range.from());
      double[] value = new double[found.length];
      double[] magnitude = new double[found.length];
      double[] all = new double[found.length];
      Arrays.fill(magnitude, Magnitudes.TINY);
      forEach(
          boxes,
          (place, k, row, b, i) -> {
            double a = objectives.coefficient(row, i);
            double x = where.lower(b, i);
            double largest = Magnitudes.largest(boxes, b, i) + Magnitudes.TINY;
            value[row - first] += line(boxes, b, i, a, parameters[k], x);
            // a parameter that overflows next may cost anything, even where it meets a zero
            boolean huge = Math.abs(parameters[k]) > precision.largest() / 1024;
            magnitude[row - first] +=
                huge
                    ? Double.POSITIVE_INFINITY
                    : (Math.abs(a) + Math.abs(parameters[k]) + Magnitudes.TINY) * largest;
            // an intercept may be lifted by underflow's price, and is multiplied by a
            all[row - first] += largest + Math.abs(a);
          });
      for (int r = 0; r < found.length; r++) {
        double constant = objectives.constant(first + r);
        double slack =
            precision.slack(2 * boxes.dimension(), magnitude[r] + Math.abs(constant), all[r], 0);
        if (slack < Double.POSITIVE_INFINITY) {
          assertEquals(value[r] + constant, found[r], slack, "row " + (first + r) + "'s lines");
        }
      }
    }
  }

  private static double line(BoxBatch boxes, int b, int i, double a, float parameter, double x) {
    double l = boxes.lower(b, i);
    double u = boxes.upper(b, i);
    if (!ReluRelaxation.isUnstable(l, u)) {
      return (l >= 0 ? a + parameter : -parameter) * x;
    }
    return a >= 0 ? a * parameter * x : a * (u * (x - l) / (u - l));
  }
}
