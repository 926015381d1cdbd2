package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code query} as CSV with a header. Quoted as RFC 4180 has it; a missing value is empty, and an
 * empty text is quoted, so that they differ.
 */
final class QueryCsv implements QueryWriter {
  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

  private final Writer target;

  QueryCsv(List<String> columns, Writer target) throws IOException {
    this.target = target;
    row(List.copyOf(columns));
  }

  @Override
  public void row(List<Object> cells) throws IOException {
    target.write(cells.stream().map(QueryCsv::field).collect(Collectors.joining(",")));
    target.write('\n');
  }

  @Override
  public void end() {
    // The lines are all there is.
  }

  private static String field(Object cell) {
    if (cell == null) {
      return "";
    }
    String text = cell.toString();
    return text.isEmpty() || QUOTED.matcher(text).find()
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }
}
