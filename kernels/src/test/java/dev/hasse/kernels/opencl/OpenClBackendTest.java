package dev.hasse.kernels.opencl;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;
import dev.hasse.network.Op;
import dev.hasse.network.Sigmoid;

final class OpenClBackendTest extends BackendConformance {
  OpenClBackendTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("opencl");
  }

  @Override
  public boolean mayRefuse(Op op) {
    return op instanceof Sigmoid;
  }

  @Override
  public boolean mayRefuseSlopes() {
    return true;
  }

  @Override
  public boolean mayRefuseTraining() {
    return true;
  }
}
