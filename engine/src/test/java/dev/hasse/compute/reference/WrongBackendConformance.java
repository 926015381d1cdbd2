package dev.hasse.compute.reference;

import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.Precision;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The suite on the reference backend with a fault; run by {@link WrongBackendsTest} alone. */
@TestMethodOrder(LikelyFirst.class)
@ExtendWith({FaultParameter.class, StopAtFirstFailure.class})
final class WrongBackendConformance extends BackendConformance {
  private final WrongLane wrong;

  WrongBackendConformance(WrongLane wrong) {
    super(Precision.DOUBLE);
    this.wrong = wrong;
  }

  @Override
  protected ComputeBackend open() {
    return new DelegatingBackend(new ReferenceBackend(), wrong.lane(), wrong.training());
  }
}
