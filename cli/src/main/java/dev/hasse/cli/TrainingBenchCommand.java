package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Samples;
import dev.hasse.bench.Throughput;
import dev.hasse.bench.TrainingMeasurement;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
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

/** {@code hasse bench training}: what a step of certified training costs. */
@Command(
    name = "training",
    header = "Measure steps of training against a natural one.",
    description = {
      "",
      "A step is the loss of a batch and its gradient, without the update. Natural: cross-entropy."
          + " ibp: half of that and half of the worst case by intervals. crown-ibp: the worst case"
          + " half by intervals, half by rows to the input. All are measured in turn with each"
          + " other, with the device's float matrix product and with a copy of the host's memory."
    })
final class TrainingBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--layers",
      paramLabel = "N,N,...",
      converter = Layers.Converter.class,
      description =
          "Sizes of the input, the hidden layers and the output (default: 784,256,256,10).")
  private Layers layers = new Layers(List.of(784, 256, 256, 10));

  @Option(
      names = "--batch",
      paramLabel = "B",
      converter = PositiveConverter.class,
      description = "Samples a step (default: ${DEFAULT-VALUE}).")
  private int batch = 256;

  @Option(
      names = "--radius",
      paramLabel = "R",
      description = "Radius of the boxes, in the unit cube (default: ${DEFAULT-VALUE}).")
  private double radius = 0.01;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of weights and samples (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      converter = PositiveConverter.class,
      description = "Samples of each step's time, at least 7 (default: ${DEFAULT-VALUE}).")
  private int repetitions = 31;

  @Mixin private BackendOption backendOption;
  @Mixin private BenchOutputOptions output;

  @Override
  public Integer call() throws Exception {
    if (repetitions < Throughput.FEWEST_REPETITIONS) {
      throw usage(
          "--repeat is " + repetitions + ", expected at least " + Throughput.FEWEST_REPETITIONS);
    }
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw usage("--radius is " + radius + ", expected 0 or more");
    }
    if (layers.outputs() < 2) {
      throw usage("--layers ends with 1 output, expected a logit a class");
    }
    try (ResultFile result = output.open();
        ComputeBackend backend = backendOption.open()) {
      TrainingMeasurement.Result measured = measure(backend);
      BenchRun run =
          new BenchRun(
              "training",
              BenchMachine.here(RanOn.of(backend)),
              Map.of(),
              Optional.of(measured.ceilings()),
              measured.steps());
      Samples natural = measured.steps().get(0).seconds();
      BenchTable table =
          new BenchTable("samples", List.of("step", "of natural"), point -> names(point, natural));
      result.write(
          target -> {
            if (output.isJson()) {
              BenchJson.write(run, target);
            } else {
              table.write(List.of(run), target);
            }
          });
      result.commit();
    }
    return ExitCodes.DONE;
  }

  private TrainingMeasurement.Result measure(ComputeBackend backend)
      throws BackendUnavailableException {
    try {
      return new TrainingMeasurement(backend, layers.toArray(), batch, radius, seed)
          .measure(repetitions);
    } catch (UnsupportedOperationException e) {
      throw new BackendUnavailableException(e.getMessage(), e);
    }
  }

  private static List<String> names(BenchPoint point, Samples natural) {
    return List.of(
        point.parameters().get("step"),
        String.format(Locale.ROOT, "%.2f", point.seconds().over(natural).median()));
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
