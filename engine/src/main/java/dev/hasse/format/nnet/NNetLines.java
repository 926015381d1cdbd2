package dev.hasse.format.nnet;

import dev.hasse.format.DecimalText;
import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.LineReader;
import java.util.Arrays;

/**
 * The lines of numbers of an NNet file: commas between, one at the end or not, comments skipped.
 */
final class NNetLines implements AutoCloseable {
  private static final int MOST_NEURONS = 1 << 24;

  private final LineReader lines;

  private NNetLines(LineReader lines) {
    this.lines = lines;
  }

  static NNetLines open(InputFile file) throws InputFileException {
    return new NNetLines(LineReader.open(file));
  }

  /** The finite numbers of the next line, exactly {@code count} of them. */
  double[] values(String what, int count) throws InputFileException {
    if (!advance()) {
      throw lines.error("the file ends where " + what + " should be");
    }
    double[] values = new double[16];
    int found = 0;
    String line = lines.line();
    for (int start = 0; start < line.length(); ) {
      int comma = line.indexOf(',', start);
      int end = comma < 0 ? line.length() : comma;
      String cell = line.substring(start, end).strip();
      if (comma >= 0 || !cell.isEmpty()) {
        if (found == values.length) {
          values = Arrays.copyOf(values, 2 * found);
        }
        values[found++] = finite(cell);
      }
      start = end + 1;
    }
    if (found != count) {
      throw lines.error("%s: %d values, expected %d".formatted(what, found, count));
    }
    return Arrays.copyOf(values, found);
  }

  /** The numbers of the next line as counts of neurons. */
  int[] counts(String what, int count) throws InputFileException {
    double[] values = values(what, count);
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      counts[i] = count(what, values[i]);
    }
    return counts;
  }

  /** A number as a count: positive, whole and of a credible size. */
  int count(String what, double value) throws InputFileException {
    if (!(value >= 1 && value <= MOST_NEURONS) || value != Math.rint(value)) {
      throw lines.error(what + ": " + value + " is not a count between 1 and " + MOST_NEURONS);
    }
    return (int) value;
  }

  /** Checks that nothing but blank lines is left. */
  void requireEnd() throws InputFileException {
    while (lines.advance()) {
      if (!lines.line().isBlank()) {
        throw lines.error("text after the last bias, expected the end of the file");
      }
    }
  }

  InputFileException error(String problem) {
    return lines.error(problem);
  }

  @Override
  public void close() throws InputFileException {
    lines.close();
  }

  private boolean advance() throws InputFileException {
    while (lines.advance()) {
      if (!lines.line().isBlank() && !lines.line().startsWith("//")) {
        return true;
      }
    }
    return false;
  }

  private double finite(String cell) throws InputFileException {
    try {
      double value = DecimalText.nearest(cell);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw lines.error(e.getMessage());
    }
    throw lines.error("'" + cell + "' is not a finite number");
  }
}
