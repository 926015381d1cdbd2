package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.BoxSource;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hasse bounds}: reads boxes, bounds and writes them, a chunk at a time. */
@Command(
    name = "bounds",
    customSynopsis = {
      "@|bold hasse bounds|@ --network=N --method=METHOD",
      "             (--property=P.vnnlib | --center=C.csv --radius=R [--clip=LO,HI] |",
      "              --boxes=B.csv | --data=IMAGES --radius=R [--count=K] ...)",
      "             [--steps=N] [--intermediate-steps=N]",
      "             [--timeout=S] [--threads=N] [--solver-log=FILE]",
      "             [--backend=NAME] [--format=FORMAT] [--out=FILE]"
    },
    header = "Bound a network's outputs over boxes of inputs.",
    description = {
      "",
      "Every printed bound holds in real arithmetic for the function that the file's weights"
          + " define; only those of milp hold up to the solver's tolerances, and the result says"
          + " so. Boxes may be many: they are read, bounded and written piece by piece."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hasse bounds --network N.onnx --property P.vnnlib --method crown",
      "  hasse bounds --network N.onnx --center C.csv --radius 0.01 --clip 0,1 \\",
      "               --method crown --format json --out bounds.json"
    })
final class BoundsCommand implements Callable<Integer> {
  /** Doubles of a chunk's boxes: 64 MiB. */
  private static final int CHUNK_VALUES = 1 << 23;

  @Option(
      names = "--network",
      paramLabel = "N",
      required = true,
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Mixin private BoxOptions boxOptions;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      required = true,
      converter = MethodConverter.class,
      completionCandidates = MethodConverter.class,
      description = "${COMPLETION-CANDIDATES}: from fast and loose to slow and tight.")
  private BoundMethod method;

  @Mixin private AscentOptions ascentOptions;
  @Mixin private SolverOptions solverOptions;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    boxOptions.require();
    Network network = NetworkReader.read(networkFile);
    try (BoxSource boxes = boxOptions.open(network);
        ResultFile result = output.open();
        ComputeBackend backend = backendOption.open();
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session, ascentOptions.ascent());
        SolverSession solver = new SolverSession(analysis, List.of(method), solverOptions)) {
      bound(
          analysis,
          solver,
          boxes,
          new BoundsHeader(network.name(), method, RanOn.of(backend)),
          result);
      result.commit();
    }
    return ExitCodes.DONE;
  }

  private void bound(
      BoundAnalysis analysis,
      SolverSession solver,
      BoxSource boxes,
      BoundsHeader header,
      ResultFile result)
      throws InputFileException, OutputFileException {
    Network network = analysis.network();
    int width = Math.max(network.inputs(), network.outputs());
    int chunk = solver.chunk(Math.max(1, CHUNK_VALUES / (2 * width)));
    BoundsSummary summary = new BoundsSummary();
    BoxBatch next = boxes.next(chunk); // before the first word of output: most files are this long
    BoundsWriter writer = result.form(target -> BoundsWriter.of(output.format(), header, target));
    try (Progress progress = Progress.of(method.label(), " boxes", Progress.UNKNOWN)) {
      while (next.count() > 0) {
        long start = System.nanoTime();
        Bounds bounds = outputs(analysis, solver, next);
        summary.add(bounds, (System.nanoTime() - start) / 1e9);
        result.write(target -> writer.chunk(bounds));
        progress.advance(next.count());
        next = boxes.next(chunk);
      }
    }
    result.write(target -> writer.end(summary));
  }

  private Bounds outputs(BoundAnalysis analysis, SolverSession solver, BoxBatch boxes) {
    if (method == BoundMethod.SDP) {
      return solver.optimizers().semidefinite().orElseThrow().outputs(boxes);
    }
    if (!method.isSolved()) {
      return analysis.outputs(boxes, method);
    }
    RelaxationElement element =
        method == BoundMethod.LP
            ? RelaxationElement.top(analysis.network())
            : RelaxationElement.bottom(analysis.network());
    return solver.optimizers().lattice().orElseThrow().outputs(boxes, element);
  }
}
