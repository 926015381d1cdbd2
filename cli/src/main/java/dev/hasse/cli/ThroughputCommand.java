package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.SubBoxes;
import dev.hasse.bench.Throughput;
import dev.hasse.bench.ThroughputResult;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.CsvBoxSource;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse bench throughput}: boxes a second. */
@Command(
    name = "throughput",
    customSynopsis = {
      "@|bold hasse bench throughput|@ --network=N --method=METHOD --batch=B",
      "                       (--boxes=B.csv | --property=P.vnnlib [--shrink=F])",
      "                       [--seed=S] [--repeat=R] [--backend=NAME] [--out=FILE]"
    },
    header = "Measure how many boxes a second are bounded.",
    description = {
      "",
      "Checks the bounds against the network's outputs at points of the boxes, warms up until the"
          + " times settle, then takes the median time of a call, from host memory to host memory."
          + " The operations that count are nominal: 4 sum|W_j| a box for ibp, 4 n_L sum|W_j| over"
          + " the layers before the last more for crown-ibp, and 4 sum_k n_k sum_{j<k}|W_j| for"
          + " crown. They are compared with the same device's float matrix product of 2048 x 2048"
          + " (smaller where that takes too long), measured in turn with the calls; the median"
          + " counts.",
      "",
      "The result goes to standard output as JSON and, for reading, to standard error as a line."
    })
final class ThroughputCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      required = true,
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      required = true,
      converter = MethodConverter.Propagating.class,
      completionCandidates = MethodConverter.Propagating.class,
      description = "${COMPLETION-CANDIDATES}.")
  private BoundMethod method;

  @Option(
      names = "--batch",
      paramLabel = "B",
      required = true,
      converter = PositiveConverter.class,
      description = "Boxes a call; 1 measures the latency of a single box.")
  private int batch;

  @Option(
      names = "--boxes",
      paramLabel = "B.csv",
      description =
          "Boxes as for 'hasse bounds'; the first B of them, from the start again where"
              + " the file has fewer.")
  private Path boxes;

  @Option(
      names = "--property",
      paramLabel = "P.vnnlib",
      description = "A VNN-LIB file; B random boxes inside its first box.")
  private Path property;

  @Option(
      names = "--shrink",
      paramLabel = "F",
      description =
          "Each side of these boxes is F times as wide, 0 < F <= 1 (default: 1; then"
              + " each bound moves inwards by a random part, at most 10^-6, of the side).")
  private Double shrink;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of the random boxes and of the points of the check (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      converter = PositiveConverter.class,
      description =
          "Timed calls, at least "
              + Throughput.FEWEST_REPETITIONS
              + " (default: ${DEFAULT-VALUE}).")
  private int repetitions = 11;

  @Mixin private BackendOption backendOption;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON to FILE instead.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    requireOptions();
    Network network = NetworkReader.read(networkFile);
    BoxBatch measured = readBoxes(network);
    try (ResultFile result = ResultFile.open(out, spec.commandLine().getOut());
        ComputeBackend backend = backendOption.open();
        Session session = backend.load(network)) {
      ThroughputResult measurement =
          new Throughput(session, measured, method).measure(repetitions, seed);
      spec.commandLine().getErr().println(line(measurement));
      spec.commandLine().getErr().flush();
      result.write(target -> write(measurement, target));
      result.commit();
    }
    return ExitCodes.DONE;
  }

  private void requireOptions() {
    if ((boxes == null) == (property == null)) {
      throw usage("expected one of --boxes and --property");
    }
    if (shrink != null && property == null) {
      throw usage("--shrink goes with --property only");
    }
    if (shrink != null && !(shrink > 0 && shrink <= 1)) {
      throw usage("--shrink is " + shrink + ", expected above 0 and at most 1");
    }
    if (repetitions < Throughput.FEWEST_REPETITIONS) {
      throw usage(
          "--repeat is " + repetitions + ", expected at least " + Throughput.FEWEST_REPETITIONS);
    }
  }

  private BoxBatch readBoxes(Network network) throws InputFileException {
    if ((long) batch * network.inputs() > Integer.MAX_VALUE / 4) {
      throw usage("--batch is " + batch + ", too many boxes of " + network.inputs() + " inputs");
    }
    if (boxes != null) {
      try (CsvBoxSource source = CsvBoxSource.open(boxes, network.inputs())) {
        BoxBatch read = source.next(batch);
        return read.select(IntStream.range(0, batch).map(i -> i % read.count()).toArray());
      }
    }
    BoxBatch box =
        VnnLibReader.read(property, network.inputs(), network.outputs()).boxes().slice(0, 1);
    try {
      return SubBoxes.draw(box, batch, shrink(), seed);
    } catch (IllegalArgumentException e) {
      throw new InputFileException(property, "", e.getMessage(), e);
    }
  }

  private static String line(ThroughputResult result) {
    return String.format(
        Locale.ROOT,
        "%s, %s on %s (%s): batch %,d in %.4g ms (%.4g to %.4g), %,.0f boxes/s,"
            + " %.1f GFLOP/s nominal, %.2f of sgemm(%d) at %.1f",
        result.network(),
        result.method().label(),
        result.backend(),
        result.device(),
        result.batch(),
        1e3 * result.medianSeconds(),
        1e3 * result.fastestSeconds(),
        1e3 * result.slowestSeconds(),
        result.boxesPerSecond(),
        result.gflops(),
        result.ratio(),
        result.sgemmSize(),
        result.sgemmGflops());
  }

  private void write(ThroughputResult result, Writer target) throws IOException {
    JsonGenerator json = Json.generator(target);
    json.writeStartObject();
    json.writeStringField("network", result.network());
    json.writeStringField("method", result.method().label());
    json.writeStringField("backend", result.backend());
    json.writeStringField("device", result.device());
    json.writeNumberField("batch", result.batch());
    json.writeNumberField("repetitions", result.repetitions());
    json.writeNumberField("boxesPerSecond", result.boxesPerSecond());
    json.writeNumberField("milliseconds", 1e3 * result.medianSeconds());
    json.writeNumberField("fastestMilliseconds", 1e3 * result.fastestSeconds());
    json.writeNumberField("slowestMilliseconds", 1e3 * result.slowestSeconds());
    if (result.deviceSeconds().isPresent()) {
      json.writeNumberField("deviceMilliseconds", 1e3 * result.deviceSeconds().getAsDouble());
    }
    json.writeNumberField("flopsPerBox", result.flopsPerBox());
    json.writeNumberField("gflops", result.gflops());
    json.writeNumberField("sgemmGflops", result.sgemmGflops());
    json.writeNumberField("sgemmSize", result.sgemmSize());
    json.writeNumberField("ratio", result.ratio());
    double[] products =
        result.sgemmSamples().values().stream().mapToDouble(Double::doubleValue).toArray();
    json.writeFieldName("sgemmSamples");
    json.writeArray(products, 0, products.length);
    BenchPoint point =
        new BenchPoint(
            "throughput",
            parameters(result),
            result.batch(),
            result.flopsPerBox() * result.batch(),
            result.bytes(),
            result.seconds());
    Map<String, String> machine = BenchMachine.here(new RanOn(result.backend(), result.device()));
    BenchJson.writeFields(
        new BenchRun("throughput", machine, Map.of(), Optional.empty(), List.of(point)), json);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /** What tells this question from others; files by their names, as networks are. */
  private Map<String, String> parameters(ThroughputResult result) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("network", result.network());
    parameters.put("method", result.method().label());
    parameters.put("backend", result.backend());
    parameters.put("batch", Integer.toString(result.batch()));
    if (boxes != null) {
      parameters.put("boxes", boxes.getFileName().toString());
    } else {
      parameters.put("property", property.getFileName().toString());
      parameters.put("shrink", Double.toString(shrink()));
      parameters.put("seed", Long.toString(seed));
    }
    return parameters;
  }

  private double shrink() {
    return shrink == null ? 1 : shrink;
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
