package dev.hasse.bound;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

final class ReferenceBoundTest extends BoundConformance {
  ReferenceBoundTest() {
    super(Precision.DOUBLE);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("reference");
  }

  @Override
  protected boolean roundsEveryStep() {
    return true;
  }
}
