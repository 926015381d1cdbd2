package dev.hasse.cli;

import dev.hasse.train.Ramp;
import dev.hasse.train.RobustOptions;
import dev.hasse.train.TrainingMethod;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The balls around the images, and how training moves towards them, as flags. */
final class RobustFlags {
  private static final double USUAL_TIGHTNESS = 0.5;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      description = {
        "Radius of the balls in the maximum norm, at the end of the ramp; a pixel goes from 0 to 1."
            + " Needed by all methods but standard, for which it is that of --validate-images"
            + " alone."
      })
  private double radius;

  @Option(
      names = "--clip",
      paramLabel = "LO,HI",
      converter = Clip.Converter.class,
      description = "The input domain; 'none' for all numbers (default: 0,1).")
  private Clip clip = Clip.PIXELS;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Epochs at radius 0 (default: ${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--ramp",
      paramLabel = "N",
      description = {
        "Epochs after these in which the radius grows to its end (default: half of all for ibp and"
            + " crown-ibp, else 0)."
      })
  private Integer ramp;

  @Option(
      names = "--ramp-shape",
      paramLabel = "SHAPE",
      converter = ShapeName.class,
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); smooth begins slowly.")
  private Ramp.Shape shape = Ramp.Shape.SMOOTH;

  @Option(
      names = "--kappa",
      paramLabel = "K",
      description = {
        "Share of the loss at the images themselves at the end of the ramp, from 1 at its"
            + " beginning (default: ${DEFAULT-VALUE})."
      })
  private double kappa;

  @Option(
      names = "--beta-start",
      paramLabel = "B",
      description = "crown-ibp: CROWN's share of the margins at first (default: ${DEFAULT-VALUE}).")
  private double betaStart = 1;

  @Option(
      names = "--beta-end",
      paramLabel = "B",
      description = "crown-ibp: CROWN's share at the end of the ramp (default: ${DEFAULT-VALUE}).")
  private double betaEnd;

  @Option(
      names = "--tightness",
      paramLabel = "T",
      description = {
        "Factor of the term that keeps boxes small during the ramp, at its beginning; 0 at its end"
            + " (default: 0.5 for ibp and crown-ibp)."
      })
  private Double tightness;

  @Option(
      names = "--balance",
      paramLabel = "B",
      description = {
        "Factor of the term that balances active and inactive ReLUs during the ramp, at its"
            + " beginning; 0 at its end (default: ${DEFAULT-VALUE})."
      })
  private double balance;

  /** Reads a shape's name. */
  private static final class ShapeName extends LowerCaseConverter<Ramp.Shape> {
    ShapeName() {
      super("shape", Ramp.Shape.values());
    }
  }

  /** Whether the balls are larger than a point. */
  boolean hasRadius() {
    return radius > 0;
  }

  /**
   * The options.
   *
   * @throws IllegalArgumentException where a value is out of range
   */
  RobustOptions options(TrainingMethod method, int epochs) {
    boolean certified = method.isCertified();
    return new RobustOptions(
        radius,
        clip.lower(),
        clip.upper(),
        new Ramp(warmup, Objects.requireNonNullElse(ramp, certified ? epochs / 2 : 0), shape),
        kappa,
        betaStart,
        betaEnd,
        Objects.requireNonNullElse(tightness, certified ? USUAL_TIGHTNESS : 0),
        balance);
  }
}
