package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsCommandTest {
  @TempDir private Path folder;
  private Inputs inputs;
  private String network;

  @BeforeEach
  void makeNetwork() throws IOException {
    inputs = new Inputs(folder);
    network = inputs.network();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ibp", "crown-ibp", "crown", "alpha-crown"})
  void jsonHoldsBoundsOfThePointsInEachBox(String method) throws IOException {
    String centers = inputs.text("c.csv", "0.2,0.4,0.6,0.8\n1,0,1,0\n");
    JsonNode json =
        bounds(method, "--center", centers, "--radius", "0.125", "--format", "json").json();
    assertEquals(method, json.get("method").asText());
    assertEquals("net.onnx", json.get("network").asText());
    assertEquals("reference", json.get("backend").asText());
    assertTrue(json.get("device").asText().contains("plain Java"), json.get("device").asText());
    assertEquals("RIGOROUS", json.get("guarantee").asText());
    assertTrue(json.get("seconds").asDouble() >= 0);
    assertFalse(json.has("undefined"));
    assertEquals(2, json.get("boxes").size());
    double[][] points = {{0.2, 0.4, 0.6, 0.8}, {1, 0, 1, 0}};
    Random random = new Random(1);
    for (int b = 0; b < points.length; b++) {
      for (int k = 0; k < 50; k++) {
        double[] point = points[b].clone();
        for (int i = 0; i < point.length; i++) {
          point[i] += 0.125 * random.nextInt(-1, 2);
        }
        requireInside(json.get("boxes").get(b), point);
      }
    }
  }

  private static void requireInside(JsonNode box, double[] point) {
    Network classifier = Inputs.classifier();
    double[] outputs = ForwardEvaluation.of(classifier, point);
    assertEquals(outputs.length, box.get("lower").size());
    for (int i = 0; i < outputs.length; i++) {
      assertTrue(box.get("lower").get(i).asDouble() <= outputs[i] + 1e-12);
      assertTrue(box.get("upper").get(i).asDouble() >= outputs[i] - 1e-12);
    }
  }

  @Test
  void clipCutsTheBalls() throws IOException {
    String center = inputs.text("c.csv", "0,0,0,0\n");
    String nextAboveHalf = "0.5000000000000001"; // a radius counts as that
    String box = inputs.text("b.csv", "0,0,0,0" + ("," + nextAboveHalf).repeat(4) + "\n");
    JsonNode clipped =
        bounds("ibp", "--center", center, "--radius", "0.5", "--clip", "0,1", "--format", "json")
            .json();
    JsonNode same = bounds("ibp", "--boxes", box, "--format", "json").json();
    assertEquals(same.get("boxes"), clipped.get("boxes"));
  }

  @Test
  void aBoxOfSeveralCasesCountsOnce() throws IOException {
    StringBuilder property = new StringBuilder();
    for (int i = 0; i < Inputs.PIXELS; i++) {
      property.append("(declare-const X_").append(i).append(" Real)\n");
      property.append("(assert (>= X_").append(i).append(" 0))\n");
      property.append("(assert (<= X_").append(i).append(" 1))\n");
    }
    property.append("(declare-const Y_0 Real)(declare-const Y_1 Real)(declare-const Y_2 Real)\n");
    property.append("(assert (or (and (<= Y_0 Y_1)) (and (<= Y_0 Y_2))))\n");
    String file = inputs.text("p.vnnlib", property.toString());
    JsonNode json = bounds("crown", "--property", file, "--format", "json").json();
    assertEquals(1, json.get("boxes").size());
  }

  @Test
  void csvHasALineAnOutput() throws IOException {
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n0,0,0,0,0,0,0,0\n");
    List<String> lines = bounds("ibp", "--boxes", boxes, "--format", "csv").out().lines().toList();
    assertEquals("box,output,lower,upper", lines.get(0));
    assertEquals(1 + 2 * Inputs.CLASSES, lines.size());
    assertTrue(lines.get(6).matches("1,2,-?[0-9.E-]+,-?[0-9.E-]+"), lines.get(6));
  }

  @Test
  void unboundedBoxesGiveInfinitiesAsStrings() throws IOException {
    String boxes = inputs.text("b.csv", "-inf,-inf,-inf,-inf,inf,inf,inf,inf\n");
    JsonNode box = bounds("ibp", "--boxes", boxes, "--format", "json").json().get("boxes").get(0);
    assertEquals("-Infinity", box.get("lower").get(0).asText());
    assertTrue(box.get("lower").get(0).isTextual());
    assertEquals("Infinity", box.get("upper").get(0).asText());
  }

  @Test
  void tableShowsTheFirstLinesAndASummary() throws IOException {
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n".repeat(70));
    String out = bounds("ibp", "--boxes", boxes).out();
    assertTrue(out.startsWith("box  output"), out);
    assertTrue(out.contains("... and 10 lines more"), out);
    assertTrue(out.contains("ibp on backend reference: 70 boxes"), out);
    assertTrue(out.contains("rigorous"), out);
  }

  @Test
  void outGetsTheWholeResultAndNothingElse() throws IOException {
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n");
    Path result = inputs.file("result.json");
    Files.writeString(result, "old");
    CommandRun run =
        bounds("ibp", "--boxes", boxes, "--format", "json", "--out", result.toString());
    assertEquals("", run.out());
    assertEquals(1, new ObjectMapper().readTree(result.toFile()).get("boxes").size());
    try (var files = Files.list(folder)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void aFailureLeavesTheOldFile() throws IOException {
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n0\n");
    Path result = Files.writeString(inputs.file("result.json"), "old");
    CommandRun.of(
            "bounds",
            "--network",
            network,
            "--boxes",
            boxes,
            "--method",
            "ibp",
            "--out",
            result.toString())
        .expect(2);
    assertEquals("old", Files.readString(result));
  }

  private CommandRun bounds(String method, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("bounds", "--network", network, "--method", method, "--backend", "reference"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments).expect(0);
  }
}
