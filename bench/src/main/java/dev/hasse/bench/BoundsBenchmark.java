package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How does the time of one call grow with the batch, for each method, on a generated network? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 7, time = 2)
public class BoundsBenchmark {
  private static final long SEED = 20_240_601;

  @Param({"IBP", "CROWN_IBP", "CROWN"})
  BoundMethod method;

  @Param({"1", "64", "1024"})
  int batch;

  @Param("cpu")
  String backendName;

  private ComputeBackend backend;
  private Session session;
  private BoundAnalysis analysis;
  private BoxBatch boxes;

  /** Opens the backend and checks its answer against the reference. */
  @Setup(Level.Trial)
  public void open() throws BackendUnavailableException {
    Network network = GeneratedNetworks.perceptron(new int[] {784, 256, 256, 10}, SEED);
    boxes = GeneratedNetworks.boxes(batch, network.inputs(), 0.01, SEED);
    backend = Backends.open(backendName);
    session = backend.load(network);
    analysis = new BoundAnalysis(session);
    try (ComputeBackend reference = Backends.open("reference");
        Session judge = reference.load(network);
        BoundAnalysis forward = new BoundAnalysis(judge)) {
      AnswerCheck.require(boxes, analysis.outputs(boxes, method), forward::forward, SEED);
    }
  }

  @Benchmark
  public Bounds outputs() {
    return analysis.outputs(boxes, method);
  }

  @TearDown(Level.Trial)
  public void close() {
    analysis.close();
    session.close();
    backend.close();
  }
}
