package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.BoxSource;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.verify.Optimizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse gap}: how far each relaxation's bounds are from a network's exact range. */
@Command(
    name = "gap",
    customSynopsis = {
      "@|bold hasse gap|@ --network=N",
      "          (--property=P.vnnlib | --center=C.csv --radius=R [--clip=LO,HI] |",
      "           --boxes=B.csv | --data=IMAGES --radius=R [--count=K] ...)",
      "          [--element=ELEMENT] [--walk] [--sdp] [--timeout=S] [--threads=N]",
      "          [--solver-log=FILE] [--report=FILE] [--plots=DIR] [--backend=NAME]",
      "          [--format=FORMAT] [--out=FILE]"
    },
    header = "Measure the gap between a network and its relaxations over boxes of inputs.",
    description = {
      "",
      "For each box, bounds of every output by IBP, CROWN, the linear program that linearises every"
          + " ReLU (lp, the top of the lattice of relaxations), the element asked for, and the"
          + " mixed-integer program that is the network (exact, the bottom); and values that the"
          + " network takes (concrete). No bound is looser than those before it.",
      "",
      "--sdp adds the semidefinite relaxation (sdp) between lp and the element. It is no looser than"
          + " those before it, but those after it may be: they do not know its bounds, so that each"
          + " says what its own relaxation gives.",
      "",
      "ibp, crown, lp and sdp hold in real arithmetic. What comes from the mixed-integer solver"
          + " holds up to its tolerance. Where time runs out the status is TIMEOUT, and the bounds"
          + " are the best so far; sdp has --timeout for itself and says how many bounds it solved."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hasse gap --network N.onnx --data t10k-images-idx3-ubyte.gz \\",
      "            --radius 0.01 --count 10",
      "  hasse gap --network N.onnx --property P.vnnlib --element budget:10s --walk"
    })
final class GapCommand implements Callable<Integer> {
  /**
   * Boxes between two moments at which results are written; where the semidefinite relaxation takes
   * its time, as many as there are threads.
   */
  private static final int CHUNK = 64;

  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      required = true,
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Mixin private BoxOptions boxOptions;

  @Option(
      names = "--element",
      paramLabel = "ELEMENT",
      converter = ElementChoice.Converter.class,
      defaultValue = "bottom",
      description = {
        "Which ReLUs stay exact (default: ${DEFAULT-VALUE}): top (none), bottom (all), layer:K"
            + " (those of the K-th layer, from 1), neurons:L.I,L.I,... (neuron I, from 0, of layer"
            + " L), score:N (in each box the N whose linearisation costs its bounds most),"
            + " budget:S (as many of these as S seconds a box allow, such as 10s or 500ms)."
      })
  private ElementChoice element;

  @Option(
      names = "--walk",
      description =
          "Go to the bottom in steps, 1, 2, 4, ... neurons at a time, and write what each gives.")
  private boolean walk;

  @Option(
      names = "--sdp",
      description = "Also bound by the semidefinite relaxation; rigorous, slow.")
  private boolean semidefinite;

  @Mixin private SolverOptions solverOptions;

  @Mixin private ReportOption reportOption;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    boxOptions.require();
    if (walk && output.format() == OutputOptions.Format.CSV) {
      throw usage("--walk needs --format table or json; CSV has a line an output");
    }
    Network network = NetworkReader.read(networkFile);
    GapPlan plan = plan(network);
    LatticeOptions options = solverOptions.options();
    try (BoxSource boxes = boxOptions.open(network);
        ResultFile result = output.open();
        ReportOption.Target report = reportOption.open();
        ComputeBackend backend = backendOption.open();
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session);
        SolverSession solvers = new SolverSession(analysis, methods(), solverOptions)) {
      LinearSolver solver = solvers.solver().orElseThrow();
      GapHeader header =
          new GapHeader(
              network.name(),
              RanOn.of(backend),
              solver.name() + " (" + solver.version() + ")",
              element,
              options.secondsPerBox(),
              options.threads(),
              walk,
              GapStage.all(semidefinite));
      List<BoxGap> kept = new ArrayList<>();
      GapSummary summary =
          measure(
              measurement(analysis, solvers.optimizers(), plan),
              boxes,
              header,
              result,
              report.isWanted() ? kept::add : box -> {});
      result.commit();
      report.write(backend, provenance -> GapReport.of(header, provenance, kept, summary));
    }
    return ExitCodes.DONE;
  }

  private GapSummary measure(
      GapMeasurement measurement,
      BoxSource boxes,
      GapHeader header,
      ResultFile result,
      Consumer<BoxGap> kept)
      throws InputFileException, OutputFileException {
    GapSummary summary = new GapSummary(header.stages());
    int chunk = semidefinite ? Math.min(CHUNK, header.threads()) : CHUNK;
    BoxBatch next = finite(boxes.next(chunk), 0);
    GapWriter writer = result.form(target -> GapWriter.of(output.format(), header, target));
    try (Progress progress = Progress.of("gap", " boxes", Progress.UNKNOWN)) {
      while (next.count() > 0) {
        // Between the solves of two batches, for a solver's log takes standard output over.
        for (BoxGap box : measurement.run(next, progress)) {
          int index = summary.boxes();
          result.write(target -> writer.box(index, box));
          summary.add(box);
          kept.accept(box);
        }
        next = finite(boxes.next(chunk), summary.boxes());
      }
    }
    result.write(target -> writer.end(summary));
    return summary;
  }

  private List<BoundMethod> methods() {
    return semidefinite
        ? List.of(BoundMethod.LP, BoundMethod.SDP, BoundMethod.MILP)
        : List.of(BoundMethod.LP, BoundMethod.MILP);
  }

  private static GapMeasurement measurement(
      BoundAnalysis analysis, Optimizers optimizers, GapPlan plan) {
    return new GapMeasurement(
        analysis, optimizers.lattice().orElseThrow(), optimizers.semidefinite(), plan);
  }

  private GapPlan plan(Network network) {
    try {
      return GapPlan.of(network, element, walk);
    } catch (TypeConversionException e) {
      throw usage("invalid value for option '--element': " + e.getMessage());
    }
  }

  /** A linear program needs finite boxes. */
  private BoxBatch finite(BoxBatch boxes, int before) {
    for (int b = 0; b < boxes.count(); b++) {
      for (int i = 0; i < boxes.dimension(); i++) {
        if (Double.isInfinite(boxes.lower(b, i)) || Double.isInfinite(boxes.upper(b, i))) {
          throw usage(
              "box %d, coordinate %d is [%s, %s]; expected finite boxes"
                  .formatted(before + b, i, boxes.lower(b, i), boxes.upper(b, i)));
        }
      }
    }
    return boxes;
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
