package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hasse.network.ForwardEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapCommandTest {
  private static final List<String> CHAIN =
      List.of("ibp", "crown", "lp", "element", "exact", "concrete");

  @TempDir private Path folder;
  private Inputs inputs;
  private String network;
  private String boxes;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    network = inputs.network();
    boxes = inputs.twoBoxes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "bottom", "layer:1", "neurons:1.0,1.5", "score:1", "budget:20s"})
  void noStageIsLooserThanThoseBefore(String element) throws IOException {
    JsonNode json = gap("--boxes", boxes, "--element", element, "--format", "json").json();
    assertEquals(element, json.get("element").asText());
    assertEquals(2, json.get("boxes").size());
    for (JsonNode box : json.get("boxes")) {
      requireChain(box);
      assertEquals("OPTIMAL", box.get("status").asText());
      assertTrue(box.get("unstable").asInt() > 1, "too easy a case");
      assertTrue(box.get("gap").get("lp").asDouble() > 0.01, "too easy a case");
      assertTrue(box.get("gap").get("exact").asDouble() < 1e-5);
      boolean ranked = element.startsWith("score") || element.startsWith("budget");
      assertEquals(ranked, box.has("elementNeurons"));
      for (int i = 0; i < Inputs.CLASSES; i++) {
        JsonNode output = box.get("outputs").get(i);
        assertEquals(i, output.get("index").asInt());
        if (element.equals("top")) {
          assertEquals(output.get("lp"), output.get("element"));
        } else if (!element.startsWith("neurons") && !element.startsWith("score")) {
          assertEquals(output.get("exact"), output.get("element"));
        }
      }
    }
    requireReached(json.get("boxes").get(0));
  }

  private static void requireChain(JsonNode box) {
    for (JsonNode output : box.get("outputs")) {
      for (int k = 1; k < CHAIN.size(); k++) {
        JsonNode outer = output.get(CHAIN.get(k - 1));
        JsonNode inner = output.get(CHAIN.get(k));
        assertTrue(outer.get(0).asDouble() <= inner.get(0).asDouble(), output::toString);
        assertTrue(outer.get(1).asDouble() >= inner.get(1).asDouble(), output::toString);
      }
    }
  }

  /** Samples of the unit box stay within the exact range. */
  private static void requireReached(JsonNode box) {
    Random random = new Random(7);
    for (int k = 0; k < 300; k++) {
      double[] point = random.doubles(Inputs.PIXELS).toArray();
      double[] values = ForwardEvaluation.of(Inputs.classifier(), point);
      for (int i = 0; i < values.length; i++) {
        JsonNode exact = box.get("outputs").get(i).get("exact");
        assertTrue(exact.get(0).asDouble() <= values[i] + 1e-6);
        assertTrue(exact.get(1).asDouble() >= values[i] - 1e-6);
      }
    }
  }

  @Test
  void jsonSaysWhatRanAndWhatItsBoundsAreWorth() throws IOException {
    JsonNode json = gap("--boxes", boxes, "--timeout", "30s", "--format", "json").json();
    assertEquals("net.onnx", json.get("network").asText());
    assertEquals("reference", json.get("backend").asText());
    assertTrue(json.get("device").asText().contains("plain Java"), json.get("device").asText());
    assertTrue(json.get("solver").asText().startsWith("scip (SCIP "), json.toString());
    assertEquals(30, json.get("timeout").asDouble());
    for (String stage : List.of("ibp", "crown", "lp")) {
      assertEquals("RIGOROUS", json.get("guarantee").get(stage).asText());
    }
    assertEquals("SOLVER_TOLERANCE", json.get("guarantee").get("exact").asText());
    JsonNode summary = json.get("summary");
    assertEquals(2, summary.get("boxes").asInt());
    assertEquals(2, summary.get("solved").asInt());
    assertEquals("concrete", summary.get("gapTo").asText());
    for (String stage : CHAIN.subList(0, 5)) {
      double first = json.get("boxes").get(0).get("gap").get(stage).asDouble();
      double second = json.get("boxes").get(1).get("gap").get(stage).asDouble();
      JsonNode gaps = summary.get("gap").get(stage);
      assertEquals(Math.max(first, second), gaps.get("max").asDouble());
      assertEquals((first + second) / 2, gaps.get("mean").asDouble(), 1e-12);
      assertEquals((first + second) / 2, gaps.get("median").asDouble(), 1e-12);
      assertTrue(summary.get("seconds").get(stage).asDouble() >= 0);
    }
    assertFalse(json.get("boxes").get(0).has("walk"));
  }

  @Test
  void walkWritesTheCurve() throws IOException {
    JsonNode json = gap("--boxes", boxes, "--walk", "--format", "json").json();
    for (JsonNode box : json.get("boxes")) {
      JsonNode walk = box.get("walk");
      assertEquals(0, walk.get(0).get("binaries").asInt());
      assertEquals("RIGOROUS", walk.get(0).get("guarantee").asText());
      assertEquals(0, walk.get(walk.size() - 1).get("linearised").asInt());
      for (int k = 1; k < walk.size(); k++) {
        assertTrue(walk.get(k).get("binaries").asInt() > walk.get(k - 1).get("binaries").asInt());
        assertTrue(walk.get(k).get("gap").asDouble() <= walk.get(k - 1).get("gap").asDouble());
        assertEquals(Inputs.CLASSES, walk.get(k).get("bounds").size());
      }
    }
    String table = gap("--boxes", boxes, "--walk").out();
    assertTrue(table.contains("box  step  exact neurons  linearised"), table);
  }

  @Test
  void withoutTimeTheBoundsStandAndTheStatusSaysSo() throws IOException {
    JsonNode json =
        gap("--boxes", boxes, "--timeout", "0.001ms", "--element", "budget:1ms", "--format", "json")
            .json();
    for (JsonNode box : json.get("boxes")) {
      requireChain(box);
      assertEquals("TIMEOUT", box.get("status").asText());
      assertEquals(0, box.get("elementBinaries").asInt());
      for (JsonNode output : box.get("outputs")) {
        assertEquals(output.get("crown"), output.get("exact"));
        assertEquals("RIGOROUS", output.get("guarantee").get("exact").asText());
      }
    }
    assertEquals(0, json.get("summary").get("solved").asInt());
    String table = gap("--boxes", boxes, "--timeout", "0.001ms").out();
    assertTrue(table.contains("TIMEOUT"), table);
    assertTrue(table.contains("0 of 2 boxes exact"), table);
  }

  @Test
  void csvHasALineAnOutput() throws IOException {
    List<String> lines = gap("--boxes", boxes, "--format", "csv").out().lines().toList();
    assertEquals(
        "box,output,ibpLower,ibpUpper,crownLower,crownUpper,lpLower,lpUpper,elementLower,"
            + "elementUpper,exactLower,exactUpper,concreteLower,concreteUpper,status,ibpGuarantee,"
            + "crownGuarantee,lpGuarantee,elementGuarantee,exactGuarantee,unstable,elementBinaries",
        lines.get(0));
    assertEquals(1 + 2 * Inputs.CLASSES, lines.size());
    String[] last = lines.get(lines.size() - 1).split(",", -1);
    assertEquals(22, last.length);
    assertEquals("1", last[0]);
    assertEquals("2", last[1]);
    assertEquals("OPTIMAL", last[14]);
    assertEquals("RIGOROUS", last[17]);
  }

  @Test
  void tableSaysWhichBoundsASolverMade() throws IOException {
    String table = gap("--boxes", boxes, "--element", "layer:1").out();
    assertTrue(table.startsWith("box  output"), table);
    assertTrue(table.lines().anyMatch(l -> l.matches(" *lp .* rigorous")), table);
    assertTrue(table.lines().anyMatch(l -> l.matches(" *exact .* up to solver tolerance")), table);
    assertTrue(table.contains("2 of 2 boxes exact up to solver tolerance"), table);
  }

  @Test
  void theSolversLogGoesToItsFile() throws IOException {
    Path log = inputs.file("scip.log");
    String out = gap("--boxes", boxes, "--solver-log", log.toString(), "--format", "json").out();
    assertFalse(out.contains("presolving"), out);
    assertTrue(Files.readString(log).contains("presolving"));
  }

  @Test
  void aReportHasPlotsTablesAndTheCommand() throws IOException {
    Path page = inputs.file("gap.html");
    gap("--boxes", boxes, "--walk", "--report", page.toString());
    String html = Files.readString(page);
    for (String word : List.of("Gap by exact neurons", "Gap of each box", "--walk", "SCIP 10")) {
      assertTrue(html.contains(word), word);
    }
    assertFalse(html.contains(">element</th>"), "the bottom is there as exact");
    gap("--boxes", boxes, "--element", "layer:1", "--report", page.toString());
    assertTrue(Files.readString(page).contains(">element</th>"));
  }

  @Test
  void aShippedNetworkOnItsImages() throws Exception {
    try (ShippedFiles files = ShippedFiles.open(ShippedFiles.Subject.MNIST)) {
      String shipped = unpack("networks/mnist-784-32-10.onnx");
      List<String> arguments =
          List.of(
              "gap",
              "--network",
              shipped,
              "--data",
              files.images().toString(),
              "--labels",
              files.labels().toString(),
              "--radius",
              "0.01",
              "--count",
              "2",
              "--format",
              "json");
      JsonNode json = CommandRun.of(arguments).expect(0).json();
      assertEquals(2, json.get("boxes").size());
      json.get("boxes").forEach(GapCommandTest::requireChain);
      assertEquals(2, json.get("summary").get("solved").asInt());
    }
  }

  private String unpack(String name) throws IOException {
    Path file = inputs.file("shipped.onnx");
    try (var in = Hasse.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file.toString();
  }

  private CommandRun gap(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("gap", "--network", network, "--backend", "reference"));
    arguments.addAll(Stream.of(more).toList());
    return CommandRun.of(arguments).expect(0);
  }
}
