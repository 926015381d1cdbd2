package dev.hasse.cli;

import dev.hasse.train.TrainingOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How to train, as flags. */
final class TrainingFlags {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the images (default: ${DEFAULT-VALUE}).")
  private int epochs = 10;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Learning rate of the first epoch (default: ${DEFAULT-VALUE}).")
  private double rate = 0.001;

  @Option(
      names = "--rate-decay",
      paramLabel = "F",
      description = "Factor on it after each epoch (default: ${DEFAULT-VALUE}).")
  private double rateDecay = 1;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "Penalty of D/2 times the sum of the squared weights (default:" + " ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--sparsity",
      paramLabel = "D",
      description =
          "Penalty of D times the sum of the weights' magnitudes (default:" + " ${DEFAULT-VALUE}).")
  private double sparsity;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of the initial weights and the order of the images (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed = 1;

  /** The options, or a usage error of {@code command} where a value is out of range. */
  TrainingOptions options(CommandLine command) {
    try {
      return new TrainingOptions(epochs, batch, rate, rateDecay, weightDecay, sparsity, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
