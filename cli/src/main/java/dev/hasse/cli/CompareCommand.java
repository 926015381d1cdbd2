package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bench.SampleComparison;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse bench compare}: is the second run slower, or weaker? */
@Command(
    name = "compare",
    header = "Compare two JSON results of 'hasse bench'.",
    description = {
      "",
      "Points with equal names and parameters are compared: seconds of B by seconds of A, the"
          + " quotient of the medians and a 95 %% interval (of the Mann-Whitney test). The interval"
          + " knows what varies within the two runs, not whether the machine was busier during one"
          + " of them. Where it lies on one side of 1, but not beyond the threshold, B is slower or"
          + " faster 'perhaps within the threshold'. Stages of a cascade that decide other numbers of"
          + " questions do other work: they are listed as changed decisions, without a comparison of"
          + " times, and called weaker where more questions are open after them.",
      "",
      "Exit code 1 where the interval of some point lies above 1 + the threshold or some stage is"
          + " weaker."
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A.json", description = "The run to compare with.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B.json", description = "The run that may be worse.")
  private Path second;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = ThresholdConverter.class,
      defaultValue = "0.05",
      description =
          "A slowdown of at most this share is no regression (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Mixin private BenchOutputOptions output;

  @Override
  public Integer call() throws Exception {
    RunComparison found = RunComparison.of(BenchJson.read(first), BenchJson.read(second));
    if (found.isEmpty()) {
      throw new InputFileException(
          second,
          "/points",
          "no point has the name and the parameters of one in " + first + ", nothing to compare");
    }
    try (ResultFile result = output.open()) {
      result.write(
          target -> {
            if (output.isJson()) {
              writeJson(found, target);
            } else {
              writeTable(found, target);
            }
          });
      result.commit();
    }
    return found.isRegression(threshold) ? ExitCodes.NOT_PROVED : ExitCodes.DONE;
  }

  private String judgement(SampleComparison found) {
    if (found.isRegression(threshold)) {
      return "slower";
    }
    if (found.isImprovement(threshold)) {
      return "faster";
    }
    if (found.lower() > 1 || found.upper() < 1) {
      return (found.lower() > 1 ? "slower" : "faster") + ", perhaps within the threshold";
    }
    return "no difference shown";
  }

  private static String judgement(RunComparison.Changed found) {
    int more = found.leftOpenMore();
    return more > 0 ? "weaker" : more < 0 ? "stronger" : "as many left open";
  }

  private void writeTable(RunComparison found, Writer target) throws IOException {
    TextTable table = new TextTable("point", "A, s", "B, s", "B / A", "95 % interval", "judgement");
    for (RunComparison.Timed timed : found.timed()) {
      SampleComparison seconds = timed.seconds();
      table.row(
          timed.after().key(),
          BenchTable.digits(timed.before().seconds().median()),
          BenchTable.digits(timed.after().seconds().median()),
          Numbers.fixed(seconds.ratio(), 3),
          "[%s, %s]"
              .formatted(Numbers.fixed(seconds.lower(), 3), Numbers.fixed(seconds.upper(), 3)),
          judgement(seconds));
    }
    if (!found.timed().isEmpty()) {
      table.writeTo(target);
    }
    for (RunComparison.Changed changed : found.changed()) {
      target.write(
          "changed decisions, %s: %s: A %s, B %s%n"
              .formatted(
                  judgement(changed),
                  changed.after().key(),
                  changed.before().answers(),
                  changed.after().answers()));
    }
    for (String key : found.missing()) {
      target.write("only in A: " + key + "\n");
    }
    for (String key : found.added()) {
      target.write("only in B: " + key + "\n");
    }
  }

  private void writeJson(RunComparison found, Writer target) throws IOException {
    JsonGenerator json = Json.generator(target);
    json.writeStartObject();
    json.writeNumberField("threshold", threshold);
    json.writeArrayFieldStart("points");
    for (RunComparison.Timed timed : found.timed()) {
      json.writeStartObject();
      json.writeStringField("point", timed.after().key());
      json.writeNumberField("medianSecondsA", timed.before().seconds().median());
      json.writeNumberField("medianSecondsB", timed.after().seconds().median());
      json.writeNumberField("ratio", timed.seconds().ratio());
      json.writeNumberField("lower", timed.seconds().lower());
      json.writeNumberField("upper", timed.seconds().upper());
      json.writeStringField("judgement", judgement(timed.seconds()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changedDecisions");
    for (RunComparison.Changed changed : found.changed()) {
      json.writeStartObject();
      json.writeStringField("point", changed.after().key());
      json.writeStringField("judgement", judgement(changed));
      BenchJson.counts(json, "A", changed.before().answers());
      BenchJson.counts(json, "B", changed.after().answers());
      json.writeEndObject();
    }
    json.writeEndArray();
    strings(json, "onlyInA", found.missing());
    strings(json, "onlyInB", found.added());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeFieldName(name);
    json.writeArray(values.toArray(String[]::new), 0, values.size());
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
