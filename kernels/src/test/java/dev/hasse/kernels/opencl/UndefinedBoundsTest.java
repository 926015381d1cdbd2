package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BoxRange;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import org.junit.jupiter.api.Test;

/** A pair that is not a number stays so on the device; every verb must read the whole line. */
final class UndefinedBoundsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final Network.Builder builder = Network.builder("relu", 2);
  private final Network network = builder.build(builder.activation("relu", new Relu(), 0));

  private interface Check {
    void run(Lane lane, Tensor.Interval undefined);
  }

  /** The first neuron undefined, the second in [2, 4]. */
  private void onUndefined(Check check) {
    BoxBatch left = BoxBatch.single(new double[] {INFINITY, 1}, new double[] {INFINITY, 2});
    BoxBatch right = BoxBatch.single(new double[] {-INFINITY, 1}, new double[] {-INFINITY, 2});
    try (ComputeBackend backend = AvailableBackend.open(OpenClBackend.NAME);
        Session session = backend.load(network);
        Lane lane = session.openLane();
        Tensor.Interval x = lane.upload(left);
        Tensor.Interval y = lane.upload(right);
        Tensor.Interval sum = lane.intervalAdd(x, y)) {
      check.run(lane, sum);
    }
  }

  @Test
  void activationsOfItAreNotNegative() {
    onUndefined(
        (lane, undefined) -> {
          assertEquals(1, undefined.download().undefined());
          try (Tensor.Interval relu = lane.intervalActivation(network.output(), undefined)) {
            Bounds found = relu.download();
            assertEquals(0, found.undefined());
            assertEquals(0, found.lower(0, 0));
            assertEquals(INFINITY, found.upper(0, 0));
          }
        });
  }

  @Test
  void itIsUnstableAndHasTheLinesOfTheWholeLine() {
    onUndefined(
        (lane, undefined) -> {
          RowSelection unstable = lane.unstable(network.output(), undefined);
          assertEquals(1, unstable.total());
          assertEquals(0, unstable.neuron(0));
          try (Tensor.Relaxation lines = lane.relax(network.output(), undefined);
              Tensor.Rows units = lane.unitRows(2, RowSelection.all(1, 2), new BoxRange(0, 1));
              Tensor.Rows rows = lane.backActivation(network.output(), units, lines);
              Tensor.Interval point = lane.upload(BoxBatch.points(2, new double[] {3, 3}));
              Tensor.RowBounds bounds = lane.concretize(rows, point)) {
            double[] found = bounds.download();
            assertEquals(0, found[0], 1e-6, "relu(z) >= 0");
            assertEquals(-INFINITY, found[2], "relu(z) <= infinity");
          }
        });
  }

  @Test
  void rowsOverItHaveNoBoundButIntersectionsHave() {
    onUndefined(
        (lane, undefined) -> {
          try (Tensor.Rows units = lane.unitRows(2, RowSelection.all(1, 2), new BoxRange(0, 1));
              Tensor.RowBounds bounds = lane.concretize(units, undefined);
              Tensor.Interval known =
                  lane.upload(BoxBatch.single(new double[] {-1, 0}, new double[] {1, 3}))) {
            double[] found = bounds.download();
            assertArrayEquals(
                new double[] {-INFINITY, -INFINITY}, new double[] {found[0], found[2]});
            lane.intersect(undefined, known);
            Bounds both = undefined.download();
            assertEquals(-1, both.lower(0, 0));
            assertEquals(1, both.upper(0, 0));
            assertEquals(3, both.upper(0, 1));
            assertEquals(1, both.undefined(), "what was undefined is still counted");
          }
        });
  }
}
