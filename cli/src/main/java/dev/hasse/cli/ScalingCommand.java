package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.BoundsMeasurement;
import dev.hasse.bench.Throughput;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse bench scaling}: boxes a second along one parameter, or along several in turn. */
@Command(
    name = "scaling",
    header = "Measure how boxes a second grow with one parameter.",
    description = {
      "",
      "Bounds boxes of generated ReLU networks: 64 inputs, 10 outputs, hidden layers of equal width,"
          + " in each of which a given share of the neurons is unstable; or boxes of --network. One"
          + " of batch, depth, width, unstable share and threads takes several values, the others"
          + " stay; with several axes, one after another does. Bounds are checked before they are"
          + " timed. The device's float matrix product and a copy of the host's memory are measured"
          + " after every sample: the two ceilings of the roofline.",
      "",
      "For each number of threads a Java virtual machine of its own runs, which sees so many"
          + " processors, and has its own ceilings. The table is Markdown."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hasse bench scaling --axis batch,depth,width,unstable,threads",
      "  hasse bench scaling --network N.onnx --property P.vnnlib --values 1,100,10000"
    })
final class ScalingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--axis",
      paramLabel = "AXIS,...",
      hideParamSyntax = true,
      split = ",",
      converter = ScalingAxis.Converter.class,
      defaultValue = "batch",
      description = "${COMPLETION-CANDIDATES} (default: batch).")
  private List<ScalingAxis> axes;

  @Option(
      names = "--values",
      paramLabel = "V,V,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Values along the axis (default: batch 1 to 100000, threads up to all processors, others"
              + " a few).")
  private List<String> values;

  @Mixin private ScalingSubject subject;

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
      names = "--repeat",
      paramLabel = "R",
      converter = PositiveConverter.class,
      defaultValue = "11",
      description =
          "Samples of each point, at least "
              + Throughput.FEWEST_REPETITIONS
              + " (default: ${DEFAULT-VALUE}); one that takes 6 seconds ends with at least four.")
  private int repetitions;

  @Mixin private BackendOption backendOption;
  @Mixin private BenchOutputOptions output;
  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    Map<ScalingAxis, List<Double>> places = places();
    try (ResultFile result = output.open();
        ReportOption.Target page = report.open();
        ComputeBackend backend = backendOption.open()) {
      List<ScalingRun> runs = measure(backend, places);
      result.write(
          target -> {
            if (output.isJson()) {
              BenchJson.write(ScalingRun.whole(runs), target);
            } else {
              writeTables(runs, target);
            }
          });
      result.commit();
      page.write(backend, provenance -> BenchReport.of(runs, provenance));
    }
    return ExitCodes.DONE;
  }

  /** One process after another, so that none is measured beside what this one still holds. */
  private List<ScalingRun> measure(ComputeBackend backend, Map<ScalingAxis, List<Double>> places)
      throws Exception {
    ScalingSubject.Source source = subject.open();
    List<ScalingRun> runs = new ArrayList<>();
    int points = places.values().stream().mapToInt(List::size).sum();
    try (Progress progress = Progress.of("scaling", " points", points)) {
      for (Map.Entry<ScalingAxis, List<Double>> place : places.entrySet()) {
        ScalingAxis axis = place.getKey();
        List<BenchRun> parts = new ArrayList<>();
        if (axis == ScalingAxis.THREADS) {
          for (double threads : place.getValue()) {
            parts.add(new ThreadRuns(spec, backend).run(flags(), axis.text(threads)));
            progress.advance(1);
          }
        } else {
          parts.add(measure(backend, source, axis, place.getValue(), progress));
        }
        runs.add(new ScalingRun(axis, parts));
      }
    }
    return runs;
  }

  private BenchRun measure(
      ComputeBackend backend,
      ScalingSubject.Source source,
      ScalingAxis axis,
      List<Double> places,
      Progress progress)
      throws Exception {
    Map<String, String> machine = BenchMachine.here(RanOn.of(backend));
    BoundsMeasurement measurement = new BoundsMeasurement(backend, repetitions, subject.seed());
    List<BenchPoint> points = new ArrayList<>();
    for (double place : places) {
      Map<String, String> parameters = parameters();
      parameters.put("axis", axis.toString());
      parameters.put(axis.toString(), axis.text(place));
      ScalingSubject.Boxes boxes = source.boxes(parameters);
      points.add(measurement.measure(boxes.network(), boxes.boxes(), method, parameters));
      progress.advance(1);
    }
    return new BenchRun(
        "scaling", machine, parameters(), Optional.of(measurement.ceilings()), points);
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", method.label());
    parameters.put("batch", Integer.toString(batch));
    parameters.putAll(subject.parameters());
    return parameters;
  }

  /** The options of a single point. */
  private List<String> flags() {
    List<String> flags = new ArrayList<>(subject.flags());
    flags.add("--method=" + method.label());
    flags.add("--values=" + batch);
    flags.add("--repeat=" + repetitions);
    return flags;
  }

  private void writeTables(List<ScalingRun> runs, Writer target) throws IOException {
    for (int k = 0; k < runs.size(); k++) {
      ScalingRun run = runs.get(k);
      String others =
          parameters().entrySet().stream()
              .filter(entry -> !entry.getKey().equals(run.axis().toString()))
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      target.write((k == 0 ? "" : "\n") + "By " + run.axis() + "; " + others + ":\n\n");
      run.table().write(run.parts(), target);
    }
  }

  /** The values along each axis, once all options are checked. */
  private Map<ScalingAxis, List<Double>> places() {
    if (repetitions < Throughput.FEWEST_REPETITIONS) {
      throw usage(
          "--repeat is " + repetitions + ", expected at least " + Throughput.FEWEST_REPETITIONS);
    }
    if (values != null && axes.size() > 1) {
      throw usage("--values goes with a single axis");
    }
    subject.require(axes);
    Map<ScalingAxis, List<Double>> places = new LinkedHashMap<>();
    for (ScalingAxis axis : axes) {
      if (places.put(axis, along(axis)) != null) {
        throw usage("--axis has '" + axis + "' twice");
      }
    }
    return places;
  }

  private List<Double> along(ScalingAxis axis) {
    List<Double> along = new ArrayList<>();
    for (String text : values == null ? axis.usual() : values) {
      double place = number(text);
      if (!axis.allows(place)) {
        throw usage(
            String.format(Locale.ROOT, "--values has '%s', expected %s", text, axis.expected()));
      }
      along.add(place);
    }
    return along;
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
