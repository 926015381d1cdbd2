package dev.hasse.cli;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property;
import dev.hasse.format.InputFileException;
import dev.hasse.format.data.BoxSource;
import dev.hasse.format.data.CsvBoxSource;
import dev.hasse.format.data.CsvCenterSource;
import dev.hasse.format.data.Images;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The boxes of a question, from exactly one of four kinds of file. */
final class BoxOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--property",
      paramLabel = "P.vnnlib",
      description = "The input boxes of a VNN-LIB property, plain or gzip; equal ones count once.")
  private Path property;

  @Option(
      names = "--center",
      paramLabel = "C.csv",
      description = "Balls around points: header-less CSV, one point a line. Needs --radius.")
  private Path center;

  @Option(
      names = "--radius",
      paramLabel = "R",
      converter = RadiusConverter.class,
      description = "Radius of the balls in the maximum norm.")
  private Double radius;

  @Option(
      names = "--clip",
      paramLabel = "LO,HI",
      converter = Clip.Converter.class,
      description =
          "Cut the balls to this input domain; 'none' for no cut (default: 0,1 with --data, else"
              + " none).")
  private Clip clip;

  @Option(
      names = "--boxes",
      paramLabel = "B.csv",
      description =
          "Boxes: header-less CSV, one box a line, n lower values and then n upper values.")
  private Path boxes;

  @Mixin private ImageOptions images;

  /** Checks that the options name one source, before any file is read. */
  void require() {
    List<Path> sources =
        Stream.of(property, center, boxes, images.data()).filter(Objects::nonNull).toList();
    if (sources.isEmpty()) {
      throw usage(
          "no boxes; expected one of --property, --center with --radius, --boxes,"
              + " --data with --radius");
    }
    if (sources.size() > 1) {
      throw usage(
          "boxes from several places; expected one of --property, --center, --boxes, --data");
    }
    images.requireData();
    boolean balls = center != null || images.data() != null;
    if (balls && radius == null) {
      throw usage((center != null ? "--center" : "--data") + " needs --radius");
    }
    if (!balls && radius != null) {
      throw usage("--radius goes with --center and --data only");
    }
    if (!balls && clip != null) {
      throw usage("--clip goes with --center and --data only");
    }
  }

  /** Opens the boxes for a network. */
  BoxSource open(Network network) throws InputFileException {
    if (property != null) {
      Property read = VnnLibReader.read(property, network.inputs(), network.outputs());
      return BoxSource.of(distinct(read));
    }
    if (boxes != null) {
      return CsvBoxSource.open(boxes, network.inputs());
    }
    if (images.data() != null) {
      Clip domain = clip == null ? Clip.PIXELS : clip;
      Images read = images.readImages(network.inputs(), network.outputs(), domain);
      double[] centers = read.values(0, read.count());
      return BoxSource.of(
          BoxBatch.around(network.inputs(), centers, radius, domain.lower(), domain.upper()));
    }
    Clip domain = clip == null ? Clip.NONE : clip;
    return CsvCenterSource.open(center, network.inputs(), radius, domain.lower(), domain.upper());
  }

  /** A disjunction over the outputs repeats its input box in every case. */
  private static BoxBatch distinct(Property property) {
    BoxBatch all = property.boxes();
    Set<List<Double>> seen = new LinkedHashSet<>();
    int[] first =
        IntStream.range(0, all.count())
            .filter(
                box ->
                    seen.add(
                        IntStream.range(0, all.dimension())
                            .boxed()
                            .flatMap(i -> Stream.of(all.lower(box, i), all.upper(box, i)))
                            .toList()))
            .toArray();
    return all.select(first);
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
