package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.sweep.store.QueryResult;
import dev.hasse.sweep.store.ResultStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep over a shipped network that is killed at random moments, and started again each time,
 * ends with the table of one that nobody disturbed.
 */
@Tag("slow")
class SweepKillTest {
  private static final int KILLS = 20;
  private static final int RADII = 5;
  private static final long LONGEST_SECONDS = 200;

  @TempDir private Path folder;
  private Path temporary;
  private Path said;
  private int images = 1000;
  private String backend = "cpu";

  @Test
  void killedTwentyTimesTheTableIsThatOfAnUndisturbedRun() throws Exception {
    if (!independentOfTheBatch()) {
      backend = "reference";
      images = 40; // it is slow
    }
    int questions = images * RADII;
    temporary = Files.createDirectory(folder.resolve("tmp"));
    said = folder.resolve("said");
    List<String> command = command();
    long start = System.nanoTime();
    finish(start(command, folder.resolve("alone")));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    List<List<Object>> expected = table(folder.resolve("alone"));
    assertEquals(questions, expected.size());

    SplittableRandom random = new SplittableRandom(20_261_122);
    int sweeps = 0;
    int rows = 0;
    int halfDone = 0;
    for (int kills = 0; kills < KILLS; ) {
      Path results = folder.resolve("killed" + sweeps);
      Process process = start(command, results);
      if (process.waitFor(random.nextLong(millis / 3, millis), TimeUnit.MILLISECONDS)) {
        finish(process); // sooner than it might have been killed: the next one begins anew
        requireSame(expected, table(results));
        sweeps++;
        rows = 0;
        continue;
      }
      process.destroyForcibly().waitFor();
      removeLibraries();
      kills++;
      int now = Files.exists(results.resolve("results.duckdb")) ? table(results).size() : 0;
      assertTrue(now >= rows, "lost " + (rows - now) + " of " + rows);
      halfDone += 0 < now && now < questions ? 1 : 0;
      rows = now;
    }
    Path results = folder.resolve("killed" + sweeps);
    finish(start(command, results));
    requireSame(expected, table(results));
    assertTrue(halfDone >= KILLS / 10, "half done after only " + halfDone + " kills");
  }

  /** Without AVX-512 the last digits of margins depend on the batch (docs/sweeps.md). */
  private static boolean independentOfTheBatch() throws BackendUnavailableException {
    try (ComputeBackend cpu = Backends.open("cpu")) {
      return cpu.device().contains("SKYLAKEX");
    }
  }

  private List<String> command() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Hasse.class.getName(),
                "sweep"));
    command.addAll(List.of("--network", unpacked(folder, "networks/mnist-784-100-100-10.onnx")));
    command.addAll(
        List.of("--data", unpacked(folder, "data/mnist-t10k-1000-images-idx3-ubyte.gz")));
    command.addAll(
        List.of("--labels", unpacked(folder, "data/mnist-t10k-1000-labels-idx1-ubyte.gz")));
    command.addAll(List.of("--radii", "0.005,0.01,0.02,0.03,0.05"));
    command.addAll(List.of("--cascade", "ibp,crown-ibp,crown", "--batch", "100", "--unstable"));
    command.addAll(List.of("--count", String.valueOf(images), "--backend", backend, "--out"));
    return command;
  }

  /** A file that comes with the program, in a folder. */
  static String unpacked(Path folder, String name) throws IOException {
    Path file = folder.resolve(name.substring(name.indexOf('/') + 1));
    try (InputStream in = Hasse.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file.toString();
  }

  private Process start(List<String> command, Path results) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(results.toString());
    return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  private void finish(Process process) throws Exception {
    assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(said));
    removeLibraries();
  }

  /** Row by row, so that a failure shows one. */
  private static void requireSame(List<List<Object>> expected, List<List<Object>> found) {
    assertEquals(expected.size(), found.size());
    for (int row = 0; row < expected.size(); row++) {
      assertEquals(expected.get(row), found.get(row));
    }
  }

  /** All columns but the seconds. */
  private static List<List<Object>> table(Path results) throws IOException {
    List<List<Object>> table = new ArrayList<>();
    try (ResultStore store = ResultStore.read(results);
        QueryResult rows =
            store.query("SELECT * EXCLUDE (seconds) FROM answers ORDER BY question")) {
      for (Optional<List<Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
        table.add(row.get());
      }
    }
    return table;
  }

  /** What a killed machine does not remove itself. */
  private void removeLibraries() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
