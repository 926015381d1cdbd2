package dev.hasse.kernels.opencl;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;

/** A program for {@link OpenClProcessTest}: opens the backend, computes, and says how it went. */
final class OpenClProbe {
  private static final int WIDTH = 8;

  private OpenClProbe() {}

  public static void main(String[] arguments) {
    try (ComputeBackend backend = Backends.open(OpenClBackend.NAME)) {
      Numbers numbers = new Numbers("probe");
      Network.Builder builder = Network.builder("probe", WIDTH);
      Network network =
          builder.build(builder.affine("affine", numbers.dense(3, WIDTH, Style.FLOATS, 0), 0));
      BoxBatch boxes = numbers.boxes(20, WIDTH, Style.FLOATS);
      try (Session session = backend.load(network);
          BoundAnalysis analysis = new BoundAnalysis(session)) {
        double before = analysis.outputs(boxes, BoundMethod.CROWN).lower(0, 0);
        if (arguments.length > 0) {
          System.gc();
        }
        double after = analysis.outputs(boxes, BoundMethod.CROWN).lower(0, 0);
        System.out.println(before == after ? "same" : "different");
        System.out.println(lost(backend) ? "lost" : "kept");
      }
    } catch (BackendUnavailableException e) {
      System.out.println("unavailable: " + e.getMessage());
    }
  }

  /** Whether a garbage collection costs the device its memory. */
  private static boolean lost(ComputeBackend backend) {
    Network input = Network.builder("input", 1).build(0);
    try (Session session = backend.load(input);
        var lane = session.openLane();
        var interval = lane.upload(BoxBatch.points(1, new double[] {1}))) {
      System.gc();
      interval.download();
      return false;
    } catch (DeviceMemoryException e) {
      return true;
    }
  }
}
