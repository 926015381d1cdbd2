package dev.hasse.sweep.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.sweep.KeptPlan;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepOrigin;
import dev.hasse.sweep.SweepQuestions;
import dev.hasse.sweep.SweepRunner;
import dev.hasse.sweep.store.QueryResult;
import dev.hasse.sweep.store.ResultStore;
import dev.hasse.sweep.store.ShardMerge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of a shipped network on a Spark of two threads, against sweeps in one process. */
class SparkSweepTest {
  private static final Path SHIPPED = Path.of("../cli/src/main/resources/dev/hasse/cli");
  private static final int QUESTIONS = 24;

  @TempDir private Path folder;
  private Path plan;

  @BeforeEach
  void writePlan() throws IOException {
    plan = plan("plan.yaml", "ibp, crown");
  }

  private Path plan(String name, String cascade) throws IOException {
    Path data = SHIPPED.toAbsolutePath().normalize();
    return Files.writeString(
        folder.resolve(name),
        """
        networks:
          - {name: small, file: "%1$s/networks/mnist-784-32-10.onnx"}
        datasets:
          - name: digits
            images: "%1$s/data/mnist-t10k-1000-images-idx3-ubyte.gz"
            labels: "%1$s/data/mnist-t10k-1000-labels-idx1-ubyte.gz"
            inputs: [0-11]
        radii: [0.01, 0.03]
        cascade: [%2$s]
        unstable: true
        """
            .formatted(data, cascade));
  }

  @Test
  void theTableIsThatOfAnOrdinarySweep() throws Exception {
    plan = plan("solved.yaml", "ibp, crown, milp");
    sweep("spark", "reference", "--partitions", "5")
        .expect(0, "5 partitions: 0 there before, 5 now");
    assertEquals(5, parquet("spark").size());
    merge("spark", "merged");
    ordinary("whole", "reference");
    List<List<Object>> whole = table("whole", "* EXCLUDE (seconds, host, version)");
    assertEquals(QUESTIONS, whole.size());
    assertEquals(whole, table("merged", "* EXCLUDE (seconds, host, version)"));
    assertTrue(table("whole", "DISTINCT method").size() > 1, "one method decides all");
    assertEquals(columns("whole"), columns("merged"));
  }

  /** Names and types of a partition's columns are those of a sweep's own export. */
  @Test
  void theColumnsAreThoseOfTheExport() throws Exception {
    sweep("spark", "reference", "--partitions", "2").expect(0);
    ordinary("whole", "reference");
    Path export = folder.resolve("export.parquet");
    try (ResultStore store = ResultStore.read(folder.resolve("whole"))) {
      store.exportParquet(export);
    }
    String first = new Shard(1, 2).parquetFile();
    assertEquals(described(export), described(folder.resolve("spark").resolve(first)));
  }

  /** Names and types of a Parquet file's columns, as DuckDB reads them. */
  private static List<String> described(Path parquet) throws Exception {
    List<String> columns = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("DESCRIBE SELECT * FROM read_parquet('" + parquet + "')")) {
      while (rows.next()) {
        columns.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return columns;
  }

  /** Products of other sizes may round otherwise, by far less than this. */
  @Test
  void theProcessorsBackendAgreesUpToRounding() throws Exception {
    sweep("spark", "cpu", "--questions-per-partition", "7").expect(0, "4 partitions");
    merge("spark", "merged");
    ordinary("whole", "cpu");
    String verdicts = "question, input, radius, verdict, method, unstable, error";
    assertEquals(table("whole", verdicts), table("merged", verdicts));
    List<List<Object>> expected = table("whole", "margin");
    List<List<Object>> found = table("merged", "margin");
    int margins = 0;
    for (int k = 0; k < QUESTIONS; k++) {
      if (expected.get(k).get(0) == null) {
        assertEquals(null, found.get(k).get(0));
      } else {
        assertEquals((double) expected.get(k).get(0), (double) found.get(k).get(0), 1e-4);
        margins++;
      }
    }
    assertTrue(margins > QUESTIONS / 2, margins + " margins");
  }

  @Test
  void onlyWhatIsMissingIsDoneAgain() throws Exception {
    sweep("spark", "reference", "--partitions", "4").expect(0, "0 there before, 4 now");
    Map<String, byte[]> before = parquet("spark");
    Map<String, Object> times = times("spark");
    String lost = new Shard(3, 4).parquetFile();
    Files.delete(folder.resolve("spark").resolve(lost));
    Files.writeString(folder.resolve("spark/.unfinished-x-" + lost), "of a killed task");
    sweep("spark", "reference").expect(0, "4 partitions: 3 there before, 1 now");
    Map<String, byte[]> after = parquet("spark");
    assertEquals(before.keySet(), after.keySet());
    for (String name : before.keySet()) {
      if (!name.equals(lost)) {
        assertArrayEquals(before.get(name), after.get(name), name);
        assertEquals(times.get(name), times("spark").get(name), name);
      }
    }
    assertFalse(Files.exists(folder.resolve("spark/.unfinished-x-" + lost)));
    merge("spark", "merged");
    assertEquals(QUESTIONS, table("merged", "question").size());
    sweep("spark", "reference", "--partitions", "4").expect(0, "4 there before, 0 now");
  }

  @Test
  void aTaskThatLosesItsDeviceIsTriedAgain() throws Exception {
    ordinary("whole", "reference");
    FlakyProvider.UPLOADS_LEFT.set(3);
    int losses = FlakyProvider.LOSSES.get();
    sweep("spark", FlakyProvider.NAME, "--partitions", "3").expect(0, "3 now, 0 failed");
    assertEquals(losses + 1, FlakyProvider.LOSSES.get());
    merge("spark", "merged");
    String columns = "* EXCLUDE (seconds, host, version, backend, device)";
    assertEquals(table("whole", columns), table("merged", columns));
    try (Stream<Path> files = Files.list(folder.resolve("spark"))) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().contains("unfinished")));
    }
  }

  @Test
  void whatIsDoneStaysWhenSparkGivesUp() throws Exception {
    FlakyProvider.UPLOADS_LEFT.set(20);
    FlakyProvider.FOR_GOOD.set(true);
    try {
      sweep("spark", FlakyProvider.NAME, "--partitions", "12")
          .expect(70, "the device is lost", "the same command goes on");
    } finally {
      FlakyProvider.FOR_GOOD.set(false);
    }
    Map<String, byte[]> before = parquet("spark");
    assertTrue(before.size() >= 1 && before.size() < 12, before.keySet().toString());
    String there = before.size() + " there before, " + (12 - before.size()) + " now";
    sweep("spark", "reference").expect(0, "12 partitions: " + there);
    Map<String, byte[]> after = parquet("spark");
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
    merge("spark", "merged");
  }

  @Test
  void aFolderIsOfOnePlanAndOneDivision() throws Exception {
    sweep("spark", "reference", "--partitions", "2").expect(0);
    Map<String, Object> times = times("spark");
    sweep("spark", "reference", "--partitions", "3").expect(2, "is for 2 partitions of this plan");
    plan = plan("other.yaml", "ibp");
    sweep("spark", "reference", "--partitions", "2").expect(2, "results of another plan");
    assertEquals(times, times("spark"));
  }

  @Test
  void badInputIsOneSentence() throws Exception {
    Run.of().expect(2, "a plan and --out are needed");
    Run.of(plan.toString(), "--out").expect(2, "--out has no value");
    Run.of(plan.toString(), "--out=x", "--partitions", "0").expect(2, "--partitions is '0'");
    Run.of(plan.toString(), "--out=x", "--partitions=2", "--questions-per-partition=3")
        .expect(2, "exclude each other");
    Run.of(plan.toString(), "--out=x", "--questions-per-partition=many").expect(2, "is 'many'");
    Run.of(plan.toString(), "--out=x", "--backend", "abacus").expect(2, "no backend 'abacus'");
    Run.of(plan.toString(), "more", "--out=x").expect(2, "expected one plan");
    Run.of(plan.toString(), "--radii=0.1").expect(2, "unknown option '--radii'");
    Run.of(folder.resolve("none.yaml").toString(), "--out=x").expect(2, "none.yaml");
    sweep("nowhere://x/y", "reference").expect(2, "nowhere");
    Files.writeString(folder.resolve("file"), "no folder");
    sweep("file", "reference").expect(2, "file");
    assertFalse(Files.exists(Path.of("x")));
  }

  private Run sweep(String name, String backend, String... more) {
    List<String> words = new ArrayList<>();
    String out = name.contains("://") ? name : folder.resolve(name).toString();
    words.addAll(List.of(plan.toString(), "--out", out, "--backend", backend));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  /** One command on a Spark of its own, two threads and four attempts a task. */
  private record Run(int code, String out, String err) {
    static Run of(String... words) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      SparkConf conf =
          new SparkConf()
              .setMaster("local[2,4]")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1");
      int code =
          SparkSweep.run(
              conf,
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              words);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    void expect(int expected, String... words) {
      assertEquals(expected, code, out + err);
      assertEquals(expected == 0 ? 0 : 1, err.lines().count(), err);
      for (String word : words) {
        assertTrue((out + err).contains(word), out + err);
      }
    }
  }

  private void ordinary(String name, String backend) throws Exception {
    SweepQuestions questions = SweepQuestions.of(PlanReader.read(plan));
    try (ResultStore store = ResultStore.open(folder.resolve(name));
        ComputeBackend device = Backends.open(backend);
        SolverSource solvers = new SolverSource(questions.plan().method().wantsSolver(), 1)) {
      KeptPlan.of(questions, Shard.WHOLE).require(folder.resolve(name));
      SweepOrigin origin = new SweepOrigin("a host", "a version");
      assertTrue(new SweepRunner(questions, device, solvers, origin, progress -> {}).run(store));
    }
  }

  private void merge(String from, String to) throws Exception {
    assertEquals(QUESTIONS, ShardMerge.merge(List.of(folder.resolve(from)), folder.resolve(to)));
  }

  private List<List<Object>> table(String name, String columns) throws Exception {
    try (ResultStore store = ResultStore.read(folder.resolve(name));
        QueryResult result =
            store.query("SELECT " + columns + " FROM (FROM answers ORDER BY question)")) {
      List<List<Object>> rows = new ArrayList<>();
      for (Optional<List<Object>> row = result.next(); row.isPresent(); row = result.next()) {
        rows.add(row.get());
      }
      return rows;
    }
  }

  private List<List<Object>> columns(String name) throws Exception {
    try (ResultStore store = ResultStore.read(folder.resolve(name));
        QueryResult result = store.query("DESCRIBE answers")) {
      List<List<Object>> rows = new ArrayList<>();
      for (Optional<List<Object>> row = result.next(); row.isPresent(); row = result.next()) {
        rows.add(row.get());
      }
      return rows;
    }
  }

  private Map<String, byte[]> parquet(String name) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(name)) {
      contents.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
    return contents;
  }

  private Map<String, Object> times(String name) throws IOException {
    Map<String, Object> times = new TreeMap<>();
    for (Path file : files(name)) {
      times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
    }
    return times;
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
    }
  }
}
