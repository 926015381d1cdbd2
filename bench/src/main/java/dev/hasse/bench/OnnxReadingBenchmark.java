package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.format.InputFileException;
import dev.hasse.format.onnx.OnnxReader;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does reading a network from ONNX take, by its size? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class OnnxReadingBenchmark {
  /** As in {@link LaneState}. */
  @Param({"1x32", "3x256", "6x1024"})
  String network;

  private Path file;

  /** Writes the network and checks that what is read computes the same. */
  @Setup
  public void write() throws IOException, InputFileException, BackendUnavailableException {
    Network written = NamedNetworks.of(network);
    file = Files.createTempFile("hasse-bench", ".onnx");
    OnnxWriter.write(written, file);
    double[] points = GeneratedNetworks.boxes(4, written.inputs(), 0, LaneState.SEED).lower();
    if (!Arrays.equals(outputs(written, points), outputs(OnnxReader.read(file), points))) {
      throw new WrongAnswerException(network + " computes something else once it is read");
    }
  }

  @Benchmark
  public Network read() throws InputFileException {
    return OnnxReader.read(file);
  }

  private static double[] outputs(Network network, double[] points)
      throws BackendUnavailableException {
    try (ComputeBackend reference = Backends.open("reference");
        Session session = reference.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return analysis.forward(points);
    }
  }

  /** Deletes the file. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }
}
