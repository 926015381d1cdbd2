package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.SweepRow;
import dev.hasse.sweep.store.AnswersTable;
import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportCommandTest {
  private static final int INPUTS = 60;
  private static final List<SweepRow> ROWS = AnswersTable.random(17, INPUTS);

  @TempDir private Path folder;

  private Path sweep(String name, List<SweepRow> rows) throws IOException {
    Path made = folder.resolve(name);
    try (ResultStore store = ResultStore.open(made)) {
      if (!rows.isEmpty()) {
        store.append(rows);
      }
    }
    return made;
  }

  /** A plan as the runner leaves it beside the answers. */
  private void plan(Path sweep, String images) throws IOException {
    Files.writeString(
        sweep.resolve("plan.yaml"),
        "networks:\n- name: small\n  file: net.onnx\ndatasets:\n- name: digits\n  images: "
            + images
            + "\n  labels: labels\nradii: [0.01]\n");
  }

  private static CommandRun report(Object... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("report"), Stream.of(arguments).map(Object::toString)).toList());
  }

  @Test
  void writesAPageThatNeedsNothingElse() throws Exception {
    Path sweep = sweep("one", ROWS);
    plan(sweep, new Inputs(folder).images(INPUTS));
    CommandRun run = report(sweep).expect(ExitCodes.DONE);
    assertEquals("wrote " + sweep.resolve("report.html"), run.out().strip());
    String page = Files.readString(sweep.resolve("report.html"));
    for (String heading :
        List.of(
            "Certified accuracy",
            "Certified accuracy by method",
            "Stages",
            "Gaps",
            "Time",
            "Slowest questions",
            "Largest gaps",
            "Errors",
            "What computed the answers")) {
      assertTrue(page.contains("<h2>" + heading + "</h2>"), heading);
    }
    assertFalse(page.contains("<h2>Comparison</h2>"));
    assertTrue(page.contains("<td>out of memory</td>"));
    String markup = markup(page);
    assertEquals(20, markup.split("<img ", -1).length - 1, "ten of each kind");
    assertEquals(20, markup.split("src=\"data:image/png;base64,", -1).length - 1);
    assertFalse(markup.contains("http:") || markup.contains("https:"), "an address");
    requireWellFormed(markup);
  }

  /** The page without the text of its scripts and of its style. */
  private static String markup(String page) {
    return page.replaceAll("(?s)(<script[^>]*>|<style>).*?(</script>|</style>)", "$1$2");
  }

  /** As XML, but for elements that HTML leaves open. */
  private static void requireWellFormed(String markup) throws Exception {
    String closed =
        markup.replaceAll("<!DOCTYPE html>", "").replaceAll("<(meta|img)( [^>]*)>", "<$1$2/>");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(closed)));
    assertEquals("html", document.getDocumentElement().getTagName());
    assertTrue(document.getElementsByTagName("figure").getLength() > 8);
  }

  @Test
  void stagesStandInTheCascadesOrder() throws Exception {
    Path plots = folder.resolve("plots");
    report(sweep("one", ROWS), "--plots", plots).expect(0);
    List<String> order = List.of("ibp", "crown", "alpha-crown", "exact");
    int seen = 0;
    try (Stream<Path> files = Files.list(plots)) {
      for (Path file : files.filter(f -> f.toString().matches(".*decided-by.*csv")).toList()) {
        List<String> stages =
            Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.replaceFirst(",.*", ""))
                .distinct()
                .toList();
        assertEquals(order.stream().filter(stages::contains).toList(), stages);
        seen = Math.max(seen, stages.size());
      }
    }
    assertTrue(seen > 2, "too easy a case");
  }

  @Test
  void plotsHoldTheCounts() throws Exception {
    Path sweep = sweep("one", ROWS);
    Path plots = folder.resolve("plots");
    report(sweep, "--out", folder.resolve("page.html"), "--plots", plots).expect(0);
    assertTrue(Files.exists(folder.resolve("page.html")));
    assertFalse(Files.exists(sweep.resolve("report.html")));
    List<String> lines =
        Files.readAllLines(plots.resolve("plot-1-certified-accuracy-by-radius.csv"));
    assertEquals("Series,radius,certified accuracy,Lower,Upper", lines.get(0));
    assertEquals(9, lines.size());
    for (String line : lines.subList(1, 9)) {
      String[] fields = line.split(",", -1);
      double radius = Double.parseDouble(fields[1]);
      long certified =
          ROWS.stream()
              .filter(row -> fields[0].equals(row.network() + " on digits"))
              .filter(row -> row.radius() == radius && row.verdict().equals("certified"))
              .count();
      double share = (double) certified / INPUTS;
      assertEquals(share, Double.parseDouble(fields[2]), 1e-15);
      assertTrue(Double.parseDouble(fields[3]) <= share, line);
      assertTrue(Double.parseDouble(fields[4]) >= share, line);
    }
    try (Stream<Path> files = Files.list(plots)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      long csv = names.stream().filter(name -> name.endsWith(".csv")).count();
      assertEquals(csv, names.stream().filter(name -> name.endsWith(".svg")).count());
      assertEquals(csv, names.stream().filter(name -> name.endsWith(".png")).count());
      assertEquals(22, csv, "accuracy, time, two for each network, two for each of eight gaps");
    }
  }

  /** A method's margins are shown where a question has one, and otherwise it is not named. */
  @Test
  void showsTheMethodsThatWereAsked() throws Exception {
    List<String> words =
        List.of("up to lp", "lp − alpha-crown", "up to sdp", "sdp − lp", "exact − sdp", "of sdp");
    for (String network : List.of("small", "large")) {
      Path sweep =
          sweep(network, ROWS.stream().filter(row -> row.network().equals(network)).toList());
      report(sweep).expect(0);
      String page = Files.readString(sweep.resolve("report.html"));
      for (String word : words) {
        assertEquals(network.equals("small"), page.contains(word), network + ": " + word);
      }
      assertTrue(page.contains("up to alpha-crown"));
    }
  }

  @Test
  void comparesTwoSweeps() throws Exception {
    Path one = sweep("one", ROWS);
    Path two = sweep("two", AnswersTable.random(18, INPUTS));
    report(one, "--compare", two).expect(0);
    String page = Files.readString(one.resolve("report.html"));
    assertTrue(page.contains("<h2>Comparison</h2>"));
    assertTrue(page.contains("Contradictions: "), "these rows are made up, so some contradict");
    assertTrue(page.contains("McNemar"), "the test is named");
    assertFalse(Files.exists(two.resolve("report.html")));
    report(one, "--compare", one).expect(0);
  }

  @Test
  void saysWhyImagesAreNotShown() throws Exception {
    Path sweep = sweep("one", ROWS);
    report(sweep).expect(0);
    String page = Files.readString(sweep.resolve("report.html"));
    assertTrue(page.contains("Images are not shown: "), "no plan");
    plan(sweep, "gone");
    report(sweep).expect(0);
    page = Files.readString(sweep.resolve("report.html"));
    assertTrue(page.contains("Images of digits are not shown: "), "no images");
    assertTrue(page.contains("gone: no such file"), "no images");
    assertFalse(markup(page).contains("<img"));
  }

  @Test
  void oneSentenceWhereThereIsNothingToReport() throws Exception {
    Path one = sweep("one", ROWS);
    Path empty = sweep("empty", List.of());
    Path strange =
        sweep("strange", ROWS.stream().filter(r -> r.network().equals("small")).limit(4).toList());
    Path large = sweep("large", ROWS.stream().filter(r -> r.network().equals("large")).toList());
    requireSentence("no such folder", report(folder.resolve("gone")));
    requireSentence("has no answers yet", report(empty));
    requireSentence("no such folder", report(one, "--compare", folder.resolve("gone")));
    requireSentence("has no answers yet", report(one, "--compare", empty));
    requireSentence("answers no question that", report(strange, "--compare", large));
    requireSentence("there is no folder", report(one, "--out", folder.resolve("no/page.html")));
    assertFalse(Files.exists(one.resolve("report.html")));
  }

  private static void requireSentence(String part, CommandRun run) {
    run.expect(ExitCodes.BAD_INPUT);
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertEquals("", run.out());
  }
}
