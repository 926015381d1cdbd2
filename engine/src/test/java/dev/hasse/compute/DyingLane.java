package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails each upload of boxes after some, on all lanes that share the count. */
public final class DyingLane extends DelegatingLane {
  private final AtomicInteger left;

  /**
   * @param left uploads that still work
   */
  public DyingLane(Lane lane, AtomicInteger left) {
    super(lane);
    this.left = left;
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    if (left.getAndDecrement() <= 0) {
      throw new IllegalStateException("the device fell off the bus");
    }
    return super.upload(boxes);
  }
}
