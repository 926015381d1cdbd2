package dev.hasse.solver.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The solver's log goes to its file and nothing else does; standard output comes back. */
final class NativeLogTest {
  private static final String WORDS = "before between after ";

  @TempDir private Path folder;

  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoggedSolves.class.getName());
    command.addAll(List.of(arguments));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> read(errors));
    return output;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void theLogIsInItsFileAndStandardOutputComesBack() throws Exception {
    Assumptions.assumeFalse(Platform.isWindows(), "no solver log on Windows");
    Path log = folder.resolve("solver.log");
    Files.writeString(log, "of an earlier run");
    assertEquals(WORDS, run(log.toString()));
    String text = read(log);
    assertTrue(text.contains("SCIP Status"), text);
    assertEquals(4, text.split("SCIP Status", -1).length - 1, "solves in the log");
    assertFalse(text.contains("of an earlier run"));
    for (String word : WORDS.strip().split(" ", -1)) {
      assertFalse(text.lines().anyMatch(word::equals), word);
    }
  }

  @Test
  void withoutALogTheSolverIsSilent() throws Exception {
    assertEquals(WORDS, run());
  }
}
