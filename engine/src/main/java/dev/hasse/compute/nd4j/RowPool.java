package dev.hasse.compute.nd4j;

/** What the rows of a lane live in: coefficients off heap, constants on it. */
record RowPool(ScratchPool coefficients, DoublePool constants) implements AutoCloseable {
  RowPool() {
    this(new ScratchPool(), new DoublePool());
  }

  @Override
  public void close() {
    coefficients.close();
  }
}
