package dev.hasse.kernels.cuda;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import java.util.List;

/** Finds the cuda backend. */
public final class CudaProvider implements BackendProvider {
  @Override
  public String name() {
    return CudaBackend.NAME;
  }

  /** Before all others: where there is a GPU it is many times as fast. */
  @Override
  public int preference() {
    return 100;
  }

  @Override
  public List<String> devices() {
    return Discovery.describeAll();
  }

  @Override
  public ComputeBackend open() throws BackendUnavailableException {
    return Discovery.open(List.of());
  }

  @Override
  public ComputeBackend open(List<Integer> numbers) throws BackendUnavailableException {
    return Discovery.open(numbers);
  }
}
