package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hasse.format.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostCommandTest {
  private static final List<String> UPPER = List.of("crown", "ibp", "analytic", "norm");

  @TempDir private Path folder;

  private static double value(JsonNode curve, String series, int k) {
    return curve.get("series").get(series).get(k).asDouble();
  }

  /** Rigorous bounds enclose what was sampled; float rounding is far below a thousandth. */
  private static void assertOrder(JsonNode curve, int from) {
    for (int k = from; k < curve.get("x").size(); k++) {
      double largest = value(curve, "largest", k);
      double lower = value(curve, "lower", k);
      assertTrue(lower >= value(curve, "center", k) * 0.999, curve.toString());
      for (String upper : UPPER) {
        assertTrue(value(curve, upper, k) >= lower, upper + " of " + curve);
        assertTrue(value(curve, upper, k) >= largest * 0.999, upper + " of " + curve);
      }
      assertTrue(value(curve, "norm", k) >= value(curve, "analytic", k), curve.toString());
      assertTrue(value(curve, "mean", k) <= largest && value(curve, "recorded", k) <= largest);
    }
  }

  @Test
  void reportsArePagesAndPictures() throws IOException {
    Path page = folder.resolve("page.html");
    Path plots = folder.resolve("plots");
    String[] common = {"--samples", "50", "--report", page.toString(), "--plots", plots.toString()};
    CommandRun.of(with(common, "cost", "depth", "--depth", "3")).expect(0);
    String html = Files.readString(page);
    assertTrue(html.contains("hasse cost depth --depth 3"), "the command");
    for (String quantity : UPPER) {
      assertTrue(html.contains(quantity), quantity);
    }
    assertEquals(6, plots.toFile().list().length, "two plots, as SVG, PNG and CSV each");
    CommandRun.of(with(common, "cost", "misclassification", "--steps", "3")).expect(0);
    String classes = Files.readString(page);
    assertTrue(classes.contains("<h1>Misclassification of the relaxation by radius: "), classes);
    assertTrue(classes.contains("By class"), classes);
    assertTrue(classes.contains("Clopper-Pearson"), classes);
  }

  @Test
  void aReportThatCannotBeWrittenFailsBeforeTheWork() {
    String missing = folder.resolve("none/page.html").toString();
    CommandRun run = CommandRun.of("cost", "depth", "--depth", "3", "--report", missing).expect(2);
    assertTrue(run.err().contains("there is no folder"), run.err());
  }

  @Test
  @Timeout(120)
  void aReportThatFailsLeavesTheResult() throws Exception {
    Path pipe = NamedPipe.make(folder.resolve("pipe"));
    Path result = folder.resolve("result.json");
    CompletableFuture<Void> reader = NamedPipe.openAndClose(pipe);
    CommandRun run =
        CommandRun.of(
                "cost",
                "depth",
                "--depth",
                "3",
                "--samples",
                "50",
                "--format",
                "json",
                "--out",
                result.toString(),
                "--report",
                pipe.toString())
            .expect(2);
    reader.get(20, TimeUnit.SECONDS);
    assertTrue(Files.readString(result).contains("\"experiment\""));
    assertTrue(run.err().startsWith("hasse: " + pipe + ": cannot be written: "), run.err());
    assertEquals(-1, run.err().indexOf("cannot", run.err().indexOf("cannot") + 1), run.err());
  }

  private static String[] with(String[] common, String... words) {
    return Stream.of(words, common).flatMap(Stream::of).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "decorrelated"})
  void depthIsACurveWithLaws(String family) throws IOException {
    JsonNode json =
        CommandRun.of(
                "cost",
                "depth",
                "--family",
                family,
                "--depth",
                "4",
                "--samples",
                "200",
                "--backend",
                "reference",
                "--format",
                "json")
            .expect(0)
            .json();
    assertEquals("depth", json.get("experiment").asText());
    assertEquals("reference", json.get("backend").asText());
    assertTrue(json.get("device").asText().contains("plain Java"), json.get("device").asText());
    JsonNode curve = json.get("curves").get(0);
    assertEquals("[1.0,2.0,3.0,4.0]", curve.get("x").toString());
    assertFalse(curve.get("series").has("exact"));
    assertOrder(curve, 0);
    JsonNode law = json.get("laws").get(0);
    assertEquals("decades", law.get("form").asText());
    assertTrue(law.get("slope").asDouble() > 0.8 && law.get("slope").asDouble() < 1.5);
    assertTrue(law.get("rSquared").asDouble() > 0.9);
  }

  /** The shipped networks, every class and the mean over them. */
  @ParameterizedTest
  @ValueSource(strings = {"mnist", "fashion-mnist"})
  void radiusHasACurveForEachClass(String dataset) throws IOException {
    JsonNode json =
        CommandRun.of(
                "cost",
                "radius",
                "--dataset",
                dataset,
                "--steps",
                "2",
                "--radius",
                "0.2",
                "--samples",
                "100",
                "--format",
                "json")
            .expect(0)
            .json();
    assertEquals(11, json.get("curves").size());
    for (JsonNode curve : json.get("curves")) {
      assertEquals(3, curve.get("x").size());
      assertOrder(curve, 1);
      assertEquals(0, value(curve, "lower", 0));
      assertTrue(value(curve, "analytic", 0) < 1e-3 && value(curve, "largest", 0) < 1e-3);
    }
    assertEquals("mean", json.get("curves").get(10).get("name").asText());
    assertEquals("linear", json.get("laws").get(0).get("form").asText());
  }

  private List<String> ownNetwork() throws IOException {
    Inputs inputs = new Inputs(folder);
    return List.of(
        "--network",
        inputs.network(),
        "--data",
        inputs.images(9),
        "--labels",
        inputs.labels(0, 1, 2, 0, 1, 2, 0, 1, 2));
  }

  private CommandRun own(String experiment, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("cost", experiment));
    arguments.addAll(ownNetwork());
    arguments.addAll(List.of("--samples", "50", "--backend", "reference"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  @Test
  void exactMaximumLiesBetweenTheBounds() throws IOException {
    JsonNode json =
        own("radius", "--exact", "60", "--steps", "2", "--format", "json").expect(0).json();
    assertEquals("[]", json.get("notes").toString());
    JsonNode curve = json.get("curves").get(0);
    for (int k = 1; k < 3; k++) {
      assertEquals(1, value(curve, "optimal", k));
      double exact = value(curve, "exact", k);
      assertEquals(exact, value(curve, "lower", k), 1e-4);
      for (String upper : UPPER) {
        assertTrue(value(curve, upper, k) >= exact - 1e-4, upper);
      }
    }
    assertOrder(curve, 1);
  }

  @Test
  void misclassificationHasIntervalsAndSteps() throws IOException {
    JsonNode json = own("misclassification", "--format", "json").expect(0).json();
    JsonNode all = json.get("curves").get(json.get("curves").size() - 1);
    assertEquals("all", all.get("name").asText());
    assertEquals(0, value(all, "probability", 0));
    for (int k = 0; k < 11; k++) {
      double probability = value(all, "probability", k);
      assertTrue(value(all, "lower", k) <= probability && probability <= value(all, "upper", k));
    }
    assertEquals(json.get("curves").size(), json.get("steps").size());
  }

  @Test
  void tablesAndCsvShowTheSame() throws IOException {
    String table = own("misclassification").expect(0).out();
    assertTrue(table.contains("Clopper-Pearson") && table.contains("50 %"), table);
    String depth =
        CommandRun.of("cost", "depth", "--depth", "2", "--samples", "10").expect(0).out();
    assertTrue(
        depth.contains("decades a layer") && depth.contains("which is not a valid bound"), depth);
    Path file = folder.resolve("cost.csv");
    assertEquals("", own("radius", "--format", "csv", "--out", file.toString()).expect(0).out());
    List<String> lines = Files.readAllLines(file);
    assertEquals("curve,variable,x,series,value", lines.get(0));
    assertTrue(lines.get(1).startsWith("class "), lines.get(1));
  }

  @Test
  void theSameSeedGivesTheSameResult() throws IOException {
    assertEquals(
        own("radius", "--format", "csv", "--seed", "5").expect(0).out(),
        own("radius", "--format", "csv", "--seed", "5").expect(0).out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cost|missing command",
        "cost depth --family foo|there is no family 'foo'; expected paper, decorrelated",
        "cost depth --depth 0|'0' is no count",
        "cost depth --depth 1000|--depth is 1000, expected at most 100",
        "cost depth --radius 0|--radius is 0, expected a positive number",
        "cost depth --seed -1|'-1' is no seed; expected an integer from 0 to 4294967295",
        "cost depth --exact 0|'0' is no time; expected a positive number of seconds",
        "cost depth --depth 1 --backend foo|there is no backend 'foo'",
        "cost radius --network a.onnx|--network, --data and --labels go together",
        "cost radius --dataset cifar|there is no data set 'cifar'; expected mnist, fashion-mnist",
        "cost radius --dataset mnist --network a --data b --labels c|exclude each other",
        "cost radius --network no.onnx --data b --labels c|no.onnx: no such file",
        "cost misclassification --steps 0|'0' is no count",
        "cost misclassification --exact 3|unknown option '--exact'; see"
      })
  void wrongInputIsOneSentence(String lineAndSentence) {
    List<String> parts = List.of(lineAndSentence.split("\\|", -1));
    CommandRun run = CommandRun.of(parts.get(0).split(" ", -1)).expect(2);
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(parts.get(1)), run.err());
  }

  @Test
  void imagesThatAreAllMisclassifiedAreRefused() throws IOException {
    Inputs inputs = new Inputs(folder);
    JsonNode items =
        CommandRun.of(
                "certify",
                "--network",
                inputs.network(),
                "--data",
                inputs.images(1),
                "--labels",
                inputs.labels(0),
                "--radius",
                "0",
                "--format",
                "json")
            .json();
    int wrong = (items.get("items").get(0).get("predicted").asInt() + 1) % Inputs.CLASSES;
    CommandRun run =
        CommandRun.of(
                "cost",
                "radius",
                "--network",
                inputs.network(),
                "--data",
                inputs.images(1),
                "--labels",
                inputs.labels(wrong))
            .expect(2);
    assertTrue(run.err().contains("no image that the network classifies as labelled"), run.err());
  }
}
