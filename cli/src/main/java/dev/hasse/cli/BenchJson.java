package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Ceilings;
import dev.hasse.bench.Samples;
import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A run of measurements as JSON, written and read back. */
final class BenchJson {
  static final String SCHEMA = "hasse-bench-1";

  private BenchJson() {}

  static void write(BenchRun run, Writer target) throws IOException {
    JsonGenerator json = Json.generator(target);
    json.writeStartObject();
    writeFields(run, json);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /** The keys of an open object. */
  static void writeFields(BenchRun run, JsonGenerator json) throws IOException {
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("command", run.command());
    strings(json, "machine", run.machine());
    strings(json, "parameters", run.parameters());
    if (run.ceilings().isPresent()) {
      Ceilings ceilings = run.ceilings().get();
      json.writeObjectFieldStart("ceilings");
      json.writeNumberField("sgemmSize", ceilings.sgemmSize());
      samples(json, "sgemmGflops", ceilings.sgemmGflops());
      samples(json, "copyGigabytesPerSecond", ceilings.copyGigabytes());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("points");
    for (BenchPoint point : run.points()) {
      write(point, json);
    }
    json.writeEndArray();
  }

  private static void write(BenchPoint point, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", point.name());
    strings(json, "parameters", new TreeMap<>(point.parameters()));
    if (!point.answers().isEmpty()) {
      counts(json, "answers", point.answers());
    }
    json.writeNumberField("count", point.count());
    json.writeNumberField("flops", point.flops());
    json.writeNumberField("bytes", point.bytes());
    json.writeNumberField("medianSeconds", point.seconds().median());
    json.writeNumberField("perSecond", point.perSecond());
    json.writeNumberField("gflops", point.gflops());
    samples(json, "seconds", point.seconds());
    json.writeEndObject();
  }

  static void counts(JsonGenerator json, String name, Map<String, Integer> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Integer> entry : values.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> value : values.entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }

  private static void samples(JsonGenerator json, String name, Samples samples) throws IOException {
    json.writeFieldName(name);
    double[] values = samples.values().stream().mapToDouble(Double::doubleValue).toArray();
    json.writeArray(values, 0, values.length);
  }

  /**
   * @throws InputFileException with the place in the file, where it is no such JSON
   */
  static BenchRun read(Path file) throws InputFileException {
    InputFile input = InputFile.of(file);
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(file));
      if (root.isMissingNode()) {
        throw input.error("", "is empty");
      }
      return new Reading(file).run(root);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr();
      throw new InputFileException(file, place, "is no JSON", e);
    } catch (CharacterCodingException e) {
      throw new InputFileException(file, "", "is no JSON", e);
    } catch (IOException e) {
      throw input.unreadable(e);
    }
  }

  /** One file that is read. */
  private record Reading(Path file) {
    BenchRun run(JsonNode root) throws InputFileException {
      String schema = root.path("schema").asText("none");
      if (!schema.equals(SCHEMA)) {
        throw new InputFileException(
            file, "/schema", "is '" + schema + "', expected '" + SCHEMA + "'");
      }
      List<BenchPoint> points = new ArrayList<>();
      JsonNode array = root.path("points");
      for (int k = 0; k < array.size(); k++) {
        points.add(point(array.get(k), "/points/" + k));
      }
      return new BenchRun(
          root.path("command").asText(),
          strings(root.path("machine")),
          strings(root.path("parameters")),
          ceilings(root.path("ceilings")),
          points);
    }

    private Optional<Ceilings> ceilings(JsonNode node) throws InputFileException {
      return node.isMissingNode()
          ? Optional.empty()
          : Optional.of(
              new Ceilings(
                  node.path("sgemmSize").asInt(),
                  samples(node.path("sgemmGflops"), "/ceilings/sgemmGflops"),
                  samples(
                      node.path("copyGigabytesPerSecond"), "/ceilings/copyGigabytesPerSecond")));
    }

    private BenchPoint point(JsonNode node, String place) throws InputFileException {
      if (!node.path("name").isTextual()) {
        throw new InputFileException(file, place + "/name", "is missing, expected a text");
      }
      return new BenchPoint(
          node.get("name").asText(),
          strings(node.path("parameters")),
          counts(node.path("answers")),
          node.path("count").asInt(),
          node.path("flops").asDouble(),
          node.path("bytes").asDouble(),
          samples(node.path("seconds"), place + "/seconds"));
    }

    private Samples samples(JsonNode node, String place) throws InputFileException {
      List<Double> values = new ArrayList<>();
      for (JsonNode value : node) {
        values.add(value.isNumber() ? value.asDouble() : Double.NaN);
      }
      try {
        return new Samples(values);
      } catch (IllegalArgumentException e) {
        throw new InputFileException(file, place, e.getMessage(), e);
      }
    }

    private static Map<String, Integer> counts(JsonNode node) {
      Map<String, Integer> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        values.put(field.getKey(), field.getValue().asInt());
      }
      return values;
    }

    private static Map<String, String> strings(JsonNode node) {
      Map<String, String> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        values.put(field.getKey(), field.getValue().asText());
      }
      return values;
    }
  }
}
