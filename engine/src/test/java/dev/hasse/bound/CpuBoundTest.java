package dev.hasse.bound;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

final class CpuBoundTest extends BoundConformance {
  CpuBoundTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("cpu");
  }
}
