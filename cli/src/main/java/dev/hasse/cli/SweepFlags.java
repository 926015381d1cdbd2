package dev.hasse.cli;

import dev.hasse.bound.Ascent;
import dev.hasse.sweep.InputRange;
import dev.hasse.sweep.PlannedDataset;
import dev.hasse.sweep.PlannedNetwork;
import dev.hasse.sweep.Radii;
import dev.hasse.sweep.SweepPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A plan of one network and one dataset, from flags. */
final class SweepFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path network;

  @Mixin private ImageOptions images;

  @Option(
      names = "--radii",
      paramLabel = "R,...",
      converter = RadiiConverter.class,
      description = "Radii around each image in the maximum norm, on the scale of the inputs.")
  private Radii radii;

  @Option(
      names = "--bisect",
      paramLabel = "MAX,TOL",
      converter = BisectionConverter.class,
      description =
          "Instead of --radii: each image's largest certified radius up to MAX, to a tolerance.")
  private Radii bisection;

  @Mixin private CascadeOptions cascadeOptions;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      converter = SecondsConverter.class,
      description = "Seconds a solver may take for each question (default: 60).")
  private Double timeout;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "Seed of the questions, kept in their rows (default: 0).")
  private Long seed;

  @Option(
      names = "--batch",
      paramLabel = "K",
      converter = PositiveConverter.class,
      description = "Questions at once, at most (default: " + SweepPlan.USUAL_BATCH + ").")
  private Integer batch;

  @Option(
      names = "--unstable",
      description = "Count the ReLUs that interval bounds leave on both sides of the kink.")
  private boolean unstable;

  /** Checks that no flag says what a plan's file says. */
  void requireNone() {
    boolean any =
        unstable
            || images.isGiven()
            || cascadeOptions.isGiven()
            || Stream.of(network, radii, bisection, timeout, seed, batch)
                .anyMatch(Objects::nonNull);
    if (any) {
      throw usage("a plan's file and flags of a plan exclude each other");
    }
  }

  SweepPlan plan() {
    if (network == null || images.data() == null || images.labels() == null) {
      throw usage("either PLAN.yaml or --network=N, --data=IMAGES and --labels=LABELS are needed");
    }
    if ((radii == null) == (bisection == null)) {
      throw usage("either --radii or --bisect is needed");
    }
    Clip domain = cascadeOptions.clip();
    SweepPlan.Method usual = SweepPlan.Method.of(cascadeOptions.cascade().methods());
    OptionalInt count = images.count();
    return new SweepPlan(
        List.of(new PlannedNetwork(String.valueOf(network.getFileName()), network, List.of())),
        List.of(
            new PlannedDataset(
                String.valueOf(images.data().getFileName()),
                images.data(),
                images.labels(),
                images.scale(),
                List.of(
                    count.isEmpty() ? InputRange.ALL : new InputRange(0, count.getAsInt() - 1)))),
        radii == null ? bisection : radii,
        domain.lower(),
        domain.upper(),
        new SweepPlan.Method(
            usual.cascade(),
            timeout == null ? usual.timeout() : timeout,
            Ascent.USUAL_STEPS,
            Ascent.USUAL_INTERMEDIATE_STEPS),
        List.of(seed == null ? 0L : seed),
        batch == null ? SweepPlan.USUAL_BATCH : batch,
        unstable);
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Reads {@code 0.01,0.02}. */
  static final class RadiiConverter implements ITypeConverter<Radii> {
    @Override
    public Radii convert(String text) {
      RadiusConverter radius = new RadiusConverter();
      List<Double> radii = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        double value = Math.abs(radius.convert(part)); // -0 is 0
        if (radii.contains(value)) {
          throw new TypeConversionException("'" + text + "' has a radius twice");
        }
        radii.add(value);
      }
      return Radii.of(radii);
    }
  }

  /** Reads {@code 0.1,0.001}. */
  static final class BisectionConverter implements ITypeConverter<Radii> {
    @Override
    public Radii convert(String text) {
      double[] ends = Arrays.stream(text.split(",", -1)).mapToDouble(Numbers::parse).toArray();
      if (ends.length != 2
          || !Arrays.stream(ends).allMatch(end -> end > 0 && !Double.isInfinite(end))) {
        throw new TypeConversionException(
            "'" + text + "' is no bisection; expected MAX,TOL, two positive numbers");
      }
      if (ends[1] > ends[0]) {
        throw new TypeConversionException(
            "'" + text + "' is no bisection; expected MAX,TOL with TOL at most MAX");
      }
      return Radii.bisection(ends[0], ends[1]);
    }
  }
}
