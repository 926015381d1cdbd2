package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command was given, and what a sweep keeps, is not overwritten by a result. */
class OutputPlacesTest {
  private static final String GIVEN = "hasse: %s: is also given as %s; name another file";

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Inputs inputs = new Inputs(folder);
    inputs.network();
    inputs.twoBoxes();
    inputs.text("c.csv", "0.5,0.5,0.5,0.5\n");
    inputs.images(3);
    inputs.labels(0, 1, 2);
    inputs.text("late.yaml", "log: " + inputs.file("labels") + "\n");
    inputs.text(
        "p.yaml",
        "networks: [{file: net.onnx}]\ndatasets: [{images: images3, labels: labels}]\nradii: [0.1]\n");
    ResultStore.open(folder.resolve("results")).close();
    inputs.text("results/plan.yaml", "# fingerprint a\n");
    Files.createSymbolicLink(folder.resolve("link.onnx"), Path.of("net.onnx"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bounds --method crown --network D/net.onnx --boxes D/b.csv --out D/net.onnx | D/net.onnx | --network",
        "bounds --method crown --network D/net.onnx --boxes D/b.csv --out D/link.onnx | D/link.onnx | --network",
        "bounds --method crown --network D/net.onnx --boxes D/b.csv --out D/results/../b.csv |"
            + " D/results/../b.csv | --boxes",
        "bounds --method crown --network D/net.onnx --center D/c.csv --radius 1 --out D/c.csv | D/c.csv | --center",
        "bounds --network D/net.onnx --boxes D/b.csv --method lp --solver-log D/net.onnx |"
            + " D/net.onnx | --network",
        "gap --network D/net.onnx --boxes D/b.csv --report D/net.onnx | D/net.onnx | --network",
        "gap --network D/net.onnx --boxes D/b.csv --report D/new --out D/new | D/new | --out",
        "train --images D/images3 --labels D/labels --layers 4,3 --out D/labels | D/labels | --labels",
        "train --images D/images3 --labels D/labels --layers 4,3 --out D/n --log D/labels |"
            + " D/labels | --labels",
        "train --images D/images3 --labels D/labels --layers 4,3 --out D/n --config D/late.yaml |"
            + " D/labels | --labels",
        "sweep D/p.yaml --out D/new --parquet D/p.yaml | D/p.yaml | PLAN.yaml",
        "sweep D/p.yaml --out D/new --parquet D/net.onnx | D/net.onnx | a file of the plan",
      })
  void refusesWhatIsGivenTwice(String command, String file, String name) throws IOException {
    refused(command, GIVEN.formatted(filled(file), name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query D/results SELECT --out D/results/results.duckdb | results/results.duckdb | results",
        "report D/results --out D/results/plan.yaml | results/plan.yaml | results",
        "report D/results --out D/results/results.duckdb.wal | results/results.duckdb.wal | results",
        "sweep D/p.yaml --out D/new --parquet D/new/results.duckdb | new/results.duckdb | new",
        "sweep D/p.yaml --out D/new --parquet D/results/plan.yaml | results/plan.yaml | results",
        "merge D/results --out D/new --parquet D/new/results.duckdb | new/results.duckdb | new",
      })
  void refusesWhatBelongsToASweep(String command, String file, String sweep) throws IOException {
    refused(
        command,
        "hasse: "
            + folder.resolve(file)
            + ": belongs to the sweep in "
            + folder.toRealPath().resolve(sweep)
            + "; name another file");
  }

  @Test
  void helpIsNotRefused() {
    CommandRun run =
        run("bounds --method crown --network D/net.onnx --out D/net.onnx --help").expect(0);
    assertTrue(run.out().contains("Usage: "), run.out());
  }

  /** A result beside its network, and the report of a sweep in its folder, are as before. */
  @Test
  void otherFilesAreWritten() throws IOException {
    run("bounds --network D/net.onnx --boxes D/b.csv --method ibp --out D/out.csv --format csv")
        .expect(0);
    Files.writeString(folder.resolve("plan.yaml"), "of something else");
    run("bounds --network D/net.onnx --boxes D/b.csv --method ibp --out D/plan.yaml").expect(0);
  }

  private void refused(String command, String sentence) throws IOException {
    Map<String, String> before = contents();
    CommandRun run = run(command).expect(2);
    assertEquals(sentence, run.err().strip());
    assertEquals("", run.out());
    assertEquals(before, contents());
  }

  private CommandRun run(String command) {
    return CommandRun.of(List.of(filled(command).split(" ", -1)));
  }

  private String filled(String text) {
    return text.replace("D/", folder + "/");
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
