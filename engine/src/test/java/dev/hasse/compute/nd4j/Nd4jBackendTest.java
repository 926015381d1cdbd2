package dev.hasse.compute.nd4j;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

final class Nd4jBackendTest extends BackendConformance {
  Nd4jBackendTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("cpu");
  }
}
