package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Verdict;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.network.Network;
import dev.hasse.verify.Answer;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hasse certify}: labelled images through a cascade of bound methods. */
@Command(
    name = "certify",
    customSynopsis = {
      "@|bold hasse certify|@ --network=N --data=IMAGES --labels=LABELS --radius=R",
      "              [--clip=LO,HI] [--scale=S] [--count=K] [--cascade=METHODS]",
      "              [--steps=N] [--intermediate-steps=N]",
      "              [--timeout=S] [--threads=N] [--solver-log=FILE]",
      "              [--backend=NAME] [--format=FORMAT] [--out=FILE]"
    },
    header = "Certify that all images near given ones keep their class.",
    description = {
      "",
      "For each image: does every input whose pixels differ by at most the radius get the image's"
          + " label? 'certified' is a proof, by milp up to the solver's tolerances. 'violated'"
          + " comes with an input that gets another class, 'undecided' means that the bounds are"
          + " too loose to tell, 'misclassified' that the image itself gets another class (method 'forward':"
          + " it was only evaluated, its margin is no bound).",
      "",
      "Exit code 1 unless every image is certified."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  hasse certify --network N.onnx --data t10k-images-idx3-ubyte.gz \\",
      "                --labels t10k-labels-idx1-ubyte.gz --radius 0.02 --count 1000"
    })
final class CertifyCommand implements Callable<Integer> {
  /** Doubles of a chunk's images: 32 MiB, and twice that for their boxes. */
  private static final int CHUNK_VALUES = 1 << 22;

  /** Progress moves, and results are written, at least this often. */
  private static final int LARGEST_CHUNK = 1000;

  @Option(
      names = "--network",
      paramLabel = "N",
      required = true,
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Mixin private ImageOptions imageOptions;

  @Option(
      names = "--radius",
      paramLabel = "R",
      required = true,
      converter = RadiusConverter.class,
      description = "Radius around each image in the maximum norm, on the scale of the inputs.")
  private double radius;

  @Mixin private CascadeOptions cascadeOptions;
  @Mixin private AscentOptions ascentOptions;
  @Mixin private SolverOptions solverOptions;
  @Mixin private BackendOption backendOption;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    imageOptions.requireBoth();
    Clip clip = cascadeOptions.clip();
    Cascade cascade = cascadeOptions.cascade();
    Network network = NetworkReader.read(networkFile);
    if (network.outputs() < 2) {
      throw new InputFileException(
          networkFile, "", "1 output, expected one for each of at least 2 classes");
    }
    LabelledImages images = imageOptions.readLabelled(network.inputs(), network.outputs(), clip);
    try (ResultFile result = output.open();
        ComputeBackend backend = backendOption.open();
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session, ascentOptions.ascent());
        SolverSession solver = new SolverSession(analysis, cascade.methods(), solverOptions)) {
      Ball ball = new Ball(radius, clip.lower(), clip.upper());
      CertifyHeader header =
          new CertifyHeader(
              network.name(), RanOn.of(backend), cascade.methods(), ball, images.images().scale());
      CertifySummary summary = certify(analysis, solver, images, header, result);
      result.commit();
      return summary.count(Verdict.CERTIFIED) == summary.count()
          ? ExitCodes.DONE
          : ExitCodes.NOT_PROVED;
    }
  }

  private CertifySummary certify(
      BoundAnalysis analysis,
      SolverSession solver,
      LabelledImages images,
      CertifyHeader header,
      ResultFile result)
      throws OutputFileException {
    Certification certification =
        new Certification(analysis, solver.optimizers(), header.cascade());
    int inputs = analysis.network().inputs();
    int chunk = Math.min(solver.chunk(LARGEST_CHUNK), Math.max(1, CHUNK_VALUES / inputs));
    CertifySummary summary = new CertifySummary();
    CertifyWriter writer = result.form(target -> CertifyWriter.of(output.format(), header, target));
    try (Progress progress = Progress.of("certify", " images", images.images().count())) {
      for (int from = 0; from < images.images().count(); from += chunk) {
        int to = Math.min(images.images().count(), from + chunk);
        for (Answer answer : certification.run(images.points(from, to), header.ball())) {
          int index = summary.count();
          result.write(target -> writer.item(index, answer));
          summary.add(answer);
        }
        progress.advance(to - from);
      }
    }
    result.write(target -> writer.end(summary));
    return summary;
  }
}
