package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is said of a list of instances: a row each, then totals and contradictions. */
final class InstanceReport {
  private final List<InstanceResult> results;
  private final ExpectedVerdicts expected;
  private final RanOn ranOn;

  InstanceReport(List<InstanceResult> results, ExpectedVerdicts expected, RanOn ranOn) {
    this.results = results;
    this.expected = expected;
    this.ranOn = ranOn;
  }

  /** Sentences, one for each result that says the opposite of what is expected. */
  List<String> contradictions() {
    List<String> sentences = new ArrayList<>();
    for (InstanceResult result : results) {
      expected
          .contradicting(result)
          .ifPresent(
              other ->
                  sentences.add(
                      "contradiction: %s %s is %s, expected %s"
                          .formatted(
                              result.network(), result.property(), result.verdict(), other)));
    }
    return sentences;
  }

  void writeTable(PrintWriter out) throws IOException {
    TextTable table =
        new TextTable("network", "property", "verdict", "seconds", "boxes", "bounds", "stage");
    for (InstanceResult result : results) {
      table.row(
          result.network(),
          result.property(),
          result.verdict(),
          Numbers.fixed(result.seconds(), 2),
          String.format(Locale.ROOT, "%,d", result.boxes()),
          String.format(Locale.ROOT, "%,d", result.bounds()),
          result.stage());
    }
    table.writeTo(out);
    out.println();
    for (InstanceResult result : results) {
      if (!result.reason().isEmpty()) {
        out.println("error: " + result.reason());
      }
    }
    out.printf(
        Locale.ROOT,
        "%d instances: %s; %.2f s in all, median %.2f s%n",
        results.size(),
        String.join(
            ", ", counts().entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList()),
        totalSeconds(),
        medianSeconds());
    contradictions().forEach(out::println);
  }

  void writeJson(PrintWriter out) throws IOException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    ranOn.write(json);
    json.writeArrayFieldStart("items");
    for (InstanceResult result : results) {
      json.writeStartObject();
      json.writeStringField("network", result.network());
      json.writeStringField("property", result.property());
      json.writeStringField("verdict", result.verdict());
      json.writeNumberField("seconds", result.seconds());
      json.writeNumberField("boxes", result.boxes());
      json.writeNumberField("bounds", result.bounds());
      json.writeStringField("stage", result.stage());
      if (!result.reason().isEmpty()) {
        json.writeStringField("reason", result.reason());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("instances", results.size());
    for (Map.Entry<String, Integer> count : counts().entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeNumberField("seconds", totalSeconds());
    json.writeNumberField("medianSeconds", medianSeconds());
    json.writeArrayFieldStart("contradictions");
    for (String sentence : contradictions()) {
      json.writeString(sentence);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
    return counts;
  }

  private double totalSeconds() {
    return results.stream().mapToDouble(InstanceResult::seconds).sum();
  }

  private double medianSeconds() {
    double[] sorted = results.stream().mapToDouble(InstanceResult::seconds).sorted().toArray();
    int half = sorted.length / 2;
    double[] middle = Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, half + 1);
    return Arrays.stream(middle).average().orElseThrow();
  }
}
