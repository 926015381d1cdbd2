package dev.hasse.compute.nd4j;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;

/** Finds the cpu backend. */
public final class CpuProvider implements BackendProvider {
  @Override
  public String name() {
    return CpuBackend.NAME;
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public ComputeBackend open() throws BackendUnavailableException {
    return new CpuBackend(OpenBlas.load());
  }
}
