package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.domain.Bounds;
import java.io.IOException;
import java.io.Writer;
import java.util.function.IntToDoubleFunction;

/** {@code bounds} as one JSON object; a line a box. */
final class BoundsJson implements BoundsWriter {
  private final JsonGenerator json;

  BoundsJson(BoundsHeader header, Writer target) throws IOException {
    json = Json.generator(target);
    json.writeStartObject();
    json.writeStringField("network", header.network());
    json.writeStringField("method", header.method().label());
    header.ranOn().write(json);
    json.writeArrayFieldStart("boxes");
  }

  @Override
  public void chunk(Bounds bounds) throws IOException {
    for (int b = 0; b < bounds.count(); b++) {
      int box = b;
      json.writeStartObject();
      array("lower", bounds.width(), output -> bounds.lower(box, output));
      array("upper", bounds.width(), output -> bounds.upper(box, output));
      json.writeEndObject();
    }
  }

  private void array(String name, int length, IntToDoubleFunction values) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < length; i++) {
      json.writeNumber(values.applyAsDouble(i));
    }
    json.writeEndArray();
  }

  @Override
  public void end(BoundsSummary summary) throws IOException {
    json.writeEndArray();
    json.writeStringField("guarantee", summary.guarantee().name());
    json.writeNumberField("seconds", summary.seconds());
    if (summary.undefined() > 0) {
      json.writeNumberField("undefined", summary.undefined());
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
