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
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
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

  @Option(
      names = "--clip",
      paramLabel = "LO,HI",
      converter = Clip.Converter.class,
      description = "The input domain; 'none' for all numbers (default: 0,1).")
  private Clip clip;

  @Option(
      names = "--cascade",
      paramLabel = "METHODS",
      converter = Cascade.Converter.class,
      description = {
        "Methods to try in this order, each on what the one before left undecided: any of ibp,"
            + " crown-ibp, crown, alpha-crown, lp, milp, with commas between them"
            + " (default: ibp,crown)."
      })
  private Cascade cascade;

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
            || Stream.of(
                    network, data, labels, scale, count, radii, bisection, clip, cascade, timeout,
                    seed, batch)
                .anyMatch(Objects::nonNull);
    if (any) {
      throw usage("a plan's file and flags of a plan exclude each other");
    }
  }

  SweepPlan plan() {
    if (network == null || data == null || labels == null) {
      throw usage("either PLAN.yaml or --network=N, --data=IMAGES and --labels=LABELS are needed");
    }
    if ((radii == null) == (bisection == null)) {
      throw usage("either --radii or --bisect is needed");
    }
    Clip domain = clip == null ? Clip.PIXELS : clip;
    SweepPlan.Method usual =
        SweepPlan.Method.of(cascade == null ? SweepPlan.Method.USUAL_CASCADE : cascade.methods());
    return new SweepPlan(
        List.of(new PlannedNetwork(String.valueOf(network.getFileName()), network, List.of())),
        List.of(
            new PlannedDataset(
                String.valueOf(data.getFileName()),
                data,
                labels,
                scale == null ? PlannedDataset.USUAL_SCALE : scale,
                List.of(count == null ? InputRange.ALL : new InputRange(0, count - 1)))),
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
      return Radii.bisection(ends[0], ends[1]);
    }
  }
}
