package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.analytic.Center;
import dev.hasse.bound.analytic.Neighbourhoods;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.ImageCheck;
import dev.hasse.format.data.Images;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A classifier, an image of each class, and balls around them. */
final class PlaceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      converter = ShippedFiles.SubjectConverter.class,
      completionCandidates = ShippedFiles.SubjectConverter.class,
      description =
          "Shipped network and images: ${COMPLETION-CANDIDATES}; mnist unless --network is given.")
  private ShippedFiles.Subject dataset;

  @Option(
      names = "--network",
      paramLabel = "N",
      description = "Another network: .onnx or .nnet, also with .gz. Needs --data and --labels.")
  private Path network;

  @Option(
      names = "--data",
      paramLabel = "IMAGES",
      description = "Its images as an IDX file of bytes (the format of MNIST), plain or gzip.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description = "Their labels as an IDX file of bytes, plain or gzip.")
  private Path labels;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      description =
          "The largest radius, on the scale of the inputs, which are bytes divided by 255"
              + " (default: ${DEFAULT-VALUE}).")
  private double radius = 1;

  @Option(
      names = "--steps",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Radii 0, R/K, 2R/K, ..., R (default: ${DEFAULT-VALUE}).")
  private int steps = 10;

  private static final double SCALE = 255;
  private static final int MOST_STEPS = 10_000;

  /** Checks that the options fit together, before any file is read. */
  void require() {
    List<Path> own = Stream.of(network, data, labels).filter(Objects::nonNull).toList();
    if (!own.isEmpty() && own.size() < 3) {
      throw usage("--network, --data and --labels go together");
    }
    if (!own.isEmpty() && dataset != null) {
      throw usage("--dataset and --network exclude each other");
    }
    if (radius == 0) {
      throw usage("--radius is 0, expected a positive number");
    }
    if (steps > MOST_STEPS) {
      throw usage("--steps is " + steps + ", expected at most " + MOST_STEPS);
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /**
   * Network and neighbourhoods that were asked for.
   *
   * @param network the classifier
   * @param places balls in [0, 1] around the first image of each class that it classifies rightly
   */
  record Places(Network network, Neighbourhoods places) {}

  Places read(ComputeBackend backend) throws InputFileException, OutputFileException {
    if (network != null) {
      return read(backend, network, data, labels);
    }
    ShippedFiles.Subject subject = dataset == null ? ShippedFiles.Subject.MNIST : dataset;
    try (ShippedFiles files = ShippedFiles.open(subject)) {
      return read(backend, files.network(), files.images(), files.labels());
    }
  }

  private Places read(ComputeBackend backend, Path networkFile, Path imageFile, Path labelFile)
      throws InputFileException {
    Network classifier = NetworkReader.read(networkFile);
    if (classifier.outputs() < 2) {
      throw new InputFileException(
          networkFile, "", "1 output, expected one for each of at least 2 classes");
    }
    IdxBytes images = IdxReader.images(imageFile);
    IdxBytes classes = IdxReader.labels(labelFile);
    ImageCheck check = new ImageCheck(imageFile, images);
    check.require(classifier.inputs(), images.count());
    check.requireLabels(labelFile, classes, classifier.outputs(), images.count());
    Images taken = new Images(images, images.count(), SCALE);
    List<Center> centers = centers(backend, classifier, new LabelledImages(taken, classes));
    if (centers.isEmpty()) {
      throw new InputFileException(
          imageFile, "", "no image that the network classifies as labelled, expected at least one");
    }
    List<Double> radii = new ArrayList<>();
    for (int k = 0; k <= steps; k++) {
      radii.add(radius * k / steps);
    }
    return new Places(classifier, new Neighbourhoods(centers, radii, 0, 1));
  }

  private static List<Center> centers(
      ComputeBackend backend, Network classifier, LabelledImages labelled) {
    Images images = labelled.images();
    List<Center> centers = new ArrayList<>();
    try (Session session = backend.load(classifier);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (int label = 0; label < classifier.outputs(); label++) {
        for (int image = 0; image < images.count(); image++) {
          if (labelled.labels().at(image, 0) == label
              && predicted(analysis.forward(images.values(image, image + 1))) == label) {
            centers.add(new Center("class " + label, images.values(image, image + 1)));
            break;
          }
        }
      }
    }
    return centers;
  }

  private static int predicted(double[] outputs) {
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    return best;
  }
}
