package dev.hasse.train;

import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes ND4J and its BLAS use one thread until closed, for the whole process.
 *
 * <p>A training step is some thirty small operations. Threads that wait for each other at the end
 * of each cost more than they bring: an epoch of MNIST through 32 hidden neurons took 2.6 s with
 * one thread and with two on two idle cores, and 3 s against 35 s where something else ran beside
 * it. One thread also makes the order of all sums certain, so that a seed gives the same network.
 */
final class OneThread implements AutoCloseable {
  private final Environment environment = Nd4j.getEnvironment();
  private final Blas blas = Nd4j.factory().blas();
  private final int threads = environment.maxThreads();
  private final int masterThreads = environment.maxMasterThreads();
  private final int blasThreads = blas.getMaxThreads();

  OneThread() {
    set(1, 1, 1);
  }

  @Override
  public void close() {
    set(threads, masterThreads, blasThreads);
  }

  private void set(int ops, int masters, int products) {
    environment.setMaxThreads(ops);
    environment.setMaxMasterThreads(masters);
    blas.setMaxThreads(products);
  }
}
