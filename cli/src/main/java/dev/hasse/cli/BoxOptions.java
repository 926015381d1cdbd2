package dev.hasse.cli;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property;
import dev.hasse.format.InputFileException;
import dev.hasse.format.data.BoxSource;
import dev.hasse.format.data.CsvBoxSource;
import dev.hasse.format.data.CsvCenterSource;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The boxes of a question, from exactly one of three kinds of file. */
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
      description = "Cut the balls to this input domain (default: no cut).")
  private Clip clip;

  @Option(
      names = "--boxes",
      paramLabel = "B.csv",
      description =
          "Boxes: header-less CSV, one box a line, n lower values and then n upper values.")
  private Path boxes;

  /** Checks that the options name one source, before any file is read. */
  void require() {
    List<Path> sources = Stream.of(property, center, boxes).filter(Objects::nonNull).toList();
    if (sources.isEmpty()) {
      throw usage("no boxes; expected one of --property, --center with --radius, --boxes");
    }
    if (sources.size() > 1) {
      throw usage("boxes from several places; expected one of --property, --center, --boxes");
    }
    if (center != null && radius == null) {
      throw usage("--center needs --radius");
    }
    if (center == null && radius != null) {
      throw usage("--radius goes with --center only");
    }
    if (center == null && clip != null) {
      throw usage("--clip goes with --center only");
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
