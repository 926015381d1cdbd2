package dev.hasse.sweep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * DuckDB's native library. Its driver unpacks 70 MB into the temporary folder and deletes them when
 * the virtual machine ends, but not when it is killed. Linux keeps a loaded file without a name as
 * long as it is in use, so there it can go at once.
 */
final class UnpackedLibrary {
  private static final Path LOADED = Path.of("/proc/self/maps");

  private UnpackedLibrary() {}

  /** Deletes the file, once it is loaded; leaves that to the driver where it cannot be done. */
  static void delete() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      List<String> mapped = Files.isReadable(LOADED) ? Files.readAllLines(LOADED) : List.of();
      for (String line : mapped) {
        String name = line.substring(line.lastIndexOf('/') + 1);
        if (name.startsWith("libduckdb_java")
            && name.endsWith(".so")
            && line.endsWith(" " + temporary.resolve(name))) {
          Files.deleteIfExists(temporary.resolve(name));
        }
      }
    } catch (IOException e) {
      return; // all but a killed process still leaves nothing
    }
  }
}
