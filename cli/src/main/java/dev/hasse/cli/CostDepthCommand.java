package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.DepthExperiment;
import dev.hasse.bound.analytic.RandomFamily;
import dev.hasse.bound.analytic.Sampling;
import dev.hasse.compute.ComputeBackend;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse cost depth}: random networks of growing depth. */
@Command(
    name = "depth",
    header = "Divergence of random networks by depth, and its growth a layer.",
    description = {
      "",
      "Networks of 100 inputs, 1 to --depth hidden layers of 3 to 99 neurons and 10 outputs, with"
          + " weights uniform in [-1, 1] and a ReLU after every layer, on the box of half width"
          + " --radius around 0. 'paper' repeats the paper's networks weight for weight, where all"
          + " layers draw from the start of one stream; 'decorrelated' gives each a stream of its"
          + " own."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse cost depth --family paper --depth 30 --samples 10000")
final class CostDepthCommand implements Callable<Integer> {
  private static final int MOST_LAYERS = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      converter = FamilyConverter.class,
      completionCandidates = FamilyConverter.class,
      defaultValue = "paper",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RandomFamily family;

  @Option(
      names = "--depth",
      paramLabel = "L",
      converter = PositiveConverter.class,
      description = "Hidden layers of the deepest network (default: ${DEFAULT-VALUE}).")
  private int depth = 30;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      description = "Half width of the box (default: ${DEFAULT-VALUE}).")
  private double radius = 1;

  @Mixin private SamplingOptions samplingOptions;
  @Mixin private ExactOption exactOption;
  @Mixin private ReportOption reportOption;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  /** Families by name. */
  private static final class FamilyConverter
      implements ITypeConverter<RandomFamily>, Iterable<String> {
    @Override
    public RandomFamily convert(String name) {
      return Arrays.stream(RandomFamily.values())
          .filter(family -> family.label().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no family '" + name + "'; expected " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(RandomFamily.values())
          .map(RandomFamily::label)
          .collect(Collectors.toList())
          .iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (depth > MOST_LAYERS) {
      throw new ParameterException(
          spec.commandLine(), "--depth is " + depth + ", expected at most " + MOST_LAYERS);
    }
    if (radius == 0) {
      throw new ParameterException(spec.commandLine(), "--radius is 0, expected a positive number");
    }
    Sampling sampling = samplingOptions.sampling();
    DepthExperiment experiment =
        new DepthExperiment(family, depth, sampling.seed(), radius, sampling);
    try (ResultFile file = output.open();
        ReportOption.Target report = reportOption.open();
        ComputeBackend backend = backendOption.open();
        ExactOption.Tools tools = exactOption.open(backend);
        Progress progress = Progress.of("cost depth", " networks", depth)) {
      long start = System.nanoTime();
      CostResult result = experiment.run(tools.tools(), () -> progress.advance(1));
      double seconds = (System.nanoTime() - start) / 1e9;
      CostHeader header =
          new CostHeader("depth", "family " + family.label(), RanOn.of(backend), sampling);
      file.write(target -> CostWriter.of(output.format()).write(header, result, seconds, target));
      file.commit();
      report.write(backend, provenance -> CostReport.of(header, result, provenance));
    }
    return ExitCodes.DONE;
  }
}
