package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Rows of text with right-aligned columns. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row with as many cells as the header. */
  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void writeTo(Writer target) throws IOException {
    int[] widths = widths();
    for (List<String> row : rows) {
      target.write(line(row, widths, GAP) + "\n");
    }
  }

  /** Writes the table so that Markdown takes it for one, too. */
  void writeMarkdown(Writer target) throws IOException {
    int[] widths = widths();
    for (int r = 0; r < rows.size(); r++) {
      target.write("| " + line(rows.get(r), widths, " | ") + " |\n");
      if (r == 0) {
        for (int width : widths) {
          target.write("|-" + "-".repeat(width) + ":");
        }
        target.write("|\n");
      }
    }
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths, String gap) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      line.append(c == 0 ? "" : gap)
          .append(" ".repeat(widths[c] - row.get(c).length()))
          .append(row.get(c));
    }
    return line.toString();
  }
}
