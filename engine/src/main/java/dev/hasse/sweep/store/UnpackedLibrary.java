package dev.hasse.sweep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * DuckDB's native library. Its driver unpacks 70 MB into the temporary folder and deletes them when
 * the virtual machine ends, but not when it is killed. Linux keeps a loaded file without a name as
 * long as it is in use, so there it can go at once.
 */
final class UnpackedLibrary {
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern UNPACKED = Pattern.compile("libduckdb_java\\d+\\.so");

  private UnpackedLibrary() {}

  /** Deletes the file, once it is loaded; leaves that to the driver where it cannot be done. */
  static void delete() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      List<String> mapped = Files.isReadable(LOADED) ? Files.readAllLines(LOADED) : List.of();
      for (String line : mapped) {
        Optional<Path> unpacked = unpacked(line, temporary);
        if (unpacked.isPresent()) {
          Files.deleteIfExists(unpacked.get());
        }
      }
    } catch (IOException e) {
      return; // all but a killed process still leaves nothing
    }
  }

  /**
   * The file of a line of the process's memory map, if it is one that the driver made: a library
   * that a person has put there has a name without a number, and stays.
   */
  static Optional<Path> unpacked(String line, Path temporary) {
    String name = line.substring(line.lastIndexOf('/') + 1);
    return UNPACKED.matcher(name).matches() && line.endsWith(" " + temporary.resolve(name))
        ? Optional.of(temporary.resolve(name))
        : Optional.empty();
  }
}
