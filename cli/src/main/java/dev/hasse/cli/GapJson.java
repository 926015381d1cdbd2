package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.bound.lattice.Neuron;
import dev.hasse.bound.lattice.WalkStep;
import java.io.IOException;
import java.io.Writer;

/** {@code gap} as one JSON object. */
final class GapJson implements GapWriter {
  private final GapHeader header;
  private final JsonGenerator json;

  GapJson(GapHeader header, Writer target) throws IOException {
    this.header = header;
    json = Json.generator(target);
    json.writeStartObject();
    json.writeStringField("network", header.network());
    header.ranOn().write(json);
    json.writeStringField("solver", header.solver());
    json.writeStringField("element", header.element().text());
    json.writeNumberField("timeout", header.timeout());
    json.writeNumberField("threads", header.threads());
    json.writeArrayFieldStart("boxes");
  }

  @Override
  public void box(int index, BoxGap box) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    json.writeStringField("status", box.status().name());
    json.writeNumberField("unstable", box.unstable());
    json.writeNumberField("elementBinaries", box.element().binaries());
    if (header.element().isRanked()) {
      json.writeArrayFieldStart("elementNeurons");
      for (Neuron neuron : box.element().element().exactNeurons()) {
        json.writeString(ElementChoice.name(neuron));
      }
      json.writeEndArray();
    }
    if (header.isSemidefinite()) {
      json.writeNumberField("sdpSolved", box.semidefiniteSolved());
    }
    json.writeObjectFieldStart("gap");
    for (GapStage stage : header.stages()) {
      json.writeNumberField(stage.label(), box.gap(stage));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("seconds");
    for (GapStage stage : header.stages()) {
      json.writeNumberField(stage.label(), box.seconds().get(stage));
    }
    json.writeEndObject();
    if (header.walk()) {
      json.writeArrayFieldStart("walk");
      for (WalkStep step : box.walk().steps()) {
        step(step, box.outputs().size());
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("outputs");
    for (int i = 0; i < box.outputs().size(); i++) {
      output(i, box.outputs().get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void step(WalkStep step, int outputs) throws IOException {
    json.writeStartObject();
    json.writeNumberField("binaries", step.binaries());
    json.writeNumberField("linearised", step.linearised());
    json.writeNumberField("seconds", step.seconds());
    json.writeNumberField("gap", step.gap());
    json.writeStringField("status", BoxGap.status(step).name());
    json.writeStringField("guarantee", step.guarantee().name());
    json.writeArrayFieldStart("bounds");
    for (int i = 0; i < outputs; i++) {
      pair(GapMeasurement.sides(step, i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void output(int index, OutputGap output) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    for (GapStage stage : header.stages()) {
      json.writeFieldName(stage.label());
      pair(output.bounds().get(stage));
    }
    json.writeFieldName("concrete");
    pair(output.concrete());
    json.writeStringField("status", output.status().name());
    json.writeObjectFieldStart("guarantee");
    for (GapStage stage : header.stages()) {
      json.writeStringField(stage.label(), output.guarantees().get(stage).name());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void pair(Interval interval) throws IOException {
    json.writeStartArray();
    json.writeNumber(interval.lower());
    json.writeNumber(interval.upper());
    json.writeEndArray();
  }

  @Override
  public void end(GapSummary summary) throws IOException {
    json.writeEndArray();
    json.writeObjectFieldStart("guarantee");
    for (GapStage stage : header.stages()) {
      json.writeStringField(stage.label(), summary.guarantee(stage).name());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("boxes", summary.boxes());
    json.writeNumberField("solved", summary.solved());
    json.writeNumberField("meanUnstable", summary.meanUnstable());
    json.writeStringField("gapTo", "concrete");
    if (header.isSemidefinite()) {
      json.writeNumberField("sdpSolved", summary.semidefiniteSolved());
      json.writeNumberField("sdpBounds", summary.semidefiniteBounds());
    }
    json.writeObjectFieldStart("gap");
    for (GapStage stage : header.stages()) {
      json.writeObjectFieldStart(stage.label());
      json.writeNumberField("mean", summary.mean(stage));
      json.writeNumberField("median", summary.median(stage));
      json.writeNumberField("max", summary.max(stage));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("seconds");
    for (GapStage stage : header.stages()) {
      json.writeNumberField(stage.label(), summary.seconds(stage));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
