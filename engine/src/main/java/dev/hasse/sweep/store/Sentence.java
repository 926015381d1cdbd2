package dev.hasse.sweep.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** DuckDB's errors in one sentence, with what to do about those that a person can do much about. */
final class Sentence {
  /**
   * What to do, by words of DuckDB's texts. They have no codes: its SQL states are all empty. A
   * text that has none of these words still gets a sentence.
   */
  private static final List<Advice> ADVICE =
      List.of(
          new Advice(
              "No space left", "the disk is full; make room, what was stored before is kept"),
          new Advice("Read-only file system", "name another folder"),
          new Advice("Permission denied", "give yourself the right to it or name another folder"),
          new Advice("not a valid DuckDB", "it is damaged or something else; put back a copy"),
          new Advice("orrupt", "it is damaged; put back a copy"),
          new Advice("Could not read enough bytes", "it is cut short; put back a copy"));

  private record Advice(String words, String toDo) {}

  private Sentence() {}

  /** The paragraph before DuckDB quotes the statement, on one line. */
  static String of(SQLException error) {
    String message = error.getMessage();
    if (message == null) {
      return error.getClass().getSimpleName();
    }
    return message
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.isEmpty() && !line.startsWith("LINE "))
        .collect(Collectors.joining(" "));
  }

  /**
   * @param path of the file at fault
   * @param failed what failed, such as "cannot be opened"
   */
  static StoreException about(Path path, String failed, SQLException error) {
    String text = of(error);
    String toDo =
        ADVICE.stream()
            .filter(advice -> text.contains(advice.words()))
            .map(advice -> "; " + advice.toDo())
            .findFirst()
            .orElse("");
    return new StoreException(path, failed + " (" + text + ")" + toDo, error);
  }
}
