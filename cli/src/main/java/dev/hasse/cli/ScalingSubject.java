package dev.hasse.cli;

import dev.hasse.bench.GeneratedNetworks;
import dev.hasse.bench.SharedInstability;
import dev.hasse.bench.SubBoxes;
import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code hasse bench scaling} bounds: generated networks, or one that is given. */
final class ScalingSubject {
  private static final int INPUTS = 64;
  private static final int OUTPUTS = 10;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      description =
          "Bound this network instead of generated ones: .onnx or .nnet, also with .gz. Goes with"
              + " the axes batch and threads.")
  private Path network;

  @Option(
      names = "--property",
      paramLabel = "P.vnnlib",
      description =
          "With --network: boxes like the first one of a VNN-LIB file, each bound moved inwards by"
              + " at most 10^-6 of the side (default: balls in the unit cube).")
  private Path property;

  @Option(
      names = "--depth",
      paramLabel = "D",
      converter = PositiveConverter.class,
      description = "Hidden layers of generated networks (default: 3).")
  private Integer depth;

  @Option(
      names = "--width",
      paramLabel = "W",
      converter = PositiveConverter.class,
      description = "Neurons of each of these layers (default: 128).")
  private Integer width;

  @Option(
      names = "--unstable",
      paramLabel = "F",
      description = "Share of them that is unstable, 0 to 1 (default: 0.3).")
  private Double unstable;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      description = "Radius of balls in the unit cube (default: 0.01).")
  private Double radius;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = SeedConverter.class,
      defaultValue = "1",
      description = "Seed of weights and boxes (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** A network and a batch of boxes. */
  record Boxes(Network network, BoxBatch boxes) {}

  /** Reads or makes the boxes of one point. */
  interface Source {
    Boxes boxes(Map<String, String> parameters) throws InputFileException;
  }

  long seed() {
    return seed;
  }

  /** Checks the options, before any file is read. */
  void require(List<ScalingAxis> axes) {
    if (network == null) {
      if (property != null) {
        throw usage("--property goes with --network only");
      }
      if (!(unstable() >= 0 && unstable() <= 1)) {
        throw usage("--unstable is " + unstable + ", expected a share from 0 to 1");
      }
      return;
    }
    if (depth != null || width != null || unstable != null) {
      throw usage("--depth, --width and --unstable are of generated networks, without --network");
    }
    if (property != null && radius != null) {
      throw usage("--property and --radius exclude each other");
    }
    for (ScalingAxis axis : axes) {
      if (axis.isOfGeneratedNetworks()) {
        throw usage("--axis " + axis + " is of generated networks; expected batch or threads");
      }
    }
  }

  /** What tells the points of one subject from those of another. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (network == null) {
      parameters.put("depth", Integer.toString(Optional.ofNullable(depth).orElse(3)));
      parameters.put("width", Integer.toString(Optional.ofNullable(width).orElse(128)));
      parameters.put("unstable", Double.toString(unstable()));
    } else {
      parameters.put("network", String.valueOf(network.getFileName()));
    }
    if (property == null) {
      parameters.put("radius", Double.toString(radius()));
    } else {
      parameters.put("property", String.valueOf(property.getFileName()));
    }
    parameters.put("seed", Long.toString(seed));
    return parameters;
  }

  /** The options that ask for the same subject. */
  List<String> flags() {
    Map<String, String> flags = parameters();
    if (network != null) {
      flags.put("network", network.toString());
    }
    if (property != null) {
      flags.put("property", property.toString());
    }
    List<String> words = new ArrayList<>();
    flags.forEach((name, value) -> words.add("--" + name + "=" + value));
    return words;
  }

  /** Reads the files that are named. */
  Source open() throws InputFileException {
    if (network == null) {
      return this::generated;
    }
    Network read = NetworkReader.read(network);
    int inputs = read.inputs();
    if (property == null) {
      return parameters ->
          new Boxes(
              read, GeneratedNetworks.boxes(batch(parameters, inputs), inputs, radius(), seed));
    }
    BoxBatch box = VnnLibReader.read(property, inputs, read.outputs()).boxes().slice(0, 1);
    return parameters -> new Boxes(read, like(box, batch(parameters, inputs)));
  }

  private Boxes generated(Map<String, String> parameters) {
    SharedInstability.Shape shape =
        new SharedInstability.Shape(
            INPUTS,
            Integer.parseInt(parameters.get("depth")),
            Integer.parseInt(parameters.get("width")),
            OUTPUTS,
            Double.parseDouble(parameters.get("unstable")),
            radius());
    SharedInstability.Made made = SharedInstability.of(shape, seed);
    return new Boxes(made.network(), made.boxes(batch(parameters, INPUTS), seed));
  }

  private BoxBatch like(BoxBatch box, int count) throws InputFileException {
    try {
      return SubBoxes.draw(box, count, 1, seed);
    } catch (IllegalArgumentException e) {
      throw new InputFileException(property, "", e.getMessage(), e);
    }
  }

  private int batch(Map<String, String> parameters, int inputs) {
    int batch = Integer.parseInt(parameters.get("batch"));
    if ((long) batch * inputs > Integer.MAX_VALUE / 4) {
      throw usage("a batch of " + batch + " has too many boxes of " + inputs + " inputs");
    }
    return batch;
  }

  private double unstable() {
    return Optional.ofNullable(unstable).orElse(0.3);
  }

  private double radius() {
    return Optional.ofNullable(radius).orElse(0.01);
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
