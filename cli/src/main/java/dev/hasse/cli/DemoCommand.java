package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Verdict;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.Images;
import dev.hasse.network.Network;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import dev.hasse.verify.LabelledPoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse demo}: what the program is for, on what it brings along. */
@Command(
    name = "demo",
    header = "See what bounds say of a network and images that come with the program.",
    description = {
      "",
      "Certifies handwritten digits of the MNIST test set at growing radii, with interval bound"
          + " propagation (IBP) and with linear relaxations (CROWN). Needs no file and no network"
          + " access."
    })
final class DemoCommand implements Callable<Integer> {
  private static final List<Double> RADII = List.of(0.005, 0.01, 0.015, 0.02, 0.03, 0.05);

  /** Bytes of the images stand for inputs from 0 to 1. */
  private static final double SCALE = 255;

  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "How many images (default: ${DEFAULT-VALUE}).")
  private int count = 100;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws Exception {
    if (count > ShippedFiles.IMAGE_COUNT) {
      throw new ParameterException(
          spec.commandLine(),
          "--count is " + count + ", the program brings " + ShippedFiles.IMAGE_COUNT + " images");
    }
    try (ShippedFiles files = ShippedFiles.open(ShippedFiles.Subject.DEMO);
        ComputeBackend backend = backendOption.open()) {
      Network network = NetworkReader.read(files.network());
      IdxBytes images = IdxReader.images(files.images());
      IdxBytes labels = IdxReader.labels(files.labels());
      LabelledPoints points = new LabelledImages(new Images(images, count, SCALE), labels).points();
      try (Session session = backend.load(network);
          BoundAnalysis analysis = new BoundAnalysis(session)) {
        run(analysis, points, backend);
      }
    }
    return ExitCodes.DONE;
  }

  private void run(BoundAnalysis analysis, LabelledPoints points, ComputeBackend backend)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "The first "
            + points.count()
            + " MNIST test images, network "
            + analysis.network().name()
            + ", backend "
            + backend.name()
            + " ("
            + backend.device()
            + ")");
    out.println();
    out.flush();
    TextTable table =
        new TextTable(
            "radius",
            "correct",
            "IBP certifies",
            "CROWN adds",
            "undecided",
            "width IBP",
            "width CROWN",
            "seconds");
    try (Progress progress = Progress.of("demo", " radii", RADII.size())) {
      for (double radius : RADII) {
        progress.say("radius " + radius);
        row(analysis, points, radius, table);
        progress.advance(1);
      }
    }
    table.writeTo(out);
    explain(out);
  }

  private static void row(
      BoundAnalysis analysis, LabelledPoints points, double radius, TextTable table) {
    long start = System.nanoTime();
    Ball ball = new Ball(radius, 0, 1);
    CertifySummary summary = new CertifySummary();
    new Certification(analysis, List.of(BoundMethod.IBP, BoundMethod.CROWN))
        .run(points, ball)
        .forEach(summary::add);
    BoxBatch boxes = ball.around(points);
    double ibpWidth = analysis.outputs(boxes, BoundMethod.IBP).meanWidth();
    double crownWidth = analysis.outputs(boxes, BoundMethod.CROWN).meanWidth();
    table.row(
        Double.toString(radius),
        Integer.toString(summary.correct()),
        Integer.toString(summary.certifiedBy(BoundMethod.IBP)),
        Integer.toString(summary.certifiedBy(BoundMethod.CROWN)),
        Integer.toString(summary.count(Verdict.UNDECIDED)),
        String.format(Locale.ROOT, "%.4g", ibpWidth),
        String.format(Locale.ROOT, "%.4g", crownWidth),
        Numbers.fixed((System.nanoTime() - start) / 1e9, 2));
  }

  private static void explain(PrintWriter out) {
    out.println();
    out.println("correct        images that the network classifies as labelled");
    out.println(
        "IBP certifies  of these, proved: every image that differs by at most the radius in");
    out.println("               each pixel (pixels from 0 to 1) gets the same class");
    out.println("CROWN adds     proved by CROWN where IBP could not tell");
    out.println(
        "undecided      the bounds are too loose to tell; that says nothing of the network");
    out.println("width          mean distance of upper and lower bound of an output: the tighter,");
    out.println("               the more can be proved");
    out.println("seconds        for certifying and for the widths, all images together");
    out.println();
    out.println("Every bound holds in real arithmetic, whatever the machine rounds.");
    out.println("Go on with your own network and data:");
    out.println("  hasse certify --network N.onnx --data IMAGES --labels LABELS --radius 0.01");
    out.println("  hasse bounds --help");
    out.flush();
  }
}
