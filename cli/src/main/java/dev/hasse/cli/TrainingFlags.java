package dev.hasse.cli;

import dev.hasse.train.Architecture;
import dev.hasse.train.AttackOptions;
import dev.hasse.train.Initialization;
import dev.hasse.train.Shift;
import dev.hasse.train.StepOptions;
import dev.hasse.train.TrainingMethod;
import dev.hasse.train.TrainingOptions;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How to train, as flags. */
final class TrainingFlags {
  /** Usual of certified training, whose gradients have rare long ones. */
  private static final double CERTIFIED_NORM = 10;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = MethodName.class,
      description = {
        "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). standard: the images alone; pgd:"
            + " attacked images; ibp: interval bounds; crown-ibp: CROWN through interval bounds at"
            + " first, interval bounds at the end."
      })
  private TrainingMethod method = TrainingMethod.STANDARD;

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
      description = "Adam's learning rate in the first epoch (default: ${DEFAULT-VALUE}).")
  private double rate = 0.001;

  @Option(
      names = "--rate-decay",
      paramLabel = "F",
      description = "Factor on it after each epoch (default: ${DEFAULT-VALUE}).")
  private double rateDecay = 1;

  @Option(
      names = "--rate-drops",
      paramLabel = "E",
      split = ",",
      description = "Epochs after which it is multiplied by --rate-drop too, with commas.")
  private List<Integer> rateDrops = List.of();

  @Option(
      names = "--rate-drop",
      paramLabel = "F",
      description = "See --rate-drops (default: ${DEFAULT-VALUE}).")
  private double rateDrop = 0.1;

  @Option(
      names = "--gradient-norm",
      paramLabel = "G",
      converter = NumberConverter.class,
      description = {
        "A longer gradient is shortened to this Euclidean norm; Infinity for never (default: 10"
            + " for ibp and crown-ibp, else never)."
      })
  private Double gradientNorm;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "Penalty of D/2 times the sum of the squared weights (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--sparsity",
      paramLabel = "D",
      description =
          "Penalty of D times the sum of the weights' magnitudes (default: ${DEFAULT-VALUE}).")
  private double sparsity;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of the initial weights, the order of the images and all else that is drawn"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--initialization",
      paramLabel = "NAME",
      converter = InitializationName.class,
      description = {
        "${COMPLETION-CANDIDATES} (default: ibp for ibp and crown-ibp, else he). he keeps the size"
            + " of activations with depth, ibp that of boxes."
      })
  private Initialization initialization;

  @Option(
      names = "--shift",
      paramLabel = "P",
      description = {
        "Move each image at random by up to P pixels up or down and sideways (default:"
            + " ${DEFAULT-VALUE}). The network's input must be an image."
      })
  private int shift;

  @Mixin private RobustFlags robust;

  @Option(
      names = "--attack-steps",
      paramLabel = "N",
      description = "Steps of pgd's attack (default: ${DEFAULT-VALUE}).")
  private int attackSteps = AttackOptions.USUAL.steps();

  @Option(
      names = "--attack-step",
      paramLabel = "F",
      description = "Length of such a step, as a part of the radius (default: ${DEFAULT-VALUE}).")
  private double attackStep = AttackOptions.USUAL.stepLength();

  /** Reads a method's name. */
  private static final class MethodName extends LowerCaseConverter<TrainingMethod> {
    MethodName() {
      super("method", TrainingMethod.values());
    }
  }

  /** Reads an initialisation's name. */
  private static final class InitializationName extends LowerCaseConverter<Initialization> {
    InitializationName() {
      super("initialization", Initialization.values());
    }
  }

  /** The options, or a usage error of {@code command} where a value is out of range. */
  TrainingOptions options(CommandLine command, Architecture architecture) {
    if (method != TrainingMethod.STANDARD && !robust.hasRadius()) {
      throw new ParameterException(command, "--method " + method + " needs a --radius above 0");
    }
    Architecture.Image image = architecture.image();
    if (shift != 0 && image.size() > 1 && image.rows() == 1 && image.columns() == 1) {
      throw new ParameterException(
          command,
          "--shift needs an input that is an image, such as 1x28x28; found a flat one of "
              + image.size()
              + " values");
    }
    try {
      boolean certified = method.isCertified();
      return new TrainingOptions(
          method,
          epochs,
          batch,
          seed,
          Objects.requireNonNullElse(
              initialization, certified ? Initialization.IBP : Initialization.HE),
          new StepOptions(
              rate,
              rateDecay,
              rateDrops,
              rateDrop,
              Objects.requireNonNullElse(
                  gradientNorm, certified ? CERTIFIED_NORM : Double.POSITIVE_INFINITY),
              weightDecay,
              sparsity),
          robust.options(method, epochs),
          new AttackOptions(attackSteps, attackStep),
          shift(image));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  private Shift shift(Architecture.Image image) {
    return shift == 0
        ? Shift.NONE
        : new Shift(shift, image.channels(), image.rows(), image.columns());
  }
}
