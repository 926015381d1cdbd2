package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches are cut into chunks, and into smaller ones where the device has no room: the answer is
 * the same, digit by digit on the reference backend, where each box is alone anyway.
 */
final class ScarceMemoryTest {
  private static final int BOXES = 200;

  private final Numbers numbers = new Numbers("scarce memory");
  private final Network network = network();
  private final BoxBatch boxes = numbers.boxes(BOXES, 3, Style.DOUBLES);
  private final Objectives objectives = numbers.objectives(BOXES, 2, Style.DOUBLES);
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();

  private Network network() {
    Network.Builder builder = Network.builder("two layers", 3);
    int first = builder.affine("first", numbers.dense(9, 3, Style.DOUBLES, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    return builder.build(builder.affine("second", numbers.dense(2, 9, Style.DOUBLES, 0), relu));
  }

  /** Has no room for activations of more than so many boxes at once. */
  private final class SmallLane extends DelegatingLane {
    private final int most;

    SmallLane(Lane lane, int most) {
      super(lane);
      this.most = most;
      open.incrementAndGet();
    }

    @Override
    public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
      if (input.boxes() > most) {
        refusals.incrementAndGet();
        throw new DeviceMemoryException("room for " + most + " boxes", null);
      }
      return super.intervalActivation(node, input);
    }

    @Override
    public void close() {
      open.decrementAndGet();
      super.close();
    }
  }

  private ComputeBackend small(int most) {
    return new DelegatingBackend(
        AvailableBackend.open("reference"), lane -> new SmallLane(lane, most));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 63, 1000})
  void boundsAreThoseOfEachBoxAlone(int most) {
    try (ComputeBackend backend = small(most);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (BoundMethod method : BoundMethod.propagating()) {
        Bounds all = analysis.outputs(boxes, method);
        ObjectiveBounds rows = analysis.objectives(boxes, objectives, method);
        for (int b = 0; b < BOXES; b += 13) {
          BoxBatch one = boxes.slice(b, b + 1);
          Bounds alone = analysis.outputs(one, method);
          for (int i = 0; i < 2; i++) {
            assertEquals(alone.lower(0, i), all.lower(b, i), "box " + b);
            assertEquals(alone.upper(0, i), all.upper(b, i), "box " + b);
          }
          Objectives part = objectives.slice(b, b + 1);
          ObjectiveBounds aloneRows = analysis.objectives(one, part, method);
          for (int r = 0; r < part.rows(); r++) {
            assertEquals(aloneRows.lower(r), rows.lower(objectives.start(b) + r), "box " + b);
          }
        }
      }
      // Chunks are never planned smaller than 16 boxes.
      assertTrue(most >= 16 || refusals.get() > 0, "refusals");
    }
    assertEquals(0, open.get(), "lanes left open");
  }

  @Test
  void noLaneIsAtWorkOnceAFailureIsThrown() {
    AtomicBoolean first = new AtomicBoolean(true);
    try (ComputeBackend backend =
            new DelegatingBackend(
                AvailableBackend.open("reference"), lane -> new OneBrokenLane(lane, first));
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      assertThrows(IllegalStateException.class, () -> analysis.outputs(boxes, BoundMethod.IBP));
      assertEquals(0, working.get(), "lanes at work");
    }
  }

  /** The first lane to begin breaks, all others take their time. */
  private final class OneBrokenLane extends DelegatingLane {
    private final boolean broken;

    OneBrokenLane(Lane lane, AtomicBoolean first) {
      super(lane);
      this.broken = first.getAndSet(false);
    }

    @Override
    public Tensor.Interval upload(BoxBatch part) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      working.incrementAndGet();
      LockSupport.parkNanos(20_000_000);
      working.decrementAndGet();
      return super.upload(part);
    }
  }

  @Test
  void oneBoxThatDoesNotFitIsAFailure() {
    try (ComputeBackend backend = small(0);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      assertThrows(DeviceMemoryException.class, () -> analysis.outputs(boxes, BoundMethod.CROWN));
    }
    assertEquals(0, open.get(), "lanes left open");
  }

  @Test
  void pointsAreThoseOfEachPointAlone() {
    double[] points = numbers.pointsIn(boxes);
    try (ComputeBackend backend = small(1000);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      double[] all = analysis.forward(points);
      assertEquals(2 * BOXES, all.length);
      for (int p = 0; p < BOXES; p += 17) {
        double[] point = pointAt(points, p);
        double[] alone = analysis.forward(point);
        assertArrayEquals(new double[] {all[2 * p], all[2 * p + 1]}, alone);
      }
      assertEquals(0, analysis.forward(new double[0]).length);
    }
  }

  private static double[] pointAt(double[] points, int point) {
    return Arrays.copyOfRange(points, 3 * point, 3 * point + 3);
  }

  @Test
  void anEmptyBatchHasNoBounds() {
    try (ComputeBackend backend = small(10);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      BoxBatch none = boxes.slice(0, 0);
      for (BoundMethod method : BoundMethod.propagating()) {
        assertEquals(0, analysis.outputs(none, method).count());
        Objectives nothing = objectives.slice(0, 0);
        analysis.objectives(none, nothing, method);
      }
    }
  }
}
