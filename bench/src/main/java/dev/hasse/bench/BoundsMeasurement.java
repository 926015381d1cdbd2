package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Points of one run: seconds of a call that bounds a batch, and the ceilings between them. */
public final class BoundsMeasurement {
  /** After so many seconds of samples a point ends, once it has enough of them to be compared. */
  private static final double LONGEST_SECONDS = 6;

  /** See {@link SampleComparison}. */
  private static final int FEWEST_SAMPLES = 4;

  private final ComputeBackend backend;
  private final int repetitions;
  private final long seed;
  private final Ceilings.Gauge gauge;

  /**
   * @param backend not owned
   * @param repetitions samples of each point; fewer, but at least four, where they take long
   * @param seed of the points at which bounds are checked
   */
  public BoundsMeasurement(ComputeBackend backend, int repetitions, long seed) {
    this.backend = backend;
    this.repetitions = repetitions;
    this.seed = seed;
    this.gauge = new Ceilings.Gauge(backend);
  }

  /**
   * Checks the bounds of these boxes, warms up and measures, a ceiling after each sample.
   *
   * @throws WrongAnswerException when the bounds are wrong
   * @throws BackendUnavailableException when the reference backend, the judge, cannot run
   */
  public BenchPoint measure(
      Network network, BoxBatch boxes, BoundMethod method, Map<String, String> parameters)
      throws BackendUnavailableException {
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session);
        ComputeBackend reference = Backends.open("reference");
        Session judge = reference.load(network);
        BoundAnalysis forward = new BoundAnalysis(judge)) {
      AnswerCheck.require(boxes, analysis.outputs(boxes, method), forward::forward, seed);
      Runnable work = () -> analysis.outputs(boxes, method);
      int calls = Stopwatch.warmUp(work);
      List<Double> seconds = new ArrayList<>();
      long start = System.nanoTime();
      while (seconds.size() < repetitions
          && (seconds.size() < FEWEST_SAMPLES
              || (System.nanoTime() - start) / 1e9 < LONGEST_SECONDS)) {
        seconds.add(Stopwatch.seconds(work, calls));
        gauge.sample();
      }
      double count = boxes.count();
      return new BenchPoint(
          "bounds",
          parameters,
          boxes.count(),
          count * FlopCount.perBox(network, method),
          LeastTraffic.of(network, boxes.count()),
          new Samples(seconds));
    }
  }

  /** The ceilings over all points so far. */
  public Ceilings ceilings() {
    return gauge.ceilings();
  }
}
