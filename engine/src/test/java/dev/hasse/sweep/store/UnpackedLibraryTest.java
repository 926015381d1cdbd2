package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "/tmp/libduckdb_java123.so, true",
    "/tmp/libduckdb_java.so, false",
    "/tmp/libduckdb_java123.so (deleted), false",
    "/opt/tmp/libduckdb_java123.so, false",
    "/tmp/lib/libduckdb_java123.so, false",
    "/tmp/libduckdb_java_mine.so, false"
  })
  void onlyWhatTheDriverUnpackedIsDeleted(String file, boolean expected) {
    String line = "7f0a4c000000-7f0a4c001000 r-xp 00000000 08:01 1311 " + " ".repeat(15) + file;
    Optional<Path> found = UnpackedLibrary.unpacked(line, Path.of("/tmp"));
    assertEquals(expected ? Optional.of(Path.of(file)) : Optional.empty(), found);
  }
}
