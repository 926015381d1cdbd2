package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.train.Architecture;
import dev.hasse.train.RobustOptions;
import dev.hasse.verify.Ball;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Images on which the network is judged, during training and at its end. */
final class ValidationFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--test-images",
      paramLabel = "IMAGES",
      description = {
        "Images on which the network is tested at the end: its accuracy, and, with a radius, its"
            + " certified accuracy by interval bounds and CROWN, rigorous."
      })
  private Path testImages;

  @Option(names = "--test-labels", paramLabel = "LABELS", description = "Their labels.")
  private Path testLabels;

  @Option(
      names = "--validate-images",
      paramLabel = "IMAGES",
      description = "Images on which it is tested in the same way during training.")
  private Path validationImages;

  @Option(names = "--validate-labels", paramLabel = "LABELS", description = "Their labels.")
  private Path validationLabels;

  @Option(
      names = "--hold-out",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Validate on the last K of the training images, which are not learnt from.")
  private Integer heldOut;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Validate after every N epochs and the last (default: ${DEFAULT-VALUE}).")
  private int every = 1;

  @Option(
      names = "--validate-count",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Validate on the first K of these images only (default: all).")
  private Integer count;

  /** Checks what goes together. */
  void check() {
    if ((testImages == null) != (testLabels == null)) {
      throw usage("--test-images and --test-labels go together");
    }
    if ((validationImages == null) != (validationLabels == null)) {
      throw usage("--validate-images and --validate-labels go together");
    }
    if (validationImages != null && heldOut != null) {
      throw usage("--validate-images and --hold-out exclude each other");
    }
  }

  /** How many of the training images are left to learn from. */
  int learnt(TrainingData data) {
    if (heldOut == null) {
      return data.count();
    }
    if (heldOut >= data.count()) {
      throw usage(
          "--hold-out is %d, expected less than the %d images".formatted(heldOut, data.count()));
    }
    return data.count() - heldOut;
  }

  /** What is done at the end. */
  Optional<Validation> test(Architecture architecture, RobustOptions robust)
      throws InputFileException {
    if (testImages == null) {
      return Optional.empty();
    }
    TrainingData test = TrainingData.read(testImages, testLabels, architecture);
    return Optional.of(new Validation(test, 0, test.count(), ball(robust)));
  }

  /** What is done during training. */
  Optional<Validation> validation(
      Architecture architecture, TrainingData training, RobustOptions robust)
      throws InputFileException {
    if (validationImages == null && heldOut == null) {
      return Optional.empty();
    }
    TrainingData data =
        heldOut != null
            ? training
            : TrainingData.read(validationImages, validationLabels, architecture);
    int from = heldOut != null ? learnt(training) : 0;
    int to = count == null ? data.count() : Math.min(data.count(), from + count);
    return Optional.of(new Validation(data, from, to, ball(robust)));
  }

  boolean isDue(int epoch, boolean last) {
    return last || epoch % every == 0;
  }

  private static Ball ball(RobustOptions robust) {
    return new Ball(robust.radius(), robust.clipLower(), robust.clipUpper());
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
