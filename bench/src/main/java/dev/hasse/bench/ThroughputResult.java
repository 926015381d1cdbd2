package dev.hasse.bench;

import dev.hasse.bound.BoundMethod;
import java.util.OptionalDouble;

/**
 * What {@link Throughput} measured.
 *
 * @param network its name
 * @param method what bounded the boxes
 * @param backend its name
 * @param device what ran, in words
 * @param batch boxes a call
 * @param repetitions timed calls
 * @param medianSeconds of one call
 * @param fastestSeconds of one call
 * @param slowestSeconds of one call
 * @param deviceSeconds that the device worked in the median call, summed over lanes, where it tells
 * @param flopsPerBox nominal operations of the method on one box
 * @param bytes the least that a call moves
 * @param sgemmGflops 10^9 operations a second of the device's own matrix product: the median of
 *     measurements in turn with the calls, each the fastest of three products
 * @param sgemmSize rows and columns of these matrices
 * @param seconds of each timed call, in their order
 * @param sgemmSamples the measurements of the matrix product, in turn with them
 */
public record ThroughputResult(
    String network,
    BoundMethod method,
    String backend,
    String device,
    int batch,
    int repetitions,
    double medianSeconds,
    double fastestSeconds,
    double slowestSeconds,
    OptionalDouble deviceSeconds,
    double flopsPerBox,
    double bytes,
    double sgemmGflops,
    int sgemmSize,
    Samples seconds,
    Samples sgemmSamples) {
  /** By the median call. */
  public double boxesPerSecond() {
    return batch / medianSeconds;
  }

  /** Nominal 10^9 operations a second, by the median call. */
  public double gflops() {
    return flopsPerBox * boxesPerSecond() / 1e9;
  }

  /** Nominal speed relative to the matrix product; above 1 where the engine saves work. */
  public double ratio() {
    return gflops() / sgemmGflops;
  }
}
