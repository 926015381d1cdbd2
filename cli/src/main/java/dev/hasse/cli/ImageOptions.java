package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.ImageCheck;
import dev.hasse.format.data.Images;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Images from a file, with or without labels. */
final class ImageOptions {
  private static final double BYTES_OF_ONE = 255;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "IMAGES",
      description = "Images as an IDX file of bytes (the format of MNIST), plain or gzip.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description = "Their labels as an IDX file of bytes, plain or gzip.")
  private Path labels;

  @Option(
      names = "--scale",
      paramLabel = "S",
      converter = ScaleConverter.class,
      description = "A byte v stands for the input v / S, as the nearest double (default: 255.0).")
  private Double scale;

  @Option(
      names = "--count",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Take the first K images only (default: all).")
  private Integer count;

  /** The file of images; null where none is named. */
  Path data() {
    return data;
  }

  /** The file of labels; null where none is named. */
  Path labels() {
    return labels;
  }

  /** What a byte is divided by. */
  double scale() {
    return scale == null ? BYTES_OF_ONE : scale;
  }

  /** How many images are asked for; empty for all. */
  OptionalInt count() {
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /** Whether one of them is on the command line. */
  boolean isGiven() {
    return data != null || labels != null || scale != null || count != null;
  }

  /** Checks, before any file is read, that labels, scale and count have images to go with. */
  void requireData() {
    if (data == null && isGiven()) {
      throw usage("--labels, --scale and --count go with --data only");
    }
  }

  /** Checks, before any file is read, that images and labels are named. */
  void requireBoth() {
    if (data == null || labels == null) {
      throw usage("--data=IMAGES and --labels=LABELS are needed");
    }
  }

  /**
   * Reads and checks the images, and the labels where they are named.
   *
   * @param clip the input domain, which must hold every value
   */
  Images readImages(int inputs, int outputs, Clip clip) throws InputFileException {
    IdxBytes bytes = IdxReader.images(data);
    Images images = new Images(bytes, count().orElse(bytes.count()), scale());
    new ImageCheck(data, bytes).require(inputs, images.count());
    if (labels != null) {
      readLabels(images, outputs);
    }
    requireInDomain(images, clip);
    return images;
  }

  /** Reads and checks images and labels for a network with these inputs and outputs. */
  LabelledImages readLabelled(int inputs, int outputs, Clip clip) throws InputFileException {
    Images images = readImages(inputs, outputs, clip);
    return new LabelledImages(images, readLabels(images, outputs));
  }

  private IdxBytes readLabels(Images images, int outputs) throws InputFileException {
    IdxBytes classes = IdxReader.labels(labels);
    new ImageCheck(data, images.bytes()).requireLabels(labels, classes, outputs, images.count());
    return classes;
  }

  private void requireInDomain(Images images, Clip clip) throws InputFileException {
    for (int i = 0; i < images.count(); i++) {
      for (int pixel = 0; pixel < images.size(); pixel++) {
        if (!clip.contains(images.value(i, pixel))) {
          throw new InputFileException(
              data,
              "image " + i,
              "the input value %s (byte / --scale), outside the domain [%s, %s] of --clip"
                  .formatted(images.value(i, pixel), clip.lower(), clip.upper()));
        }
      }
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
