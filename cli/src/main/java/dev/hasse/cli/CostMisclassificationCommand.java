package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.CostTools;
import dev.hasse.bound.analytic.DivergenceAnalysis;
import dev.hasse.bound.analytic.MisclassificationExperiment;
import dev.hasse.bound.analytic.Sampling;
import dev.hasse.compute.ComputeBackend;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hasse cost misclassification}: images of each class and balls around them. */
@Command(
    name = "misclassification",
    header = "How often network and relaxation choose different classes, by radius.",
    description = {
      "",
      "P(argmax f(x) != argmax s(x)) for x uniform in balls in the input domain [0, 1] around the"
          + " first image of each class that the network classifies as labelled. The step of a curve"
          + " is where it first reaches 10, 50 and 90 %% of its largest value. The table shows all"
          + " classes together; JSON and CSV have every class."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse cost misclassification --dataset fashion-mnist --format csv --out m.csv")
final class CostMisclassificationCommand implements Callable<Integer> {
  @Mixin private PlaceOptions placeOptions;
  @Mixin private SamplingOptions samplingOptions;
  @Mixin private ReportOption reportOption;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    placeOptions.require();
    Sampling sampling = samplingOptions.sampling();
    try (ResultFile file = output.open();
        ReportOption.Target report = reportOption.open();
        ComputeBackend backend = backendOption.open()) {
      PlaceOptions.Places subject = placeOptions.read(backend);
      MisclassificationExperiment experiment =
          new MisclassificationExperiment(subject.places(), sampling);
      long start = System.nanoTime();
      CostResult found;
      try (DivergenceAnalysis analysis =
              new DivergenceAnalysis(
                  new CostTools(backend, backend, Optional.empty()), subject.network());
          Progress progress =
              Progress.of("cost misclassification", " boxes", subject.places().count())) {
        found = experiment.run(analysis, () -> progress.advance(1));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      CostResult result = found;
      CostHeader header =
          new CostHeader(
              "misclassification", subject.network().name(), RanOn.of(backend), sampling);
      file.write(target -> CostWriter.of(output.format()).write(header, result, seconds, target));
      file.commit();
      report.write(backend, provenance -> CostReport.of(header, result, provenance));
    }
    return ExitCodes.DONE;
  }
}
