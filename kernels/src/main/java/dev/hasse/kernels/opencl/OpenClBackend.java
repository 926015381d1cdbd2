package dev.hasse.kernels.opencl;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.network.Network;

/** One OpenCL device. */
final class OpenClBackend implements ComputeBackend {
  static final String NAME = "opencl";

  private final String description;
  private final OpenClDevice device;

  OpenClBackend(String description, OpenClDevice device) {
    this.description = description;
    this.device = device;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return description;
  }

  @Override
  public Session load(Network network) {
    return new OpenClSession(this, network, device);
  }

  /** With the product that the verbs use. */
  @Override
  public double matrixProductGflops(int size, int repetitions) {
    try (LaneMemory memory = new LaneMemory(device)) {
      Block ones = memory.take((long) size * size);
      Block result = memory.take((long) size * size);
      int length = result.length();
      device.run(Launch.elements(Verb.FILL, length, 1).target(ones).factor(1));
      double best = Double.POSITIVE_INFINITY;
      for (int repetition = 0; repetition < repetitions; repetition++) {
        long start = System.nanoTime();
        device.run(
            Launch.product(Verb.PRODUCT, size, size, size).first(ones).second(ones).target(result));
        best = Math.min(best, 1e-9 * (System.nanoTime() - start));
      }
      if (device.download(result, length)[length - 1] != size) {
        throw new IllegalStateException("the OpenCL device computed a wrong product");
      }
      return 2e-9 * size * size * size / best;
    }
  }

  @Override
  public void close() {
    device.close();
  }
}
