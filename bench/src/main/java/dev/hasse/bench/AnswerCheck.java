package dev.hasse.bench;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Looks at bounds before their speed is measured, so that a wrong fast kernel cannot win: they are
 * finite, in order, and hold the outputs at some points of their boxes.
 */
final class AnswerCheck {
  private static final int BOXES = 32;
  private static final int RANDOM_POINTS = 5;

  /**
   * Rounding of the outputs that the bounds are compared with: they come from double arithmetic,
   * rounded to nearest, not from real numbers.
   */
  private static final double OUTPUT_ROUNDING = 1e-9;

  private AnswerCheck() {}

  /**
   * @param outputs the network in double arithmetic, from {@code [point][input]} to {@code
   *     [point][output]}, by an implementation other than the measured one where there is one
   * @throws WrongAnswerException when a bound is not a bound
   */
  static void require(BoxBatch boxes, Bounds bounds, UnaryOperator<double[]> outputs, long seed) {
    requireIntervals(bounds);
    SplittableRandom random = new SplittableRandom(seed);
    int step = Math.max(1, boxes.count() / BOXES);
    for (int b = 0; b < boxes.count(); b += step) {
      double[] found = outputs.apply(points(boxes, b, random));
      for (int at = 0; at < found.length; at++) {
        int output = at % bounds.width();
        double slack = OUTPUT_ROUNDING * (1 + Math.abs(found[at]));
        if (!(found[at] >= bounds.lower(b, output) - slack
            && found[at] <= bounds.upper(b, output) + slack)) {
          throw new WrongAnswerException(
              "box %d: a point has output %d at %s, outside its bounds [%s, %s]"
                  .formatted(
                      b, output, found[at], bounds.lower(b, output), bounds.upper(b, output)));
        }
      }
    }
  }

  private static void requireIntervals(Bounds bounds) {
    for (int b = 0; b < bounds.count(); b++) {
      for (int i = 0; i < bounds.width(); i++) {
        double lower = bounds.lower(b, i);
        double upper = bounds.upper(b, i);
        if (!(lower <= upper) || Double.isInfinite(lower) || Double.isInfinite(upper)) {
          throw new WrongAnswerException(
              "box %d, output %d has the bounds [%s, %s], expected a finite interval"
                  .formatted(b, i, lower, upper));
        }
      }
    }
  }

  /** Both end corners, the centre and some random points of one box. */
  private static double[] points(BoxBatch boxes, int box, SplittableRandom random) {
    int dimension = boxes.dimension();
    double[] points = new double[(3 + RANDOM_POINTS) * dimension];
    for (int i = 0; i < dimension; i++) {
      double lower = boxes.lower(box, i);
      double upper = boxes.upper(box, i);
      double[] places = new double[3 + RANDOM_POINTS];
      Arrays.setAll(places, k -> k < 3 ? k / 2.0 : random.nextDouble());
      for (int k = 0; k < places.length; k++) {
        double place = lower + places[k] * (upper - lower);
        points[k * dimension + i] = Math.min(Math.max(place, lower), upper);
      }
    }
    return points;
  }
}
