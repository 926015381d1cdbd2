package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  private static final int COUNT = 20;

  @TempDir private Path folder;
  private Inputs inputs;
  private String network;
  private String images;
  private String labels;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    network = inputs.network();
    images = inputs.images(COUNT);
    labels = inputs.labels(new int[COUNT]);
  }

  @Test
  void flagsMakeAPlanThatTheFolderKeeps() throws Exception {
    CommandRun run = sweep("--radii", "0.01,0.05", "--cascade", "ibp,milp").expect(0);
    assertTrue(run.out().startsWith("40 questions, 0 answered before, 40 now"), run.out());
    assertEquals(40, answered());
    CommandRun again =
        CommandRun.of("sweep", folder.resolve("results/plan.yaml").toString(), "--out", results())
            .expect(0);
    assertTrue(again.out().startsWith("40 questions, 40 answered before, 0 now"), again.out());
    CommandRun other = sweep("--radii", "0.01,0.06").expect(2);
    assertTrue(other.err().contains("results of another plan"), other.err());
    assertEquals(40, answered());
  }

  @Test
  void answersWithoutTheirPlanAreTakenForNoOtherPlans() throws Exception {
    sweep("--radii", "0.01").expect(0);
    Files.move(folder.resolve("results/plan.yaml"), folder.resolve("kept.yaml"));
    CommandRun run = sweep("--radii", "0.06").expect(2);
    assertTrue(
        run.err().contains(results() + ": holds 20 answers but no plan.yaml, which"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(folder.resolve("results/plan.yaml")));
    Files.move(folder.resolve("kept.yaml"), folder.resolve("results/plan.yaml"));
    sweep("--radii", "0.01").expect(0);
  }

  @Test
  void whyQuestionsFailedIsSaidInAPersonsWords() throws Exception {
    network = inputs.curvedNetwork("curved.onnx");
    CommandRun run = sweep("--radii", "0.01", "--cascade", "milp").expect(0);
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size(), run.out());
    String sentence =
        "[0-9]+ questions failed: .* has no Sigmoid .node 'bend'.; ask again with --retry-errors";
    assertTrue(lines.get(1).matches(sentence), run.out());
    assertFalse(run.out().contains("Exception"), run.out());
  }

  @Test
  void aSemidefiniteMarginIsKeptWhereAnotherMethodDecides() throws Exception {
    sweep("--radii", "0.05,0.1", "--cascade", "ibp,sdp,milp").expect(0);
    JsonNode counts =
        CommandRun.of(
                "query",
                results(),
                "SELECT count(sdp), count(*) FILTER (sdp < ibp), count(exact),"
                    + " count(*) FILTER (exact IS NOT NULL AND sdp IS NULL) FROM answers",
                "--format",
                "json")
            .expect(0)
            .json()
            .get("rows")
            .get(0);
    assertTrue(counts.get(0).asInt() > 0, "no question came so far: " + counts);
    assertEquals(0, counts.get(1).asInt(), "looser than intervals: " + counts);
    assertTrue(counts.get(2).asInt() > 0, "no question came to the last method: " + counts);
    assertEquals(0, counts.get(3).asInt(), "lost: " + counts);
  }

  @Test
  void bisectionGivesARowAnImageAndParquet() throws Exception {
    Path parquet = folder.resolve("rows.parquet");
    sweep("--bisect", "0.2,0.01", "--unstable", "--parquet", parquet.toString()).expect(0);
    assertEquals(COUNT, answered());
    assertTrue(Files.size(parquet) > 0);
  }

  @Test
  void parquetWithoutAPlaceIsRefusedBeforeTheWork() throws Exception {
    Path parquet = folder.resolve("none/rows.parquet");
    String sentence = parquet + ": cannot be written: there is no folder " + parquet.getParent();
    CommandRun run = sweep("--radii", "0.01", "--parquet", parquet.toString()).expect(2);
    assertEquals("hasse: " + sentence, run.err().strip());
    run = sweep("--radii", "0.01", "--parquet", folder.toString()).expect(2);
    assertTrue(run.err().contains("is a directory, expected a file"), run.err());
    assertFalse(Files.exists(Path.of(results())));

    Path within = Path.of(results(), "rows.parquet");
    sweep("--radii", "0.01", "--parquet", within.toString()).expect(0);
    assertTrue(Files.size(within) > 0);
    Path merged = folder.resolve("merged");
    List<String> merge = new ArrayList<>(List.of("merge", results(), "--out", merged.toString()));
    merge.addAll(List.of("--parquet", parquet.toString()));
    assertTrue(CommandRun.of(merge).expect(2).err().contains(sentence));
    assertFalse(Files.exists(merged));
  }

  /** Halving leaves most certified radii with digits that nobody would read, or could trust. */
  @Test
  void reportsOfBisectionsHaveShortRadii() throws Exception {
    sweep("--bisect", "0.05,0.0001").expect(0);
    CommandRun.of("report", results()).expect(0);
    String page = Files.readString(Path.of(results(), "report.html"));
    List<String> radii =
        Pattern.compile(", radius ([0-9.]+)").matcher(page).results().map(m -> m.group(1)).toList();
    assertFalse(radii.isEmpty());
    for (String radius : radii) {
      assertTrue(radius.length() <= 11, radius);
    }
  }

  @Test
  void badUsageIsOneSentenceAndMakesNoFolder() throws Exception {
    CommandRun.of("sweep").expect(2);
    sweep().expect(2);
    sweep("--radii", "0.1", "--bisect", "0.2,0.01").expect(2);
    sweep("--radii", "0.1,-1").expect(2);
    sweep("--radii", "0.1,0.1").expect(2);
    sweep("--bisect", "0.1,0").expect(2);
    sweep("--radii", "0.1", "--count", "21").expect(2);
    String plan = inputs.text("plan.yaml", "networks: []\n");
    CommandRun empty = CommandRun.of("sweep", plan, "--out", results()).expect(2);
    assertEquals(1, empty.err().lines().count(), empty.err());
    assertTrue(empty.err().contains("plan.yaml"), empty.err());
    CommandRun both = CommandRun.of("sweep", plan, "--out", results(), "--radii", "0.1").expect(2);
    assertTrue(both.err().contains("exclude each other"), both.err());
    assertFalse(Files.exists(Path.of(results())));
  }

  private String results() {
    return folder.resolve("results").toString();
  }

  private int answered() throws IOException {
    try (ResultStore store = ResultStore.read(Path.of(results()))) {
      return store.answered().cardinality();
    }
  }

  private CommandRun sweep(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                "--network",
                network,
                "--data",
                images,
                "--labels",
                labels,
                "--out",
                results(),
                "--backend",
                "reference"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }
}
