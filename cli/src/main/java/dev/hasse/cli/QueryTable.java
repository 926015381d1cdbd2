package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** {@code query} for reading: the first rows, each on one line. */
final class QueryTable implements QueryWriter {
  private static final int MOST_LINES = 1000;

  private final Writer target;
  private final TextTable table;
  private long rows;

  QueryTable(List<String> columns, Writer target) {
    this.target = target;
    table = new TextTable(columns.stream().map(QueryTable::onOneLine).toArray(String[]::new));
  }

  @Override
  public void row(List<Object> cells) {
    if (rows < MOST_LINES) {
      table.row(
          cells.stream()
              .map(cell -> cell == null ? "" : onOneLine(cell.toString()))
              .toArray(String[]::new));
    }
    rows++;
  }

  @Override
  public void end() throws IOException {
    table.writeTo(target);
    if (rows > MOST_LINES) {
      target.write(
          String.format(
              Locale.ROOT,
              "... and %,d rows more; --format csv or json has them all%n",
              rows - MOST_LINES));
    }
  }

  private static String onOneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
