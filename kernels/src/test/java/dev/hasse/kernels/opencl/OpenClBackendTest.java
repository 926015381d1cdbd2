package dev.hasse.kernels.opencl;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

final class OpenClBackendTest extends BackendConformance {
  OpenClBackendTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("opencl");
  }

  @Override
  public boolean mayRefuseSlopes() {
    return true;
  }
}
