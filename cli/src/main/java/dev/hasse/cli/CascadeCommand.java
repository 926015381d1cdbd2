package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.CascadeMeasurement;
import dev.hasse.bench.CascadeMeasurement.StageResult;
import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.Images;
import dev.hasse.network.Network;
import dev.hasse.verify.Ball;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse bench cascade}: what each stage of certification decides, and how fast. */
@Command(
    name = "cascade",
    header = "Measure the stages of 'hasse certify' on shipped images.",
    description = {
      "",
      "Each method runs on the images that the one before left undecided, once to warm up and then"
          + " --repeat times. Its time holds an evaluation of these images. Images that are"
          + " classified wrong come to no stage."
    })
final class CascadeCommand implements Callable<Integer> {
  private static final double BYTES_OF_ONE = 255;
  private static final String ASKED = "asked";

  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      converter = ShippedFiles.SubjectConverter.class,
      completionCandidates = ShippedFiles.SubjectConverter.class,
      defaultValue = "mnist",
      description = "Shipped network and images: ${COMPLETION-CANDIDATES} (default: mnist).")
  private ShippedFiles.Subject dataset;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      defaultValue = "0.02",
      description = "Radius around each image (default: ${DEFAULT-VALUE}).")
  private double radius;

  @Option(
      names = "--count",
      paramLabel = "K",
      converter = PositiveConverter.class,
      defaultValue = "" + ShippedFiles.IMAGE_COUNT,
      description = "The first K images (default: ${DEFAULT-VALUE}, all).")
  private int count;

  @Option(
      names = "--cascade",
      paramLabel = "METHODS",
      converter = Cascade.Converter.class,
      defaultValue = "ibp,crown-ibp,crown,alpha-crown",
      description = "As for 'hasse certify' (default: ${DEFAULT-VALUE}).")
  private Cascade cascade;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      converter = PositiveConverter.class,
      defaultValue = "7",
      description = "Samples of each stage (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Mixin private AscentOptions ascentOptions;
  @Mixin private SolverOptions solverOptions;
  @Mixin private BackendOption backendOption;
  @Mixin private BenchOutputOptions output;
  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    if (count > ShippedFiles.IMAGE_COUNT) {
      throw new ParameterException(
          spec.commandLine(),
          "--count is " + count + ", there are " + ShippedFiles.IMAGE_COUNT + " images");
    }
    try (ResultFile result = output.open();
        ReportOption.Target page = report.open();
        ShippedFiles files = ShippedFiles.open(dataset);
        ComputeBackend backend = backendOption.open()) {
      Network network = NetworkReader.read(files.network());
      Images images = new Images(IdxReader.images(files.images()), count, BYTES_OF_ONE);
      LabelledImages labelled = new LabelledImages(images, IdxReader.labels(files.labels()));
      int[] labels = IntStream.range(0, count).map(i -> labelled.labels().at(i, 0)).toArray();
      Map<String, String> machine = BenchMachine.here(RanOn.of(backend));
      try (Session session = backend.load(network);
          BoundAnalysis analysis = new BoundAnalysis(session, ascentOptions.ascent());
          SolverSession solver = new SolverSession(analysis, cascade.methods(), solverOptions)) {
        CascadeMeasurement measurement =
            new CascadeMeasurement(
                analysis,
                solver.optimizers(),
                new Ball(radius, Clip.PIXELS.lower(), Clip.PIXELS.upper()),
                backend);
        List<StageResult> stages =
            measurement.measure(images.values(0, count), labels, cascade.methods(), repetitions);
        if (stages.isEmpty()) {
          throw new ParameterException(
              spec.commandLine(), "none of the first " + count + " images is classified right");
        }
        BenchRun run =
            new BenchRun(
                "cascade",
                machine,
                parameters(network),
                Optional.of(measurement.ceilings()),
                points(network, stages));
        result.write(
            target -> {
              if (output.isJson()) {
                BenchJson.write(run, target);
              } else {
                table().write(List.of(run), target);
              }
            });
        result.commit();
        page.write(backend, provenance -> BenchReport.ofStages(run, table(), provenance));
      }
    }
    return ExitCodes.DONE;
  }

  private Map<String, String> parameters(Network network) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("network", network.name());
    parameters.put("radius", Double.toString(radius));
    parameters.put("count", Integer.toString(count));
    return parameters;
  }

  private List<BenchPoint> points(Network network, List<StageResult> stages) {
    List<BenchPoint> points = new ArrayList<>();
    for (StageResult stage : stages) {
      Map<String, String> parameters = parameters(network);
      parameters.put("method", stage.method().label());
      points.add(
          new BenchPoint(
              "stage",
              parameters,
              Map.of(ASKED, stage.asked(), RunComparison.DECIDED, stage.decided()),
              stage.asked(),
              stage.flops(),
              stage.bytes(),
              stage.seconds()));
    }
    return points;
  }

  private static BenchTable table() {
    return new BenchTable(
        "questions",
        List.of("method", ASKED, RunComparison.DECIDED, "share"),
        point ->
            List.of(
                point.parameters().get("method"),
                point.answers().get(ASKED).toString(),
                point.answers().get(RunComparison.DECIDED).toString(),
                Numbers.fixed(
                    (double) point.answers().get(RunComparison.DECIDED) / point.count(), 3)));
  }
}
