package dev.hasse.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Pipes with a name in a folder, which stand for what can be written to and not be replaced. */
public final class NamedPipe {
  private NamedPipe() {}

  /** Makes a pipe, or skips the test where there is no program for it. */
  public static Path make(Path pipe) throws IOException, InterruptedException {
    try {
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      assumeTrue(false, "mkfifo cannot be run: " + e.getMessage());
    }
    return pipe;
  }

  /** A reader that lets its writer begin, and is gone then: writing fails from then on. */
  public static CompletableFuture<Void> openAndClose(Path pipe) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Files.newInputStream(pipe).close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
