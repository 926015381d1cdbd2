package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed at any moment loses no row that it was told is stored. */
@Tag("slow")
class CrashTest {
  private static final int ROUNDS = 8;

  @TempDir private Path parent;

  @Test
  void nothingStoredIsLostAndNothingIsThereTwice() throws Exception {
    Path folder = parent.resolve("sweep");
    SplittableRandom random = new SplittableRandom(20_261_122);
    int before = 0;
    int killedAtWork = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // The first rounds die early: while the machine, the library or the database starts.
      int milliseconds = random.nextInt(1000);
      List<String> said = killed(folder, random.nextInt(1000), round >= 3, milliseconds);
      assertFalse(said.stream().anyMatch(line -> line.startsWith("refused")), said::toString);
      int stored = Math.max(before, told(said));
      killedAtWork += stored > before ? 1 : 0;
      if (Files.exists(Folder.database(folder))) {
        before = checked(folder, stored);
      }
    }
    assertTrue(killedAtWork >= ROUNDS / 2, "killed at work only " + killedAtWork + " times");
  }

  /** What a writer said until it was killed so long after its start, or after its first batch. */
  private List<String> killed(Path folder, int seed, boolean atWork, int milliseconds)
      throws Exception {
    Path temporary = Files.createTempDirectory(parent, "tmp");
    Path said = temporary.resolve("said");
    Process writer =
        new ProcessBuilder(ChildJava.command(temporary, EndlessWriter.class, folder, seed, 400, 7))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile()) // a pipe's content would die with the process
            .start();
    while (atWork && writer.isAlive() && !Files.readString(said).contains("stored ")) {
      Thread.sleep(5);
    }
    Thread.sleep(milliseconds);
    boolean alive = writer.isAlive();
    writer.destroyForcibly().waitFor();
    List<String> lines = Files.readAllLines(said);
    assertTrue(alive, lines::toString);
    removeLibrary(temporary);
    return lines;
  }

  private static int told(List<String> said) {
    return said.stream()
        .filter(line -> line.startsWith("stored "))
        .mapToInt(line -> Integer.parseInt(line.substring(7)))
        .max()
        .orElse(0);
  }

  /** Every question up to some number at least as large as told, once, with its own row. */
  private static int checked(Path folder, int told) throws IOException {
    try (ResultStore store = ResultStore.read(folder)) {
      int rows = store.answered().cardinality();
      assertEquals(rows, store.answered().length(), "a hole");
      assertTrue(rows >= told, "lost " + (told - rows) + " of " + told);
      try (QueryResult result =
          store.query("SELECT question, seed, input, network FROM answers ORDER BY question")) {
        for (int question = 0; question < rows; question++) {
          var row = Rows.row(question);
          assertEquals(
              List.of(row.question(), row.seed(), (long) row.input(), row.network()),
              result.next().orElseThrow());
        }
        assertTrue(result.next().isEmpty(), "a row too many");
      }
      return rows;
    }
  }

  /** 70 MB, where the machine was killed before it had loaded them. */
  private static void removeLibrary(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
