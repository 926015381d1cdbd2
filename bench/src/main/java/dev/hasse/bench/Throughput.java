package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How many boxes a second a backend bounds, from host memory to host memory, and how that compares
 * with the same device's matrix product in the same run.
 */
public final class Throughput {
  /** Fewest timed calls: a median of less says little. */
  public static final int FEWEST_REPETITIONS = 7;

  private static final int SGEMM_SIZE = 2048;
  private static final int SMALLEST_SGEMM_SIZE = 128;
  private static final int SGEMM_REPETITIONS = 3;

  /** Where one product takes longer than this, a smaller one must do: the reference is slow. */
  private static final double LONGEST_SGEMM_SECONDS = 0.5;

  private final Session session;
  private final BoxBatch boxes;
  private final BoundMethod method;

  /**
   * @param session not owned
   * @param boxes the batch of each call
   */
  public Throughput(Session session, BoxBatch boxes, BoundMethod method) {
    this.session = session;
    this.boxes = boxes;
    this.method = method;
  }

  /**
   * Checks the bounds of these boxes, then measures.
   *
   * @param repetitions timed calls, at least {@link #FEWEST_REPETITIONS}
   * @param seed of the points at which the bounds are checked
   * @throws WrongAnswerException when the bounds are wrong
   * @throws BackendUnavailableException when the reference backend, the judge, cannot run
   */
  public ThroughputResult measure(int repetitions, long seed) throws BackendUnavailableException {
    if (repetitions < FEWEST_REPETITIONS) {
      throw new IllegalArgumentException(
          repetitions + " repetitions, expected at least " + FEWEST_REPETITIONS);
    }
    ComputeBackend backend = session.backend();
    try (BoundAnalysis analysis = new BoundAnalysis(session)) {
      check(analysis.outputs(boxes, method), seed);
      int size = sgemmSize(backend);
      Runnable work = () -> analysis.outputs(boxes, method);
      int calls = Stopwatch.warmUp(work);
      double[] seconds = new double[repetitions];
      double[] onDevice = new double[repetitions];
      double[] sgemm = new double[repetitions];
      for (int k = 0; k < repetitions; k++) { // in turn: a machine's speed drifts
        double before = deviceSeconds();
        seconds[k] = Stopwatch.seconds(work, calls);
        onDevice[k] = (deviceSeconds() - before) / calls;
        sgemm[k] = backend.matrixProductGflops(size, SGEMM_REPETITIONS);
      }
      Samples inOrder = Samples.of(seconds);
      Samples products = Samples.of(sgemm);
      Arrays.sort(seconds);
      Arrays.sort(onDevice);
      Arrays.sort(sgemm);
      return new ThroughputResult(
          session.network().name(),
          method,
          backend.name(),
          backend.device(),
          boxes.count(),
          repetitions,
          median(seconds),
          seconds[0],
          seconds[repetitions - 1],
          session.deviceSeconds().isPresent()
              ? OptionalDouble.of(median(onDevice))
              : OptionalDouble.empty(),
          FlopCount.perBox(session.network(), method),
          LeastTraffic.of(session.network(), boxes.count()),
          median(sgemm),
          size,
          inOrder,
          products);
    }
  }

  private double deviceSeconds() {
    return session.deviceSeconds().orElse(0);
  }

  private void check(Bounds bounds, long seed) throws BackendUnavailableException {
    try (ComputeBackend reference = Backends.open("reference");
        Session judge = reference.load(session.network());
        BoundAnalysis forward = new BoundAnalysis(judge)) {
      AnswerCheck.require(boxes, bounds, forward::forward, seed);
    }
  }

  static int sgemmSize(ComputeBackend backend) {
    int size = SMALLEST_SGEMM_SIZE;
    while (size < SGEMM_SIZE) {
      double larger = 2.0 * size;
      double seconds = 2 * larger * larger * larger / (1e9 * backend.matrixProductGflops(size, 2));
      if (seconds > LONGEST_SGEMM_SECONDS) {
        return size;
      }
      size *= 2;
    }
    return size;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
