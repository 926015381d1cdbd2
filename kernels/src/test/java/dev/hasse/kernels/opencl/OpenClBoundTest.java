package dev.hasse.kernels.opencl;

import dev.hasse.bound.BoundConformance;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;
import dev.hasse.network.Op;
import dev.hasse.network.Sigmoid;

final class OpenClBoundTest extends BoundConformance {
  OpenClBoundTest() {
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
}
