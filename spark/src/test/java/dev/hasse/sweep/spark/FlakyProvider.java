package dev.hasse.sweep.spark;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reference, on a device that is lost in the middle of a partition, so often as a test says.
 */
public final class FlakyProvider implements BackendProvider {
  static final String NAME = "flaky";

  /** Uploads until the next loss. Tasks make a provider of their own, so this is the class's. */
  static final AtomicInteger UPLOADS_LEFT = new AtomicInteger();

  /** Whether a device that was lost stays so. */
  static final AtomicBoolean FOR_GOOD = new AtomicBoolean();

  static final AtomicInteger LOSSES = new AtomicInteger();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return Integer.MIN_VALUE;
  }

  @Override
  public ComputeBackend open() throws BackendUnavailableException {
    return new DelegatingBackend(Backends.open("reference"), FlakyLane::new);
  }

  private static final class FlakyLane extends DelegatingLane {
    FlakyLane(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      int left = UPLOADS_LEFT.decrementAndGet();
      if (left == 0 || (left < 0 && FOR_GOOD.get())) {
        LOSSES.incrementAndGet();
        throw new DeviceLost();
      }
      return super.upload(boxes);
    }
  }

  /** No question's fault, so it is no row: an error ends the task. */
  private static final class DeviceLost extends Error {
    private static final long serialVersionUID = 1L;

    DeviceLost() {
      super("the device is lost");
    }
  }
}
