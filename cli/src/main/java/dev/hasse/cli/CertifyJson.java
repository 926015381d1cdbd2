package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Verdict;
import dev.hasse.verify.Answer;
import java.io.IOException;
import java.io.Writer;

/** {@code certify} as one JSON object. */
final class CertifyJson implements CertifyWriter {
  private final CertifyHeader header;
  private final JsonGenerator json;

  CertifyJson(CertifyHeader header, Writer target) throws IOException {
    this.header = header;
    json = Json.generator(target);
    json.writeStartObject();
    json.writeStringField("network", header.network());
    header.ranOn().write(json);
    json.writeArrayFieldStart("cascade");
    for (BoundMethod method : header.cascade()) {
      json.writeString(method.label());
    }
    json.writeEndArray();
    json.writeNumberField("radius", header.ball().radius());
    json.writeArrayFieldStart("clip");
    json.writeNumber(header.ball().clipLower());
    json.writeNumber(header.ball().clipUpper());
    json.writeEndArray();
    json.writeNumberField("scale", header.scale());
    json.writeArrayFieldStart("items");
  }

  @Override
  public void item(int index, Answer answer) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    json.writeNumberField("label", answer.label());
    json.writeNumberField("predicted", answer.predicted());
    json.writeStringField("verdict", answer.verdict().label());
    json.writeStringField("method", answer.method().map(BoundMethod::label).orElse(EVALUATION));
    json.writeStringField("guarantee", answer.guarantee().map(Enum::name).orElse(null));
    json.writeNumberField("margin", answer.margin());
    if (answer.counterexample().isPresent()) {
      double[] input = answer.counterexample().get();
      json.writeFieldName("counterexample");
      json.writeArray(input, 0, input.length);
    }
    json.writeNumberField("seconds", answer.seconds());
    json.writeEndObject();
  }

  @Override
  public void end(CertifySummary summary) throws IOException {
    json.writeEndArray();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("count", summary.count());
    json.writeNumberField("correct", summary.correct());
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberField(verdict.label(), summary.count(verdict));
    }
    json.writeNumberField("certifiedToTolerance", summary.certifiedToTolerance());
    json.writeObjectFieldStart("certifiedBy");
    for (BoundMethod method : header.cascade()) {
      json.writeNumberField(method.label(), summary.certifiedBy(method));
    }
    json.writeEndObject();
    json.writeNumberField("seconds", summary.seconds());
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
