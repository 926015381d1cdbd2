package dev.hasse.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What made the results.
 *
 * @param command the exact command, ready for a shell
 * @param hasse version of Hasse
 * @param java version of the Java virtual machine
 * @param system operating system and processor architecture
 * @param backend the backend that ran, with its device; empty where none did
 * @param date when the results were made
 */
public record Provenance(
    String command, String hasse, String java, String system, String backend, Instant date) {
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:=,+@%-]+");

  /** Checks that all are there. */
  public Provenance {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(hasse, "hasse");
    Objects.requireNonNull(java, "java");
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(date, "date");
  }

  /**
   * The provenance of results made now in this virtual machine.
   *
   * @param words the command and its arguments, unquoted
   * @param hasse version of Hasse
   * @param backend the backend that ran, with its device; empty where none did
   */
  public static Provenance here(List<String> words, String hasse, String backend) {
    return new Provenance(
        words.stream().map(Provenance::quoted).collect(Collectors.joining(" ")),
        hasse,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"),
        backend,
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** A word as a POSIX shell reads it back: in single quotes unless it is plain. */
  public static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
