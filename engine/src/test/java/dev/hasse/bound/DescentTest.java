package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.RandomNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The corners against differences of the network's values, and deadlines. */
final class DescentTest {
  private static final int NETWORKS = 40;
  private static final int POINTS = 23;
  private static final int INPUTS = 6;
  private static final double STEP = 1e-4;

  @TestFactory
  Stream<DynamicTest> cornersAreOnTheSideWhereTheFormFalls() {
    return Stream.of("reference", "cpu")
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
  }

  private static void compare(String name) {
    int judged = 0;
    try (ComputeBackend backend = AvailableBackend.open(name)) {
      for (int number = 0; number < NETWORKS; number++) {
        Network network = RandomNetwork.of("descent " + number, INPUTS, Style.FLOATS);
        judged += compare(network, backend, new Numbers("descent points " + number));
      }
    }
    assertTrue(judged > NETWORKS * POINTS, judged + " coordinates judged");
  }

  private static int compare(Network network, ComputeBackend backend, Numbers numbers) {
    BoxBatch boxes = numbers.boxes(POINTS, INPUTS, Style.FLOATS);
    double[] points = numbers.pointsIn(boxes);
    for (int k = 0; k < points.length; k++) {
      points[k] = (float) points[k];
    }
    double[] c = numbers.vector(POINTS * network.outputs(), Style.FLOATS);
    int[] start = new int[POINTS + 1];
    Arrays.setAll(start, k -> k);
    Objectives forms = new Objectives(network.outputs(), start, c, new double[POINTS]);
    int judged = 0;
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      double[] corners = analysis.descentCorners(points, boxes, forms);
      for (int p = 0; p < POINTS; p++) {
        double[] point = Arrays.copyOfRange(points, p * INPUTS, (p + 1) * INPUTS);
        for (int i = 0; i < INPUTS; i++) {
          double here = form(network, forms, p, point, i, 0);
          double fall = here - form(network, forms, p, point, i, -STEP);
          double rise = form(network, forms, p, point, i, STEP) - here;
          double noise = 1e-9 * (1 + Math.abs(here));
          if (Math.abs(rise - fall) <= 1e-3 * Math.abs(rise) && Math.abs(rise) > noise) {
            judged++; // no kink near
            double expected = rise > 0 ? boxes.lower(p, i) : boxes.upper(p, i);
            double slack = 1e-6 * (1 + Math.abs(expected)); // the device's rounding
            assertEquals(expected, corners[p * INPUTS + i], slack, network + ", point " + p);
          }
        }
      }
    }
    return judged;
  }

  private static double form(
      Network network, Objectives forms, int row, double[] point, int moved, double by) {
    double[] at = point.clone();
    at[moved] += by;
    double[] outputs = ForwardEvaluation.of(network, at);
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += forms.coefficient(row, i) * outputs[i];
    }
    return sum;
  }

  @Test
  void afterTheDeadlineThereIsNoResult() {
    Network network = RandomNetwork.of("deadline", INPUTS, Style.FLOATS);
    BoxBatch boxes = new Numbers("deadline").boxes(3, INPUTS, Style.FLOATS);
    try (ComputeBackend backend = AvailableBackend.open("reference");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      BoundAnalysis late = analysis.until(Deadline.in(0));
      assertThrows(DeadlinePassedException.class, () -> late.outputs(boxes, BoundMethod.CROWN));
      assertThrows(DeadlinePassedException.class, () -> late.forward(new double[INPUTS]));
      BoundAnalysis early = analysis.until(Deadline.in(Double.MAX_VALUE));
      assertEquals(3, early.outputs(boxes, BoundMethod.CROWN).count());
    }
  }
}
