package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hasse.network.Relu;
import dev.hasse.relax.ReluRelaxation;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What optimisation of slopes and multipliers asks: the right gradient, the right step. */
public interface AscentConformance extends Subject {
  float RATE = 0x1p-6f;

  /** Rows' points go through the line that the row takes at each neuron. */
  @TestFactory
  default Stream<DynamicTest> pointsGoThroughTheLinesThatRowsTake() {
    return widths(this::checkForward);
  }

  private Stream<DynamicTest> widths(IntConsumer test) {
    return Stream.of(1, 2, 3, 31, 32, 33, 257)
        .map(
            width ->
                dynamicTest(
                    "width " + width,
                    () -> AvailableBackend.withSlopes(this, () -> test.accept(width))));
  }

  private void checkForward(int width) {
    AscentCase c = AscentCase.of(width);
    try (OpenLane open = OpenLane.of(this, new Relu(), width)) {
      Lane lane = open.lane();
      Tensor.Interval input = open.upload(c.boxes());
      Tensor.Rows over = c.rows(open, input);
      Tensor.Slopes slopes = open.keep(lane.slopes(open.output(), over, input, c.parameters()));
      Tensor.Relaxation lines = open.keep(lane.relax(open.output(), input));
      double[] z = open.keep(lane.uploadPoints(width, c.points())).download();
      double[] found =
          open.keep(
                  lane.forwardRelaxed(
                      open.output(),
                      open.keep(lane.uploadPoints(width, c.points())),
                      over,
                      lines,
                      slopes))
              .download();
      float[] parameters = slopes.download();
      c.forEach(
          (k, row, b, i) -> {
            double l = c.boxes().lower(b, i);
            double u = c.boxes().upper(b, i);
            double expected = l >= 0 ? z[k] : 0;
            if (ReluRelaxation.isUnstable(l, u)) {
              boolean below = c.objectives().coefficient(row, i) >= 0;
              expected = below ? parameters[k] * z[k] : u * (z[k] - l) / (u - l);
            }
            assertEquals(expected, found[k], precision().slack(8), "row " + row + ", " + i);
          });
    }
  }

  /** Steps of the same gradient move by the rate, as far as the ranges let them. */
  @TestFactory
  default Stream<DynamicTest> everyStepGoesTheGradientsWay() {
    return widths(width -> checkSteps(width, new double[] {1, 1, 1}, new double[] {1, 1, 1}));
  }

  /** After a step there, one of the opposite gradient moves by Adam's means. */
  @TestFactory
  default Stream<DynamicTest> stepsAreThoseOfAdam() {
    double second = (0.9 * 0.1 - 0.1) / (1 - 0.9 * 0.9);
    double mean = 0.9 * (0.9 * 0.1 - 0.1) + 0.1 * 3;
    double square = 0.999 * (0.999 * 0.001 + 0.001) + 0.001 * 9;
    double third = mean / (1 - 0.9 * 0.9 * 0.9) / Math.sqrt(square / (1 - 0.999 * 0.999 * 0.999));
    return widths(
        width -> checkSteps(width, new double[] {1, -1, 3}, new double[] {1, second, third}));
  }

  /**
   * @param factors of the points, step by step
   * @param moves what Adam makes of gradients of these factors, per unit of the rate
   */
  private void checkSteps(int width, double[] factors, double[] moves) {
    AscentCase c = AscentCase.of(width);
    try (OpenLane open = OpenLane.of(this, new Relu(), width)) {
      Lane lane = open.lane();
      Tensor.Interval input = open.upload(c.boxes());
      Tensor.Rows over = c.rows(open, input);
      Tensor.Slopes slopes = open.keep(lane.slopes(open.output(), over, input, c.parameters()));
      float[] expected = slopes.download();
      for (int step = 1; step <= factors.length; step++) {
        double factor = factors[step - 1];
        double[] z = Arrays.stream(c.points()).map(x -> factor * x).toArray();
        lane.ascend(slopes, over, open.keep(lane.uploadPoints(width, z)), step, RATE);
        float[] found = slopes.download();
        double move = RATE * moves[step - 1];
        c.forEach(
            (k, row, b, i) -> {
              double l = c.boxes().lower(b, i);
              double u = c.boxes().upper(b, i);
              double a = c.objectives().coefficient(row, i);
              double sign = Math.signum(c.points()[k]);
              double to;
              if (ReluRelaxation.isUnstable(l, u)) {
                to = Math.max(0, Math.min(1, expected[k] + (a > 0 ? sign * move : 0)));
              } else {
                double side = l >= 0 ? 1 : -1;
                to = Math.min(0, expected[k] + side * sign * move * c.largest(row));
              }
              assertEquals(to, found[k], 1e-5, "row " + row + ", neuron " + i);
            });
        System.arraycopy(found, 0, expected, 0, found.length);
      }
    }
  }

  /**
   * The derivative that the ascent takes, the row's coefficient times its point or the point, is
   * the difference quotient of the bound, through a network of two ReLU layers.
   */
  @Test
  default void gradientsAreDifferenceQuotients() {
    AvailableBackend.withSlopes(
        this,
        () -> {
          int compared = 0;
          for (int number = 0; number < 12; number++) {
            compared += new QuotientCheck(this, "gradient " + number).run();
          }
          assertTrue(compared > 100, compared + " quotients compared");
        });
  }
}
