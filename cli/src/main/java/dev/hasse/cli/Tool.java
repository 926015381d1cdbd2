package dev.hasse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another program that may be installed. */
final class Tool {
  private static final long SECONDS = 20;

  private Tool() {}

  /** What the program prints, or empty where it is not installed, fails or does not end. */
  static Optional<String> output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(Redirect.DISCARD)
              .redirectInput(Redirect.from(new java.io.File("/dev/null")))
              .start();
      try (InputStream in = process.getInputStream()) {
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
          process.destroyForcibly();
          return Optional.empty();
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
