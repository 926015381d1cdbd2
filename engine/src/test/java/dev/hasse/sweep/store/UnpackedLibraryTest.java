package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class UnpackedLibraryTest {
  @TempDir private Path parent;

  @Test
  void aKilledProcessLeavesNone() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("t m p"));
    Path results = parent.resolve("results");
    Process writer =
        ChildJava.start(ChildJava.command(temporary, EndlessWriter.class, results, 1, 10, 1000));
    String line;
    try (BufferedReader said = writer.inputReader()) {
      do {
        line = said.readLine();
      } while (line != null && !line.startsWith("stored "));
      writer.destroyForcibly().waitFor();
    }
    assertTrue(line != null, "never stored a row");
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
