package dev.hasse.compute.reference;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

final class ReferenceBackendTest extends BackendConformance {
  ReferenceBackendTest() {
    super(Precision.DOUBLE);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("reference");
  }
}
