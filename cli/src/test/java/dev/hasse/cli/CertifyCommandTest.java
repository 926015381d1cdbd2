package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertifyCommandTest {
  private static final int COUNT = 30;

  @TempDir private Path folder;
  private Inputs inputs;
  private String network;
  private String images;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    network = inputs.network();
    images = inputs.images(COUNT);
  }

  @Test
  void milpDecidesEveryImageAndSaysUpToWhat() throws IOException {
    int[] labels = new int[COUNT];
    JsonNode json =
        certify(labels, "0.05", "--format", "json", "--cascade", "ibp,lp,milp").expect(1).json();
    int toTolerance = 0;
    for (JsonNode item : json.get("items")) {
      String verdict = item.get("verdict").asText();
      assertEquals(verdict.equals("violated"), item.has("counterexample"));
      assertTrue(Set.of("certified", "violated", "misclassified").contains(verdict), verdict);
      boolean tolerance = item.get("guarantee").asText().equals("SOLVER_TOLERANCE");
      toTolerance += tolerance && verdict.equals("certified") ? 1 : 0;
    }
    assertEquals(toTolerance, json.get("summary").get("certifiedToTolerance").asInt());
  }

  @Test
  void jsonHasAnItemAnImageAndASummary() throws IOException {
    int[] labels = new int[COUNT];
    JsonNode json = certify(labels, "0.01", "--format", "json").expect(1).json();
    Set<String> keys = new TreeSet<>();
    json.get("items").get(0).fieldNames().forEachRemaining(keys::add);
    assertEquals(
        new TreeSet<>(
            List.of(
                "index",
                "label",
                "predicted",
                "verdict",
                "method",
                "guarantee",
                "margin",
                "seconds")),
        keys);
    assertEquals(COUNT, json.get("items").size());
    int misclassified = 0;
    int certified = 0;
    for (int i = 0; i < COUNT; i++) {
      JsonNode item = json.get("items").get(i);
      assertEquals(i, item.get("index").asInt());
      boolean right = item.get("predicted").asInt() == 0;
      assertEquals(!right, item.get("verdict").asText().equals("misclassified"));
      misclassified += right ? 0 : 1;
      if (item.get("verdict").asText().equals("certified")) {
        certified++;
        assertTrue(item.get("margin").asDouble() > 0);
        assertEquals("RIGOROUS", item.get("guarantee").asText());
      }
      assertEquals(right, !item.get("guarantee").isNull());
    }
    JsonNode summary = json.get("summary");
    assertEquals(COUNT, summary.get("count").asInt());
    assertEquals(misclassified, summary.get("misclassified").asInt());
    assertEquals(certified, summary.get("certified").asInt());
    assertEquals(COUNT - misclassified - certified, summary.get("undecided").asInt());
    assertTrue(certified > 0 && misclassified > 0, summary.toString());
  }

  @Test
  void exitCodeIsZeroOnlyWhenAllAreCertified() throws IOException {
    JsonNode first = certify(new int[COUNT], "0", "--format", "json").json();
    int[] predicted = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      predicted[i] = first.get("items").get(i).get("predicted").asInt();
    }
    certify(predicted, "0").expect(0);
    certify(predicted, "0.9").expect(1);
  }

  @Test
  void csvAndTableShowTheItems() throws IOException {
    List<String> lines =
        certify(new int[COUNT], "0.01", "--format", "csv", "--count", "7").out().lines().toList();
    assertEquals("index,label,predicted,verdict,method,guarantee,margin,seconds", lines.get(0));
    assertEquals(8, lines.size());
    String table = certify(new int[COUNT], "0.01", "--cascade", "crown").out();
    assertTrue(table.startsWith("index  label  predicted"), table);
    assertTrue(table.contains("of 30 images are classified right"), table);
    assertTrue(table.contains("by crown"), table);
  }

  private CommandRun certify(int[] labels, String radius, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "certify",
                "--network",
                network,
                "--data",
                images,
                "--labels",
                inputs.labels(labels),
                "--radius",
                radius,
                "--backend",
                "reference"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }
}
