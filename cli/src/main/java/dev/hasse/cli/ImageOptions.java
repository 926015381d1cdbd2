package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Labelled images to certify. */
final class ImageOptions {
  @Option(
      names = "--data",
      paramLabel = "IMAGES",
      required = true,
      description = "Images as an IDX file of bytes (the format of MNIST), plain or gzip.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      required = true,
      description = "Their labels as an IDX file of bytes, plain or gzip.")
  private Path labels;

  @Option(
      names = "--scale",
      paramLabel = "S",
      converter = ScaleConverter.class,
      description =
          "A byte v stands for the input v / S, as the nearest double"
              + " (default: ${DEFAULT-VALUE}).")
  private double scale = 255;

  @Option(
      names = "--count",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Take the first K images only (default: all).")
  private Integer count;

  /** Reads and checks the files for a network with these inputs and outputs. */
  LabelledImages read(int inputs, int outputs) throws InputFileException {
    IdxBytes images = IdxReader.images(data);
    IdxBytes classes = IdxReader.labels(labels);
    int taken = count == null ? images.count() : count;
    new ImageCheck(data, images, labels, classes).require(inputs, outputs, taken);
    return new LabelledImages(images, classes, taken, scale);
  }

  /** What stands for 1. */
  private static final class ScaleConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double scale = Numbers.parse(text);
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw new TypeConversionException("'" + text + "' is no scale; expected a positive number");
      }
      return scale;
    }
  }
}
