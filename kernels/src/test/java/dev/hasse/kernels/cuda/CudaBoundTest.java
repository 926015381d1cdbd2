package dev.hasse.kernels.cuda;

import dev.hasse.bound.BoundConformance;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

class CudaBoundTest extends BoundConformance {
  CudaBoundTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("cuda");
  }
}
