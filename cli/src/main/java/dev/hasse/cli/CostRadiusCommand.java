package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.DivergenceAnalysis;
import dev.hasse.bound.analytic.RadiusExperiment;
import dev.hasse.bound.analytic.Sampling;
import dev.hasse.compute.ComputeBackend;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hasse cost radius}: images of each class and balls around them. */
@Command(
    name = "radius",
    header = "Divergence by radius around an image of each class, and its slope.",
    description = {
      "",
      "Balls in the input domain [0, 1] around the first image of each class that the network"
          + " classifies as labelled. The relaxation is that of the ball which is sampled. The table"
          + " shows the mean over the classes; JSON and CSV have every class."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse cost radius --dataset fashion-mnist --format csv --out radius.csv")
final class CostRadiusCommand implements Callable<Integer> {
  @Mixin private PlaceOptions placeOptions;
  @Mixin private SamplingOptions samplingOptions;
  @Mixin private ExactOption exactOption;
  @Mixin private ReportOption reportOption;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    placeOptions.require();
    Sampling sampling = samplingOptions.sampling();
    try (ResultFile file = output.open();
        ReportOption.Target report = reportOption.open();
        ComputeBackend backend = backendOption.open();
        ExactOption.Tools tools = exactOption.open(backend)) {
      PlaceOptions.Places subject = placeOptions.read(backend);
      RadiusExperiment experiment = new RadiusExperiment(subject.places(), sampling);
      long start = System.nanoTime();
      CostResult found;
      try (DivergenceAnalysis analysis = new DivergenceAnalysis(tools.tools(), subject.network());
          Progress progress = Progress.of("cost radius", " boxes", subject.places().count())) {
        found = experiment.run(analysis, () -> progress.advance(1));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      CostResult result = found;
      CostHeader header =
          new CostHeader("radius", subject.network().name(), RanOn.of(backend), sampling);
      file.write(target -> CostWriter.of(output.format()).write(header, result, seconds, target));
      file.commit();
      report.write(backend, provenance -> CostReport.of(header, result, provenance));
    }
    return ExitCodes.DONE;
  }
}
