package dev.hasse.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The public benchmark files, outside the project; tests that need them skip without. */
public final class SharedData {
  private SharedData() {}

  /** The folder, or a skipped test with its reason. */
  public static Path folder() {
    Path folder = Path.of(System.getProperty("hasse.data", "../../shared/data"));
    Assumptions.assumeTrue(Files.isDirectory(folder), "no benchmark files at " + folder);
    return folder;
  }

  /** All files below the folder whose name ends so, in order. */
  public static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
