package dev.hasse.format.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Packages from whichever registry the installed npm uses. */
final class NpmPackages implements PackageSource {
  private static final long TIMEOUT_MINUTES = 10;

  private final String command;

  /**
   * @param command the npm program
   */
  NpmPackages(String command) {
    this.command = command;
  }

  @Override
  public Path archive(String name, Path scratch) throws IOException, InterruptedException {
    File log = scratch.resolve("npm.log").toFile();
    Process npm = start(name, scratch, log);
    try {
      if (!npm.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("npm pack took longer than " + TIMEOUT_MINUTES + " minutes");
      }
    } finally {
      npm.destroy();
    }
    if (npm.exitValue() != 0) {
      throw new IOException(
          "npm pack ended with code " + npm.exitValue() + " (" + firstError(log.toPath()) + ")");
    }
    try (Stream<Path> files = Files.list(scratch)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm pack left no archive"));
    }
  }

  private Process start(String name, Path scratch, File log) throws IOException {
    try {
      return new ProcessBuilder(command, "pack", name)
          .directory(scratch.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log)
          .start();
    } catch (IOException e) {
      throw new IOException("npm was not found", e);
    }
  }

  private static String firstError(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.contains("error") || line.contains("ERR!"))
        .findFirst()
        .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1))
        .strip();
  }
}
