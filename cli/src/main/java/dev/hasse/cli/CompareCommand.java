package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.SampleComparison;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse bench compare}: is the second run slower? */
@Command(
    name = "compare",
    header = "Compare two JSON results of 'hasse bench'.",
    description = {
      "",
      "Points with equal names and parameters are compared: seconds of B by seconds of A, the"
          + " quotient of the medians and a 95 % interval (of the Mann-Whitney test). The interval"
          + " knows what varies within the two runs, not whether the machine was busier during one"
          + " of them.",
      "",
      "Exit code 1 where the interval of some point lies above 1 + the threshold."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", description = "The run to compare with.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B.json", description = "The run that may be slower.")
  private Path second;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = ThresholdConverter.class,
      defaultValue = "0.05",
      description =
          "A slowdown of at most this share is no regression (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Mixin private OutputOptions output;

  /** What is said of one point. */
  private record Row(BenchPoint before, BenchPoint after, SampleComparison found) {}

  @Override
  public Integer call() throws Exception {
    if (output.format() == OutputOptions.Format.CSV) {
      throw new ParameterException(spec.commandLine(), "--format is table or json here");
    }
    List<Row> rows = rows(BenchJson.read(first), BenchJson.read(second));
    try (ResultFile result = output.open()) {
      result.write(
          target -> {
            if (output.format() == OutputOptions.Format.JSON) {
              writeJson(rows, target);
            } else {
              writeTable(rows, target);
            }
          });
      result.commit();
    }
    return rows.stream().anyMatch(row -> row.found().isRegression(threshold))
        ? ExitCodes.NOT_PROVED
        : ExitCodes.DONE;
  }

  private List<Row> rows(BenchRun before, BenchRun after) throws InputFileException {
    Map<String, BenchPoint> known = new HashMap<>();
    before.points().forEach(point -> known.put(point.key(), point));
    List<Row> rows = new ArrayList<>();
    for (BenchPoint point : after.points()) {
      BenchPoint other = known.get(point.key());
      if (other != null) {
        rows.add(new Row(other, point, SampleComparison.of(other.seconds(), point.seconds())));
      }
    }
    if (rows.isEmpty()) {
      throw new InputFileException(
          second,
          "/points",
          "no point has the name and the parameters of one in " + first + ", nothing to compare");
    }
    return rows;
  }

  private String judgement(SampleComparison found) {
    if (found.isRegression(threshold)) {
      return "slower";
    }
    return found.isImprovement(threshold) ? "faster" : "no difference shown";
  }

  private void writeTable(List<Row> rows, Writer target) throws IOException {
    TextTable table = new TextTable("point", "A, s", "B, s", "B / A", "95 % interval", "judgement");
    for (Row row : rows) {
      table.row(
          row.after().key(),
          BenchTable.digits(row.before().seconds().median()),
          BenchTable.digits(row.after().seconds().median()),
          Numbers.fixed(row.found().ratio(), 3),
          "[%s, %s]"
              .formatted(
                  Numbers.fixed(row.found().lower(), 3), Numbers.fixed(row.found().upper(), 3)),
          judgement(row.found()));
    }
    table.writeTo(target);
  }

  private void writeJson(List<Row> rows, Writer target) throws IOException {
    JsonGenerator json = Json.generator(target);
    json.writeStartObject();
    json.writeNumberField("threshold", threshold);
    json.writeArrayFieldStart("points");
    for (Row row : rows) {
      json.writeStartObject();
      json.writeStringField("point", row.after().key());
      json.writeNumberField("medianSecondsA", row.before().seconds().median());
      json.writeNumberField("medianSecondsB", row.after().seconds().median());
      json.writeNumberField("ratio", row.found().ratio());
      json.writeNumberField("lower", row.found().lower());
      json.writeNumberField("upper", row.found().upper());
      json.writeStringField("judgement", judgement(row.found()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /** A share that is 0 or more. */
  private static final class ThresholdConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double share = Numbers.parse(text);
      if (!(share >= 0) || Double.isInfinite(share)) {
        throw new TypeConversionException(
            "'" + text + "' is no threshold; expected a number that is 0 or more, such as 0.05");
      }
      return share;
    }
  }
}
