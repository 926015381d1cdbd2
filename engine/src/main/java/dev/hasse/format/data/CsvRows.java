package dev.hasse.format.data;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.LineReader;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** The rows of a header-less CSV file of numbers; blank lines are skipped, one row is in memory. */
final class CsvRows implements AutoCloseable {
  private final InputFile file;
  private final LineReader lines;
  private final String[] cells;
  private final String expected;
  private boolean empty = true;

  private CsvRows(InputFile file, int width, String expected) throws InputFileException {
    this.file = file;
    this.lines = LineReader.open(file);
    this.cells = new String[width];
    this.expected = expected;
  }

  /**
   * @param width values that every row must have
   * @param expected what these are, for messages, such as "5 values, one an input"
   */
  static CsvRows open(Path path, int width, String expected) throws InputFileException {
    return new CsvRows(InputFile.of(path), width, expected);
  }

  /** Goes to the next row; false at the end. A file without any row is an error. */
  boolean advance() throws InputFileException {
    while (lines.advance()) {
      if (!lines.line().isBlank()) {
        empty = false;
        split(lines.line());
        return true;
      }
    }
    if (empty) {
      throw file.error("", "is empty, expected lines of " + expected);
    }
    return false;
  }

  /** One value of the row, read by {@code parser}, which may refuse it. */
  double value(int column, ToDoubleFunction<String> parser) throws InputFileException {
    try {
      return parser.applyAsDouble(cells[column]);
    } catch (NumberFormatException e) {
      throw error("value " + (column + 1) + ": " + e.getMessage());
    }
  }

  InputFileException error(String problem) {
    return lines.error(problem);
  }

  @Override
  public void close() throws InputFileException {
    lines.close();
  }

  private void split(String line) throws InputFileException {
    int found = 0;
    for (int start = 0; start <= line.length(); found++) {
      int comma = line.indexOf(',', start);
      int end = comma < 0 ? line.length() : comma;
      if (found < cells.length) {
        cells[found] = line.substring(start, end).strip();
      }
      start = end + 1;
    }
    if (found != cells.length) {
      throw error(found + (found == 1 ? " value" : " values") + ", expected " + expected);
    }
  }
}
