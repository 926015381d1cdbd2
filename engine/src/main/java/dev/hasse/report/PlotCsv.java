package dev.hasse.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A plot's data as comma-separated values by RFC 4180: a header, then a line for each point, with
 * all digits of its numbers, also where a point is not drawn.
 */
final class PlotCsv {
  private PlotCsv() {}

  static String of(Plot plot) {
    Table data = new PlotWords(plot).data();
    StringBuilder text = new StringBuilder(line(data.header()));
    for (List<Cell> row : data.rows()) {
      text.append(line(row.stream().map(Cell::copied).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> fields) {
    return fields.stream().map(PlotCsv::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
