package dev.hasse.kernels.cuda;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendConformance;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Precision;

class CudaBackendTest extends BackendConformance {
  CudaBackendTest() {
    super(Precision.FLOAT);
  }

  @Override
  protected ComputeBackend open() {
    return AvailableBackend.open("cuda");
  }
}
