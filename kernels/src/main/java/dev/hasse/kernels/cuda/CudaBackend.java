package dev.hasse.kernels.cuda;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import java.util.List;
import java.util.stream.Collectors;

/** All NVIDIA GPUs of the machine that the kernels can run on. */
final class CudaBackend implements ComputeBackend {
  static final String NAME = "cuda";

  private final List<CudaDevice> devices;
  private final int driverVersion;

  /**
   * Takes the devices over.
   *
   * @param devices at least one, their contexts retained
   * @param driverVersion as the driver counts: 12060 for 12.6
   */
  CudaBackend(List<CudaDevice> devices, int driverVersion) {
    this.devices = devices;
    this.driverVersion = driverVersion;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    String all =
        devices.stream()
            .collect(Collectors.groupingBy(CudaDevice::description, Collectors.counting()))
            .entrySet()
            .stream()
            .map(kind -> (kind.getValue() == 1 ? "" : kind.getValue() + " x ") + kind.getKey())
            .sorted()
            .collect(Collectors.joining(" and "));
    return all + ", driver for CUDA " + Discovery.version(driverVersion);
  }

  @Override
  public Session load(Network network) {
    return new CudaSession(this, devices, network);
  }

  @Override
  public TrainingSession train(Parameters parameters) {
    return new CudaTraining(devices, parameters);
  }

  /** Of the first device: a lane computes on one. */
  @Override
  public double matrixProductGflops(int size, int repetitions) {
    try (MatrixProduct product = new MatrixProduct(devices.get(0), size)) {
      return product.gflops(repetitions);
    }
  }

  /** Throws what only closing met, after everything was given back. */
  @Override
  public void close() {
    devices.forEach(CudaDevice::close);
    devices.forEach(device -> device.status().throwUnseen());
  }
}
