package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** One form of the result of {@code query}, written as the rows come. */
interface QueryWriter {
  /** Writes a row: a cell for each column, null where there is no value. */
  void row(List<Object> cells) throws IOException;

  /** Writes what stands after the rows. */
  void end() throws IOException;

  /** The writer of a form; writes what stands before the rows and leaves {@code target} open. */
  static QueryWriter of(OutputOptions.Format format, List<String> columns, Writer target)
      throws IOException {
    return switch (format) {
      case TABLE -> new QueryTable(columns, target);
      case JSON -> new QueryJson(columns, target);
      case CSV -> new QueryCsv(columns, target);
    };
  }
}
