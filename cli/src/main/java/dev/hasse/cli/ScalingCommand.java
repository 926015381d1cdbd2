package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.BoundsMeasurement;
import dev.hasse.bench.SharedInstability;
import dev.hasse.bench.Throughput;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse bench scaling}: boxes a second along one parameter. */
@Command(
    name = "scaling",
    header = "Measure how boxes a second grow with one parameter.",
    description = {
      "",
      "Bounds boxes of generated ReLU networks: 64 inputs, 10 outputs, hidden layers of equal width,"
          + " in each of which a given share of the neurons is unstable. One of batch, depth, width,"
          + " unstable share and threads takes several values, the others stay. Bounds are checked"
          + " before they are timed. The device's float matrix product and a copy of the host's"
          + " memory are measured after every sample: the two ceilings of the roofline.",
      "",
      "For each number of threads a Java virtual machine of its own runs, which sees so many"
          + " processors; the ceilings shown are those of the last one."
    })
final class ScalingCommand implements Callable<Integer> {
  static final int INPUTS = 64;
  private static final int OUTPUTS = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      converter = ScalingAxis.Converter.class,
      defaultValue = "batch",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ScalingAxis axis;

  @Option(
      names = "--values",
      paramLabel = "V,V,...",
      split = ",",
      description = "Values along the axis (default: batch 1 to 100000, others a few).")
  private List<String> values;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = MethodConverter.Propagating.class,
      completionCandidates = MethodConverter.Propagating.class,
      defaultValue = "crown-ibp",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private BoundMethod method;

  @Option(
      names = "--batch",
      paramLabel = "B",
      converter = PositiveConverter.class,
      defaultValue = "1000",
      description = "Boxes a call (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--depth",
      paramLabel = "D",
      converter = PositiveConverter.class,
      defaultValue = "3",
      description = "Hidden layers (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--width",
      paramLabel = "W",
      converter = PositiveConverter.class,
      defaultValue = "128",
      description = "Neurons of each hidden layer (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--unstable",
      paramLabel = "F",
      defaultValue = "0.3",
      description = "Share of unstable neurons, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double unstable;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      defaultValue = "0.01",
      description = "Radius of the boxes in the unit cube (default: ${DEFAULT-VALUE}).")
  private double radius;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = SeedConverter.class,
      defaultValue = "1",
      description = "Seed of weights and boxes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      converter = PositiveConverter.class,
      defaultValue = "11",
      description =
          "Samples of each point, at least "
              + Throughput.FEWEST_REPETITIONS
              + " (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;
  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    List<Double> places = places();
    try (ResultFile result = output.open();
        ReportOption.Target page = report.open();
        ComputeBackend backend = backendOption.open()) {
      BenchRun run =
          axis == ScalingAxis.THREADS
              ? new ThreadRuns(spec, backend).run(parameters(), places)
              : measure(backend, places);
      result.write(
          target -> {
            if (output.format() == OutputOptions.Format.JSON) {
              BenchJson.write(run, target);
            } else {
              BenchTable.write(run, axis.toString(), target);
            }
          });
      page.write(backend, provenance -> BenchReport.of(run, axis.toString(), provenance));
      result.commit();
    }
    return ExitCodes.DONE;
  }

  private BenchRun measure(ComputeBackend backend, List<Double> places) throws Exception {
    Map<String, String> machine = BenchMachine.here(RanOn.of(backend));
    BoundsMeasurement measurement = new BoundsMeasurement(backend, repetitions, seed);
    List<BenchPoint> points = new ArrayList<>();
    for (double place : places) {
      Map<String, String> parameters = parameters();
      parameters.put(axis.toString(), axis.text(place));
      SharedInstability.Made made =
          SharedInstability.of(
              new SharedInstability.Shape(
                  INPUTS,
                  Integer.parseInt(parameters.get("depth")),
                  Integer.parseInt(parameters.get("width")),
                  OUTPUTS,
                  Double.parseDouble(parameters.get("unstable")),
                  radius),
              seed);
      int boxes = Integer.parseInt(parameters.get("batch"));
      points.add(measurement.measure(made.network(), made.boxes(boxes, seed), method, parameters));
    }
    return new BenchRun(
        "scaling", machine, parameters(), Optional.of(measurement.ceilings()), points);
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", method.label());
    parameters.put("batch", Integer.toString(batch));
    parameters.put("depth", Integer.toString(depth));
    parameters.put("width", Integer.toString(width));
    parameters.put("unstable", Double.toString(unstable));
    parameters.put("radius", Double.toString(radius));
    parameters.put("seed", Long.toString(seed));
    return parameters;
  }

  private List<Double> places() {
    if (output.format() == OutputOptions.Format.CSV) {
      throw usage("--format is table or json here");
    }
    if (repetitions < Throughput.FEWEST_REPETITIONS) {
      throw usage(
          "--repeat is " + repetitions + ", expected at least " + Throughput.FEWEST_REPETITIONS);
    }
    if (!(unstable >= 0 && unstable <= 1)) {
      throw usage("--unstable is " + unstable + ", expected a share from 0 to 1");
    }
    List<Double> places = new ArrayList<>();
    for (String text : values == null ? axis.usual() : values) {
      double place = number(text);
      if (!axis.allows(place)) {
        throw usage(
            String.format(Locale.ROOT, "--values has '%s', expected %s", text, axis.expected()));
      }
      places.add(place);
    }
    return places;
  }

  /** Not-a-number where it is none: no axis allows that. */
  private static double number(String text) {
    try {
      return Numbers.parse(text);
    } catch (TypeConversionException e) {
      return Double.NaN;
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
