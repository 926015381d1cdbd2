package dev.hasse.sweep.store;

import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder of a sweep's results. */
final class Folder {
  private static final String DATABASE = "results.duckdb";

  private Folder() {}

  static Path database(Path folder) {
    return folder.resolve(DATABASE);
  }

  /** Makes the folder where there is none. */
  static void require(Path folder) throws StoreException {
    refuseFile(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable(folder, "cannot be made", e);
    }
  }

  /** Refuses a folder without a database. */
  static void requireResults(Path folder) throws StoreException {
    refuseFile(folder);
    if (!Files.exists(database(folder))) {
      throw new StoreException(
          folder,
          Files.exists(folder)
              ? "holds no " + DATABASE + "; expected the folder of a sweep"
              : "no such folder; expected the folder of a sweep");
    }
  }

  /** One sentence for what a file system says. */
  static StoreException unusable(Path path, String failed, IOException error) {
    String reason =
        error instanceof NoSuchFileException ? "there is no such place" : WholeFile.reason(error);
    return new StoreException(path, failed + " (" + reason + "); name another folder", error);
  }

  private static void refuseFile(Path folder) throws StoreException {
    if (folder.toAbsolutePath().toString().contains(";")) {
      throw new StoreException(
          folder,
          "has a semicolon, which no name of a DuckDB database may have; name another folder");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StoreException(folder, "is a file, expected a folder; name another one");
    }
  }
}
