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

  /** Where each cell of the row ends, in the bytes of its line. */
  private final int[] ends;

  private final DecimalField field = new DecimalField();
  private final String expected;
  private boolean empty = true;

  private CsvRows(InputFile file, int width, String expected) throws InputFileException {
    this.file = file;
    this.lines = LineReader.open(file);
    this.ends = new int[width];
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
      if (!isBlank()) {
        empty = false;
        split();
        return true;
      }
    }
    if (empty) {
      throw file.error("", "is empty, expected lines of " + expected);
    }
    return false;
  }

  /** One value of the row, rounded by a method of {@link DecimalField}. */
  double value(int column, ToDoubleFunction<DecimalField> rounding) throws InputFileException {
    int from = column == 0 ? lines.start() : ends[column - 1] + 1;
    field.set(lines.bytes(), from, ends[column]);
    try {
      return rounding.applyAsDouble(field);
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

  private boolean isBlank() {
    byte[] bytes = lines.bytes();
    for (int at = lines.start(); at < lines.end(); at++) {
      if (!Character.isWhitespace(bytes[at])) {
        return false;
      }
    }
    return true;
  }

  private void split() throws InputFileException {
    byte[] bytes = lines.bytes();
    int found = 0;
    for (int at = lines.start(); at <= lines.end(); at++) {
      if (at == lines.end() || bytes[at] == ',') {
        if (found < ends.length) {
          ends[found] = at;
        }
        found++;
      }
    }
    if (found != ends.length) {
      throw error(found + (found == 1 ? " value" : " values") + ", expected " + expected);
    }
  }
}
