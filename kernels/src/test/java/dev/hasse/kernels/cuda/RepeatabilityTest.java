package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same boxes have the same bounds bit by bit, and what is copied there comes back. */
class RepeatabilityTest {
  private static final int BOXES = 35;

  private static List<Network> networks() {
    return List.of(Scenario.network(), ImageNetworks.residual(), ImageNetworks.pooled());
  }

  @ParameterizedTest
  @EnumSource(names = {"IBP", "CROWN_IBP", "CROWN"})
  void boundsAreTheSameFromRunToRunAndBoxByBox(BoundMethod method) {
    for (Network network : networks()) {
      BoxBatch boxes = new Numbers("repeated").boxes(BOXES, network.inputs(), Style.DOUBLES);
      Bounds first = bounds(network, boxes, method);
      Scenario.checkSame(first, bounds(network, boxes, method));
      for (int b = 0; b < BOXES; b += 17) {
        Scenario.checkSame(first, b, bounds(network, boxes.slice(b, b + 1), method), 0);
      }
    }
  }

  private static Bounds bounds(Network network, BoxBatch boxes, BoundMethod method) {
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return analysis.outputs(boxes, method);
    }
  }

  /** Small ones, ones of several pieces, and ones whose pieces end within a row. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "1000, 8", "4000, 785", "3, 300000", "70000, 33"})
  void boxesComeBackRoundedOutwards(int count, int width) {
    BoxBatch boxes = new Numbers("copied").boxes(count, width, Style.DOUBLES);
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        Session session = backend.load(Network.builder("input", width).build(0));
        Lane lane = session.openLane();
        Tensor.Interval interval = lane.upload(boxes)) {
      Bounds found = interval.download();
      assertEquals(0, found.undefined());
      for (int b = 0; b < count; b++) {
        for (int i = 0; i < width; i++) {
          assertEquals(Outward.floatDown(boxes.lower(b, i)), found.lower(b, i));
          assertEquals(Outward.floatUp(boxes.upper(b, i)), found.upper(b, i));
        }
      }
    }
  }

  @Test
  void pointsComeBackAsTheNearestFloats() {
    int width = 785;
    double[] points = new Numbers("points").boxes(3000, width, Style.DOUBLES).lower();
    double[] nearest = points.clone();
    for (int k = 0; k < nearest.length; k++) {
      nearest[k] = Outward.floatNearest(points[k]);
    }
    try (ComputeBackend backend = AvailableBackend.open("cuda");
        Session session = backend.load(Network.builder("input", width).build(0));
        Lane lane = session.openLane();
        Tensor.Points uploaded = lane.uploadPoints(width, points)) {
      assertArrayEquals(nearest, uploaded.download());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 128})
  void theMatrixProductIsRightAndTimed(int size) {
    try (ComputeBackend backend = AvailableBackend.open("cuda")) {
      double gflops = backend.matrixProductGflops(size, 2);
      assertTrue(gflops > 0 && gflops < 1e9, gflops + " GFLOP/s");
    }
  }
}
