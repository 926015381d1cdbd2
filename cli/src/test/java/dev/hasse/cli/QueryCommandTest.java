package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hasse.sweep.SweepRow;
import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over a folder of results, in all forms, and what can be wrong with it. */
class QueryCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void store() throws IOException {
    try (ResultStore store = ResultStore.open(folder)) {
      store.append(IntStream.range(0, 6).mapToObj(QueryCommandTest::row).toList());
    }
  }

  private static SweepRow row(int question) {
    return new SweepRow(
        question,
        "net, small",
        "00".repeat(32),
        "digits",
        question,
        question % 3,
        0.1 + question,
        OptionalDouble.empty(),
        0,
        1,
        7,
        question < 4 ? "certified" : "error",
        Optional.of(""),
        Optional.empty(),
        OptionalDouble.of(question == 0 ? Double.NEGATIVE_INFINITY : 1.0 / 3),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalInt.of(question),
        0.5,
        "cpu",
        "a processor",
        "here",
        "0.1",
        question < 4 ? Optional.empty() : Optional.of("it \"broke\"\nand ended"));
  }

  @Test
  void csvCarriesAllDigitsAndQuotes() {
    CommandRun run =
        query(
                "SELECT question, network, method, guarantee, margin, error FROM answers"
                    + " WHERE question IN (0, 5) ORDER BY question",
                "--format",
                "csv")
            .expect(0);
    assertEquals("", run.err());
    assertEquals(
        """
        question,network,method,guarantee,margin,error
        0,"net, small","",,-Infinity,
        5,"net, small","",,0.3333333333333333,"it ""broke""
        and ended"
        """,
        run.out());
  }

  @Test
  void jsonHasColumnsAndRows() throws IOException {
    JsonNode json =
        query(
                "SELECT question, question AS question, margin, guarantee, error IS NULL, [1, 2],"
                    + " 1.50 FROM answers ORDER BY 1 LIMIT 2",
                "--format",
                "json")
            .expect(0)
            .json();
    assertEquals(7, json.get("columns").size());
    assertEquals("question", json.get("columns").get(1).asText());
    assertEquals(2, json.get("rows").size());
    JsonNode first = json.get("rows").get(0);
    assertTrue(first.get(0).isIntegralNumber());
    assertEquals("-Infinity", first.get(2).asText());
    assertTrue(first.get(3).isNull());
    assertTrue(first.get(4).isBoolean());
    assertEquals("[1, 2]", first.get(5).asText());
    assertEquals(1.0 / 3, json.get("rows").get(1).get(2).asDouble());
    JsonNode none = query("SELECT 1 WHERE false", "--format", "json").expect(0).json();
    assertEquals(0, none.get("rows").size());
  }

  @Test
  void tablesHaveALineARow() {
    String out =
        query("SELECT verdict, count(*) AS n, max(error) AS e FROM answers GROUP BY 1 ORDER BY 1")
            .expect(0)
            .out();
    assertEquals(
        List.of("verdict n e", "certified 4", "error 2 it \"broke\" and ended"),
        out.lines().map(line -> line.strip().replaceAll(" +", " ")).toList());
    String many = query("SELECT range FROM range(1234)").expect(0).out();
    assertEquals(1002, many.lines().count());
    assertTrue(many.contains("and 234 rows more"), many);
  }

  @Test
  void aFileGetsTheResult() throws IOException {
    Path file = folder.resolve("out.csv");
    CommandRun run =
        query("SELECT count(*) AS n FROM answers", "--format", "csv", "--out", file.toString());
    assertEquals("", run.expect(0).out());
    assertEquals("n\n6\n", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELCT 1",
        "SELECT nothing FROM answers",
        "DELETE FROM answers",
        "COPY answers TO '/tmp/never.csv'",
        "SELECT error('midway') FROM answers",
        "BEGIN",
        ""
      })
  void badSqlIsOneSentence(String sql) {
    Path out = folder.resolve("never.csv");
    CommandRun run = query(sql, "--out", out.toString()).expect(2);
    assertTrue(run.err().startsWith("hasse: " + folder + ": the "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    assertEquals("", run.out());
    assertFalse(Files.exists(out));
    query("SELECT count(*) FROM answers").expect(0);
  }

  @Test
  void badFoldersAreNamed() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("results.duckdb"), "no database");
    for (Path wrong : List.of(empty, damaged, folder.resolve("none"), folder.resolve("lock"))) {
      CommandRun run = CommandRun.of("query", wrong.toString(), "SELECT 1").expect(2);
      assertTrue(run.err().startsWith("hasse: " + wrong), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    CommandRun.of("query", folder.toString()).expect(2);
    try (ResultStore store = ResultStore.open(folder)) {
      CommandRun run = query("SELECT 1").expect(2);
      assertTrue(run.err().contains("is being written to by this process"), run.err());
      assertEquals(6, store.answered().cardinality());
    }
  }

  @Test
  void aMissingNativeLibraryIsExitCode3() throws Exception {
    Process process =
        hasse("-Djava.io.tmpdir=" + folder.resolve("none"), "query", folder.toString(), "SELECT 1");
    String said = said(process);
    assertEquals(ExitCodes.BACKEND_MISSING, process.waitFor(), said);
    assertTrue(said.startsWith("hasse: the results database cannot run here: "), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void otherCommandsDoNotLoadTheDatabase() throws Exception {
    Path log = folder.resolve("classes");
    for (boolean query : new boolean[] {false, true}) {
      String option = "-Xlog:class+load:file=" + log;
      Process process =
          query
              ? hasse(option, "query", folder.toString(), "SELECT 1")
              : hasse(option, "certify", "--help");
      String said = said(process);
      assertEquals(0, process.waitFor(), said);
      assertEquals(query, Files.readString(log).contains(" org.duckdb."));
    }
  }

  private static Process hasse(String option, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Hasse.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private CommandRun query(String sql, String... options) {
    List<String> arguments = new ArrayList<>(List.of("query", folder.toString(), sql));
    arguments.addAll(Arrays.asList(options));
    return CommandRun.of(arguments);
  }
}
