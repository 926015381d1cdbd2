package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;

/** Training on the processor with OpenBLAS. */
final class CpuTraining implements TrainingSession {
  /** Floats that a micro-batch's values may take in one lane: 128 MiB, and less again off heap. */
  private static final long MOST_FLOATS = 1 << 25;

  /** Over 784 neurons they take half of a second-level cache of 1 MiB. */
  private static final int ROWS_AT_ONCE = 144;

  private final OpenBlas blas;
  private final Parameters parameters;
  private final TrainedMap[] maps;
  private final int threads;

  CpuTraining(OpenBlas blas, Parameters parameters, int threads) {
    this.blas = blas;
    this.parameters = parameters;
    this.maps = TrainedMap.of(parameters);
    this.threads = threads;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public int parallelism() {
    return threads;
  }

  @Override
  public int samplesPerStep(int rowsOfSample) {
    long neurons = parameters.network().nodes().stream().mapToLong(Node::size).sum();
    // Boxes, rows, and the gradients of both.
    return (int) Math.max(1, MOST_FLOATS / (neurons * (4 + 2L * rowsOfSample)));
  }

  /** Kernels that copy the weights for each product want all rows at once. */
  @Override
  public int rowsAtOnce() {
    return blas.multipliesInPlace() ? ROWS_AT_ONCE : Integer.MAX_VALUE;
  }

  @Override
  public void load(FloatBuffer values) {
    blas.keepToOneThread();
    for (TrainedMap map : maps) {
      if (map != null) {
        map.load(values);
      }
    }
  }

  @Override
  public TrainingLane openLane() {
    return new CpuTrainingLane(blas, maps);
  }

  @Override
  public void close() {
    for (TrainedMap map : maps) {
      if (map != null) {
        map.close();
      }
    }
  }
}
