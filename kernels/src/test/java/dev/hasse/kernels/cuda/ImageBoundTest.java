package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PreciseNetwork;
import dev.hasse.network.Network;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Bounds of convolution networks enclose exact outputs, and are nearly those of the reference. */
class ImageBoundTest {
  private static final int BOXES = 5;
  private static final int POINTS = 3;

  /** Far above what float32 loses in these networks, whose values are around one. */
  private static final double SLACK = 1e-4;

  @Test
  void residualNetworksAreBounded() {
    check(ImageNetworks.residual());
  }

  @Test
  void pooledSigmoidsAreBounded() {
    check(ImageNetworks.pooled());
  }

  private static void check(Network network) {
    Numbers numbers = new Numbers("images of " + network.name());
    double[] centers = new double[BOXES * network.inputs()];
    for (int k = 0; k < centers.length; k++) {
      centers[k] = numbers.uniform();
    }
    BoxBatch boxes = BoxBatch.around(network.inputs(), centers, 0.05, 0, 1);
    for (BoundMethod method : BoundMethod.propagating()) {
      Bounds found = bounds("cuda", network, boxes, method);
      Bounds reference = bounds("reference", network, boxes, method);
      for (int b = 0; b < BOXES; b++) {
        for (int i = 0; i < network.outputs(); i++) {
          String place = method + ", box " + b + ", output " + i;
          assertEquals(reference.lower(b, i), found.lower(b, i), slack(reference, b, i), place);
          assertEquals(reference.upper(b, i), found.upper(b, i), slack(reference, b, i), place);
        }
      }
      for (int p = 0; p < POINTS; p++) {
        checkEnclosed(network, numbers.pointsIn(boxes), found);
      }
    }
  }

  private static double slack(Bounds reference, int box, int output) {
    double low = Math.abs(reference.lower(box, output));
    return SLACK * (1 + Math.max(low, Math.abs(reference.upper(box, output))));
  }

  /** A point a box, without any tolerance. */
  private static void checkEnclosed(Network network, double[] points, Bounds found) {
    PreciseNetwork exact = new PreciseNetwork(network);
    for (int b = 0; b < BOXES; b++) {
      double[] point = new double[network.inputs()];
      System.arraycopy(points, b * point.length, point, 0, point.length);
      BigDecimal[] outputs = exact.outputs(point);
      for (int i = 0; i < outputs.length; i++) {
        assertTrue(new BigDecimal(found.lower(b, i)).compareTo(outputs[i]) <= 0, "lower");
        assertTrue(new BigDecimal(found.upper(b, i)).compareTo(outputs[i]) >= 0, "upper");
      }
    }
  }

  private static Bounds bounds(
      String backend, Network network, BoxBatch boxes, BoundMethod method) {
    try (ComputeBackend opened = AvailableBackend.open(backend);
        Session session = opened.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return analysis.outputs(boxes, method);
    }
  }
}
