package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.Curve;
import dev.hasse.bound.analytic.GrowthLaw;
import dev.hasse.bound.analytic.Series;
import dev.hasse.bound.analytic.StepLaw;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** {@code cost} as one JSON object; null where there is no value. */
final class CostJson implements CostWriter {
  @Override
  public void write(CostHeader header, CostResult result, double seconds, Writer target)
      throws IOException {
    JsonGenerator json = Json.generator(target);
    json.writeStartObject();
    json.writeStringField("experiment", header.experiment());
    json.writeStringField("subject", header.subject());
    header.ranOn().write(json);
    json.writeNumberField("samples", header.sampling().count());
    json.writeNumberField("seed", header.sampling().seed());
    json.writeArrayFieldStart("curves");
    for (Curve curve : result.curves()) {
      curve(json, curve);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("laws");
    for (GrowthLaw law : result.laws()) {
      json.writeStartObject();
      json.writeStringField("curve", law.curve());
      json.writeStringField("series", law.series());
      json.writeStringField("form", law.form().name().toLowerCase(Locale.ROOT));
      number(json, "slope", law.slope());
      number(json, "intercept", law.intercept());
      number(json, "rSquared", law.rSquared());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("steps");
    for (StepLaw step : result.steps()) {
      json.writeStartObject();
      json.writeStringField("curve", step.curve());
      number(json, "plateau", step.plateau());
      number(json, "tenth", step.tenth());
      number(json, "half", step.half());
      number(json, "nineTenths", step.nineTenths());
      number(json, "width", step.width());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notes");
    for (String note : result.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeNumberField("seconds", seconds);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void curve(JsonGenerator json, Curve curve) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", curve.name());
    json.writeStringField("variable", curve.variable());
    array(json, "x", curve.x());
    json.writeObjectFieldStart("series");
    for (Series series : curve.series()) {
      array(json, series.name(), series.values());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void array(JsonGenerator json, String name, List<Double> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      if (Double.isNaN(value)) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
