package dev.hasse.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Opens pages in a Chromium without a window, or skips the test with the reason. */
final class AvailableChromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int SECONDS = 120;

  private final Path program;
  private final Path folder;

  private AvailableChromium(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Finds Chromium on the path.
   *
   * @param folder where it may keep its files
   * @throws TestAbortedException when there is none that runs and {@code -Drequire.chromium=true}
   *     is not given
   */
  static AvailableChromium find(Path folder) throws IOException, InterruptedException {
    Optional<Path> program =
        NAMES.stream()
            .flatMap(
                name ->
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      throw unavailable("none of " + NAMES + " is on the path");
    }
    AvailableChromium chromium = new AvailableChromium(program.get(), folder);
    // The placeholder that some distributions install instead answers nothing.
    if (!chromium.run("--version").contains("Chrom")) {
      throw unavailable(program.get() + " does not run");
    }
    return chromium;
  }

  private static RuntimeException unavailable(String why) {
    String message = "Chromium is not available: " + why;
    if (Boolean.getBoolean("require.chromium")) {
      throw new AssertionError(message + ", and it is required");
    }
    return new TestAbortedException(message);
  }

  /** The document that a page has become once it has loaded. */
  String documentOf(Path page, String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(options));
    // Files of one folder may look into each other; the page itself still asks for none.
    arguments.addAll(
        List.of("--allow-file-access-from-files", "--dump-dom", page.toUri().toString()));
    return run(arguments.toArray(String[]::new));
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--user-data-dir=" + folder.resolve("profile")));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--no-sandbox"); // which Chromium insists on for root
    }
    command.addAll(Arrays.asList(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("Chromium took more than " + SECONDS + " s: " + command);
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
