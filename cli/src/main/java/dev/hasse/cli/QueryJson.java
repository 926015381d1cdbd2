package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * {@code query} as one JSON object: the names of the columns, and for each row an array of its
 * cells. Not an object, for two columns may have the same name.
 */
final class QueryJson implements QueryWriter {
  private final JsonGenerator json;

  QueryJson(List<String> columns, Writer target) throws IOException {
    json = Json.generator(target);
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (String column : columns) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
  }

  @Override
  public void row(List<Object> cells) throws IOException {
    json.writeStartArray();
    for (Object cell : cells) {
      write(cell);
    }
    json.writeEndArray();
  }

  private void write(Object cell) throws IOException {
    if (cell == null) {
      json.writeNull();
    } else if (cell instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (cell instanceof Long number) {
      json.writeNumber(number);
    } else if (cell instanceof Double number) {
      json.writeNumber(number);
    } else if (cell instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (cell instanceof BigDecimal number) {
      json.writeNumber(number);
    } else {
      json.writeString(cell.toString());
    }
  }

  @Override
  public void end() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
