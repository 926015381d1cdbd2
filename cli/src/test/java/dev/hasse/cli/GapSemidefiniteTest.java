package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The semidefinite relaxation as a stage of {@code gap}. */
class GapSemidefiniteTest {
  private static final double SOLVER_TOLERANCE = 1e-5;

  /** Of the report's table of boxes. */
  private static final Pattern BOXES =
      Pattern.compile(">lp</th>\\s*<th[^>]*>sdp</th>\\s*<th[^>]*>exact</th>");

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

  @Test
  void itIsNoLooserThanThoseBeforeAndHoldsTheRange() throws IOException {
    JsonNode json = gap("--sdp", "--format", "json").json();
    assertEquals(2, json.get("boxes").size());
    int tighter = 0;
    for (JsonNode box : json.get("boxes")) {
      requireNames(box.get("gap"), "ibp", "crown", "lp", "sdp", "element", "exact");
      for (JsonNode output : box.get("outputs")) {
        requireWithin(output.get("sdp"), output.get("crown"), 0);
        requireWithin(output.get("sdp"), output.get("lp"), 0);
        requireWithin(output.get("exact"), output.get("sdp"), SOLVER_TOLERANCE);
        requireWithin(output.get("concrete"), output.get("sdp"), 0);
        assertEquals("RIGOROUS", output.get("guarantee").get("sdp").asText());
      }
      double gap = box.get("gap").get("sdp").asDouble();
      tighter += gap < 0.9 * box.get("gap").get("lp").asDouble() ? 1 : 0;
      assertTrue(box.get("seconds").get("sdp").asDouble() > 0);
      assertTrue(box.get("sdpSolved").asInt() > 0, box::toString);
    }
    assertTrue(tighter > 0, "the relaxation gave nothing: " + json);
    assertEquals("RIGOROUS", json.get("guarantee").get("sdp").asText());
    JsonNode summary = json.get("summary");
    assertEquals(2 * 2 * Inputs.CLASSES, summary.get("sdpBounds").asInt());
    assertEquals(sum(json, "sdpSolved"), summary.get("sdpSolved").asDouble());
    double first = json.get("boxes").get(0).get("gap").get("sdp").asDouble();
    double second = json.get("boxes").get(1).get("gap").get("sdp").asDouble();
    assertEquals(Math.max(first, second), summary.get("gap").get("sdp").get("max").asDouble());
  }

  @Test
  void otherStagesAreWhatTheyAreWithoutIt() throws IOException {
    String[] options = {"--element", "top", "--format", "json"};
    JsonNode without = gap(options).json();
    JsonNode with = gap(Stream.concat(Stream.of("--sdp"), Stream.of(options))).json();
    assertFalse(without.toString().contains("sdp"), without.toString());
    for (int b = 0; b < 2; b++) {
      JsonNode before = without.get("boxes").get(b);
      JsonNode after = with.get("boxes").get(b);
      requireNames(before.get("gap"), "ibp", "crown", "lp", "element", "exact");
      for (int i = 0; i < Inputs.CLASSES; i++) {
        for (String stage : List.of("ibp", "crown", "lp", "element", "exact", "concrete")) {
          assertEquals(
              before.get("outputs").get(i).get(stage), after.get("outputs").get(i).get(stage));
        }
      }
    }
  }

  @Test
  void withoutTimeItIsWhatPropagationSays() throws IOException {
    JsonNode json = gap("--sdp", "--timeout", "0.001ms", "--format", "json").json();
    for (JsonNode box : json.get("boxes")) {
      assertEquals(0, box.get("sdpSolved").asInt());
      for (JsonNode output : box.get("outputs")) {
        requireWithin(output.get("sdp"), output.get("lp"), 0);
        requireWithin(output.get("concrete"), output.get("sdp"), 0);
      }
    }
    assertEquals(0, json.get("summary").get("sdpSolved").asInt());
  }

  @Test
  void csvHasItsColumnsBetweenThoseOfLpAndElement() throws IOException {
    List<String> lines = gap("--sdp", "--format", "csv").out().lines().toList();
    assertEquals(
        "box,output,ibpLower,ibpUpper,crownLower,crownUpper,lpLower,lpUpper,sdpLower,sdpUpper,"
            + "elementLower,elementUpper,exactLower,exactUpper,concreteLower,concreteUpper,status,"
            + "ibpGuarantee,crownGuarantee,lpGuarantee,sdpGuarantee,elementGuarantee,"
            + "exactGuarantee,unstable,elementBinaries",
        lines.get(0));
    assertEquals(1 + 2 * Inputs.CLASSES, lines.size());
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertEquals(25, cells.length);
      assertTrue(Double.parseDouble(cells[8]) >= Double.parseDouble(cells[6]), line);
      assertTrue(Double.parseDouble(cells[9]) <= Double.parseDouble(cells[7]), line);
      assertEquals("RIGOROUS", cells[20]);
    }
  }

  @Test
  void tableAndReportHaveItOnlyWhereAsked() throws IOException {
    Path page = inputs.file("gap.html");
    String table = gap("--sdp", "--report", page.toString()).out();
    assertTrue(table.lines().findFirst().orElse("").matches(".* lp +sdp +exact .*"), table);
    assertTrue(table.lines().anyMatch(l -> l.matches(" *sdp .* rigorous")), table);
    assertTrue(table.contains("of its 12 bounds are solved to its tolerance"), table);
    String html = Files.readString(page);
    assertTrue(BOXES.matcher(html).find(), "no column between lp and exact");
    assertTrue(html.contains("Method sdp is the semidefinite relaxation"), "no explanation");

    Path plain = inputs.file("plain.html");
    String without = gap("--report", plain.toString()).out();
    assertFalse(without.contains("sdp"), without);
    assertFalse(Files.readString(plain).contains("sdp"), "a report without --sdp names it");
  }

  @Test
  void aBoxTooLargeForTheMemoryIsOneSentence() {
    CommandRun run =
        CommandRun.of(arguments(Stream.of("--sdp", "--threads", "100000000"))).expect(70);
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("hasse: the semidefinite relaxation has "), run.err());
    assertTrue(run.err().contains("GiB on 100000000 threads"), run.err());
  }

  private static void requireNames(JsonNode object, String... names) {
    List<String> found = new ArrayList<>();
    object.fieldNames().forEachRemaining(found::add);
    assertEquals(List.of(names), found);
  }

  private static void requireWithin(JsonNode inner, JsonNode outer, double tolerance) {
    assertTrue(inner.get(0).asDouble() >= outer.get(0).asDouble() - tolerance, () -> inner + "");
    assertTrue(inner.get(1).asDouble() <= outer.get(1).asDouble() + tolerance, () -> inner + "");
  }

  private static double sum(JsonNode json, String key) {
    double sum = 0;
    for (JsonNode box : json.get("boxes")) {
      sum += box.get(key).asDouble();
    }
    return sum;
  }

  private CommandRun gap(String... more) {
    return gap(Stream.of(more));
  }

  private CommandRun gap(Stream<String> more) {
    return CommandRun.of(arguments(more)).expect(0);
  }

  private List<String> arguments(Stream<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("gap", "--network", network, "--backend", "reference", "--boxes", boxes));
    arguments.addAll(more.toList());
    return arguments;
  }
}
