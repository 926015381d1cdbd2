package dev.hasse.compute;

import dev.hasse.network.Network;
import java.util.OptionalDouble;

/** One network's weights on one device. Shared by threads; each thread opens its own lane. */
public interface Session extends AutoCloseable {
  Network network();

  /** The backend that this session runs on. */
  ComputeBackend backend();

  /** How many lanes the device keeps busy. */
  int parallelism();

  /** A worker of its own for the calling thread. */
  Lane openLane();

  /**
   * Whether there are wide lanes: workers for batches that are not shared out, which use more of
   * the device than one of several lanes should.
   */
  default boolean hasWideLanes() {
    return false;
  }

  /** A wide lane, or one like others where there are none. To be closed like others. */
  default Lane openWideLane() {
    return openLane();
  }

  /** How many boxes a lane should take at once, for work on intervals. */
  int boxesPerChunk();

  /**
   * Below this many boxes a chunk is too small to be worth sharing out: a processor's product is
   * too thin, a GPU's kernel takes less time than its launch.
   */
  default int smallestChunk() {
    return 16;
  }

  /** The same for work on rows, of which each box has many. */
  default int smallestChunkOfRows() {
    return smallestChunk();
  }

  /**
   * How many rows a lane should take at once.
   *
   * @param width the widest node that they pass
   */
  int rowsPerBlock(int width);

  /**
   * How many rows a lane takes of one box; a box with more is cut, and its rows go in parts. On a
   * node of an image these may be tens of thousands, each as wide as the image.
   *
   * @param width the widest node that they pass
   */
  default int mostRowsOfBox(int width) {
    return rowsPerBlock(width);
  }

  /**
   * How long the device has worked so far, by its own clock, summed over lanes: what a span of time
   * adds, less the host's work and waits. Empty where the device has no clock of its own.
   */
  default OptionalDouble deviceSeconds() {
    return OptionalDouble.empty();
  }

  @Override
  void close();
}
