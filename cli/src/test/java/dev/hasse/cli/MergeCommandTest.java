package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.KeptPlan;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepQuestions;
import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of a sweep, and one folder of them, against the sweep in one process. */
class MergeCommandTest {
  private static final int COUNT = 10;
  private static final int QUESTIONS = 2 * COUNT;

  @TempDir private Path folder;
  private Inputs inputs;
  private List<String> plan;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    plan =
        List.of(
            "--network",
            inputs.network(),
            "--data",
            inputs.images(COUNT),
            "--labels",
            inputs.labels(new int[COUNT]),
            "--backend",
            "reference",
            "--cascade",
            "ibp,crown");
  }

  @Test
  void shardsAreTogetherTheWholeSweep() throws Exception {
    sweep("whole", "1/1").expect(0);
    String[] folders = shards("part", 3);
    int rows = 0;
    for (String shard : folders) {
      rows += answered(shard);
    }
    assertEquals(QUESTIONS, rows);
    CommandRun run = merge("all", folders).expect(0);
    assertTrue(run.out().startsWith(QUESTIONS + " questions from 3 folders"), run.out());
    assertEquals(table("whole"), table("all"));
    assertFalse(table("all").isEmpty());
    CommandRun.of("report", path("all")).expect(0);
    CommandRun again = sweep("all", "1/1").expect(0);
    assertTrue(again.out().contains(QUESTIONS + " answered before, 0 now"), again.out());
  }

  @Test
  void moreShardsThanQuestionsAndOtherDivisionsGoTogether() throws Exception {
    plan = new ArrayList<>(plan);
    plan.addAll(List.of("--count", "3"));
    sweep("whole", "1/1").expect(0);
    sweep("half", "2/2").expect(0);
    List<String> folders = new ArrayList<>(List.of("half"));
    for (int k = 1; k <= 5; k++) { // of 6 questions, the first and the fifth of 8 have none
      sweep("eighth" + k, k + "/8").expect(0);
      folders.add("eighth" + k);
    }
    assertEquals(0, answered("eighth1"));
    merge("all", folders.toArray(String[]::new)).expect(0);
    assertEquals(table("whole"), table("all"));
  }

  @Test
  void aShardsFolderIsForThatShard() throws Exception {
    sweep("part", "2/3").expect(0);
    int rows = answered("part");
    refused(sweep("part", "1/3"), "is for shard 2/3", "--shard 2/3");
    refused(sweep("part", "1/1"), "is for shard 2/3", "asked for was all questions");
    sweep("whole", "1/1").expect(0);
    refused(sweep("whole", "1/3"), "is for all questions", "without --shard");
    sweep("part", "2/3").expect(0);
    assertEquals(rows, answered("part"));
  }

  @Test
  void wrongShardsAreBadUsage() {
    for (String wrong : List.of("3/2", "0/4", "a/b", "2", "1/0", "1/2/3", "-1/2", "")) {
      CommandRun run = sweep("none", wrong).expect(2);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("'" + wrong + "' is no shard; expected I/N"), run.err());
      assertFalse(Files.exists(folder.resolve("none")));
    }
  }

  @Test
  void whatIsMissingIsNamedAndNothingIsWritten() throws Exception {
    shards("part", 4);
    refused(merge("all", "part1", "part4"), "shard 2/4, 3/4", "10 of 20 questions");
    refused(merge("all", "part1", "part2", "part3"), "missing: shard 4/4");
    KeptPlan.of(questions(), new Shard(2, 4)).require(Files.createDirectory(folder.resolve("cut")));
    ResultStore.open(folder.resolve("cut")).close();
    refused(
        merge("all", "part1", "cut", "part3", "part4"),
        "has 0 of the 5 answers of shard 2/4",
        "--shard 2/4");
    refused(merge("all", "part1", "nowhere"), "there is no such file");
    assertFalse(Files.exists(folder.resolve("all")));
  }

  @Test
  void shardsTwiceAndOtherPlansAreRefused() throws Exception {
    shards("part", 2);
    refused(merge("all", "part1", "part2", "part1"), "name each shard once");
    sweep("whole", "1/1").expect(0);
    refused(merge("all", "part1", "whole"), "name each shard once");
    sweep("third", "2/3").expect(0);
    refused(merge("all", "part1", "third"), "name each shard once");
    plan = new ArrayList<>(plan);
    plan.set(plan.size() - 1, "ibp");
    sweep("other", "2/2").expect(0);
    refused(merge("all", "part1", "other"), "another plan than");
    assertFalse(Files.exists(folder.resolve("all")));
  }

  @Test
  void aFolderWithResultsIsNotTouched() throws Exception {
    shards("part", 2);
    sweep("third", "2/3").expect(0);
    String before = table("third");
    refused(merge("third", "part1", "part2"), "holds results already");
    assertEquals(before, table("third"));
    merge("all", "part1", "part2").expect(0);
    refused(merge("all", "part1", "part2"), "holds results already");
    assertEquals(QUESTIONS, answered("all"));
  }

  @Test
  void partitionsInParquetAreMerged() throws Exception {
    sweep("whole", "1/1").expect(0);
    Path parts = Files.createDirectory(folder.resolve("spark"));
    KeptPlan.partitioned(questions(), 3).require(parts);
    for (int k = 1; k <= 3; k++) {
      Shard shard = new Shard(k, 3);
      if (k == 3) {
        refused(merge("all", "spark"), "lacks partitions 3/3");
      }
      List<String> words = words("part" + k, shard.toString());
      words.addAll(List.of("--parquet", parts.resolve(shard.parquetFile()).toString()));
      CommandRun.of(words).expect(0);
    }
    refused(merge("spark", "spark"), "is for 3 partitions");
    refused(sweep("spark", "1/1"), "is for 3 partitions");
    assertFalse(Files.exists(parts.resolve("results.duckdb")));
    merge("all", "spark").expect(0);
    assertEquals(table("whole"), table("all"));

    Files.copy(parts.resolve(new Shard(1, 3).parquetFile()), parts.resolve("saved"));
    Files.delete(parts.resolve(new Shard(1, 3).parquetFile()));
    Files.copy(
        parts.resolve(new Shard(2, 3).parquetFile()), parts.resolve(new Shard(1, 3).parquetFile()));
    refused(merge("again", "spark"), "0 of them to questions 0 to 5, expected 6");
    Files.writeString(parts.resolve(new Shard(1, 3).parquetFile()), "no Parquet");
    refused(merge("again", "spark"), "part-00001-of-00003.parquet: cannot be merged");
    assertFalse(Files.exists(folder.resolve("again/results.duckdb")));
    Files.delete(parts.resolve(new Shard(1, 3).parquetFile()));
    Files.move(parts.resolve("saved"), parts.resolve(new Shard(1, 3).parquetFile()));
    merge("again", "spark").expect(0);
    assertEquals(table("whole"), table("again"));
  }

  private SweepQuestions questions() throws Exception {
    sweep("planned", "1/99").expect(0);
    return SweepQuestions.of(PlanReader.read(folder.resolve("planned/plan.yaml")));
  }

  private String[] shards(String name, int of) {
    String[] folders = new String[of];
    for (int k = 1; k <= of; k++) {
      folders[k - 1] = name + k;
      sweep(folders[k - 1], new Shard(k, of).toString()).expect(0);
    }
    return folders;
  }

  private static void refused(CommandRun run, String... words) {
    run.expect(2);
    assertEquals(1, run.err().lines().count(), run.err());
    for (String word : words) {
      assertTrue(run.err().contains(word), run.err());
    }
  }

  private CommandRun sweep(String name, String shard) {
    return CommandRun.of(words(name, shard));
  }

  private List<String> words(String name, String shard) {
    List<String> words = new ArrayList<>(List.of("sweep", "--out", path(name), "--shard", shard));
    words.addAll(plan);
    words.addAll(List.of("--radii", "0.01,0.1"));
    return words;
  }

  private CommandRun merge(String target, String... names) {
    List<String> words = new ArrayList<>(List.of("merge", "--out", path(target)));
    for (String name : names) {
      words.add(path(name));
    }
    return CommandRun.of(words);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int answered(String name) throws IOException {
    try (ResultStore store = ResultStore.read(folder.resolve(name))) {
      return store.answered().cardinality();
    }
  }

  /** All rows without what the clock says. */
  private String table(String name) {
    String sql = "SELECT * EXCLUDE (seconds) FROM answers ORDER BY question";
    return CommandRun.of("query", path(name), sql, "--format", "csv").expect(0).out();
  }
}
