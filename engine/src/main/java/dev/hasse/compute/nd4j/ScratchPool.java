package dev.hasse.compute.nd4j;

/** Off-heap buffers of a lane. */
final class ScratchPool extends SizedPool<Scratch> implements AutoCloseable {
  ScratchPool() {
    super(10);
  }

  @Override
  Scratch create(int length) {
    return new Scratch().ensureExactly(length);
  }

  @Override
  int length(Scratch scratch) {
    return scratch.capacity();
  }

  @Override
  public void close() {
    drain().forEach(Scratch::close);
  }
}
