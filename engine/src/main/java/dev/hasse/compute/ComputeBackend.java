package dev.hasse.compute;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;

/** One device that runs the verbs. */
public interface ComputeBackend extends AutoCloseable {
  /** The name it is asked for by: {@code reference}, {@code cpu}, {@code cuda}, {@code opencl}. */
  String name();

  /** What runs, in words: device, library, number of threads. */
  String device();

  /**
   * Uploads a network.
   *
   * @throws UnsupportedOpException when the network has an operation this backend lacks
   */
  Session load(Network network);

  /**
   * Makes room for training a network: its parameters, their gradient, and work between.
   *
   * @throws UnsupportedOperationException when this backend does not train
   */
  default TrainingSession train(Parameters parameters) {
    throw new UnsupportedOperationException(
        "backend " + name() + " does not train; reference, cpu and cuda do");
  }

  /** Dense algebra in doubles; plain Java on the host where the device brings none. */
  default DenseAlgebra algebra() {
    return new HostAlgebra();
  }

  /**
   * Speed of this device's own matrix product on {@code size x size} matrices, as the yardstick of
   * benchmarks.
   *
   * @param size rows and columns
   * @param repetitions timed products; the fastest counts
   * @return 10^9 operations a second, a multiplication and an addition being two
   */
  double matrixProductGflops(int size, int repetitions);

  @Override
  void close();
}
