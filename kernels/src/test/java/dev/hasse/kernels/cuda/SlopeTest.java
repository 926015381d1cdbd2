package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with slopes and multipliers of their own: below the truth, and as the reference says. */
class SlopeTest {
  private static final int BOXES = 6;
  private static final int STEPS = 5;
  private static final int POINTS = 20;
  private static final double SLACK = 1e-5;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 33, 140})
  void rowsStayBelowWhateverTheParameters(int width) {
    for (Style style : new Style[] {Style.FLOATS, Style.AWKWARD, Style.DOUBLES}) {
      Numbers numbers = new Numbers("slopes " + width + style);
      BoxBatch boxes = numbers.boxes(BOXES, width, style);
      Objectives objectives = numbers.objectives(BOXES, width, style);
      float[] values = parameters(numbers, objectives.rows() * width);
      OptimizedRows found = OptimizedRows.of("cuda", boxes, objectives, values, STEPS);
      for (int p = 0; p < POINTS; p++) {
        checkBelow(boxes, numbers.pointsIn(boxes), objectives, found.bounds());
        checkBelow(boxes, numbers.pointsIn(boxes), objectives, found.better());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 33, 140})
  void everythingIsNearlyAsTheReferenceSays(int width) {
    Numbers numbers = new Numbers("near slopes " + width);
    BoxBatch boxes = numbers.boxes(BOXES, width, Style.FLOATS);
    Objectives objectives = numbers.objectives(BOXES, width, Style.FLOATS);
    for (float[] values : new float[][] {null, parameters(numbers, objectives.rows() * width)}) {
      OptimizedRows found = OptimizedRows.of("cuda", boxes, objectives, values, STEPS);
      OptimizedRows expected = OptimizedRows.of("reference", boxes, objectives, values, STEPS);
      assertArrayEquals(expected.given(), found.given(), "parameters");
      double slack = SLACK * width;
      assertArrayEquals(expected.bounds(), found.bounds(), slack, "bounds");
      assertArrayEquals(
          expected.coefficients(), found.coefficients(), (float) SLACK, "coefficients");
      assertArrayEquals(expected.points(), found.points(), SLACK, "points");
      assertArrayEquals(expected.risen(), found.risen(), (float) (100 * SLACK), "risen");
      assertArrayEquals(expected.better(), found.better(), 100 * slack, "better bounds");
    }
  }

  @Test
  void ascentRises() {
    Numbers numbers = new Numbers("ascent");
    BoxBatch boxes = numbers.boxes(BOXES, 33, Style.FLOATS);
    Objectives objectives = numbers.objectives(BOXES, 33, Style.FLOATS);
    OptimizedRows found = OptimizedRows.of("cuda", boxes, objectives, null, 40);
    double before = 0;
    double after = 0;
    for (int row = 0; row < objectives.rows(); row++) {
      before += found.bounds()[row];
      after += found.better()[row];
    }
    assertTrue(after > before, before + " to " + after);
    assertEquals(objectives.rows(), found.bounds().length);
  }

  /** In their ranges and out of them, of either sign. */
  private static float[] parameters(Numbers numbers, int length) {
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (numbers.below(4096) - 2048) * 0x1p-10f;
    }
    return values;
  }

  /** Without any tolerance, at one point a box. */
  private static void checkBelow(
      BoxBatch boxes, double[] points, Objectives objectives, double[] bounds) {
    int width = boxes.dimension();
    for (int b = 0; b < BOXES; b++) {
      for (int row = objectives.start(b); row < objectives.start(b + 1); row++) {
        BigDecimal value = new BigDecimal(objectives.constant(row));
        for (int i = 0; i < width; i++) {
          BigDecimal activation = new BigDecimal(Math.max(0, points[b * width + i]));
          value = value.add(activation.multiply(new BigDecimal(objectives.coefficient(row, i))));
        }
        double bound = bounds[row];
        assertTrue(
            bound == Double.NEGATIVE_INFINITY || new BigDecimal(bound).compareTo(value) <= 0,
            "row " + row + ": " + bound + " is above " + value);
      }
    }
  }
}
