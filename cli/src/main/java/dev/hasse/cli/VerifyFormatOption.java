package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.domain.Guarantee;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Decision;
import dev.hasse.verify.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Form of what {@code hasse verify} says on standard output. */
final class VerifyFormatOption {
  /** The forms. */
  enum Format {
    TEXT,
    JSON;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a form's name. */
  private static final class FormatConverter extends LowerCaseConverter<Format> {
    FormatConverter() {
      super("format", Format.values());
    }
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = {
        "What standard output gets: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."
      })
  private Format format = Format.TEXT;

  @Option(
      names = "--explain",
      description = "Say, too, what decided, what it guarantees and how near the bounds came.")
  private boolean explain;

  boolean isJson() {
    return format == Format.JSON;
  }

  boolean explains() {
    return explain;
  }

  void write(Decision decision, RanOn ranOn, PrintWriter out) throws IOException {
    if (isJson()) {
      writeJson(decision, ranOn, out);
      return;
    }
    VerifyResult.write(decision, out);
    out.println(summary(decision));
    if (explain) {
      Explanation.write(decision, ranOn, out);
    }
  }

  /** A comment to VNN-LIB. */
  private static String summary(Decision decision) {
    String left =
        decision.outcome() == Outcome.TIMEOUT || decision.outcome() == Outcome.UNKNOWN
            ? String.format(
                Locale.ROOT, ", %,d open, worst bound %.6g", decision.open(), decision.bound())
            : "";
    return String.format(
        Locale.ROOT, "; %s, %.2f s%s", decision.stage().description(), decision.seconds(), left);
  }

  private static void writeJson(Decision decision, RanOn ranOn, PrintWriter out)
      throws IOException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    json.writeStringField("verdict", decision.outcome().label());
    json.writeStringField("stage", decision.stage().label());
    json.writeNumberField("stageCount", decision.stage().count());
    json.writeStringField("stageUnit", decision.stage().kind().unit());
    if (decision.outcome() == Outcome.UNSAT) {
      json.writeStringField("guarantee", decision.guarantee().name());
    } else if (decision.outcome() == Outcome.SAT) {
      json.writeStringField("guarantee", Guarantee.RIGOROUS.name());
    }
    ranOn.write(json);
    json.writeNumberField("seconds", decision.seconds());
    json.writeNumberField("boxes", decision.boxes());
    json.writeNumberField("bounds", decision.bounds());
    json.writeNumberField("open", decision.open());
    json.writeNumberField("bound", decision.bound());
    if (decision.counterexample().isPresent()) {
      Counterexample found = decision.counterexample().get();
      json.writeObjectFieldStart("counterexample");
      array(json, "input", found.input());
      array(json, "outputs", found.outputs());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void array(JsonGenerator json, String name, double[] values) throws IOException {
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }
}
