package dev.hasse.report;

import java.util.List;
import java.util.Objects;

/**
 * Rows of cells under a header.
 *
 * @param caption what the rows are, in a few words
 * @param header a name for each column
 * @param rows each as wide as the header
 */
public record Table(String caption, List<String> header, List<List<Cell>> rows) implements Block {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when a row is not as wide as the header
   */
  public Table {
    Objects.requireNonNull(caption, "caption");
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (int r = 0; r < rows.size(); r++) {
      if (rows.get(r).size() != header.size()) {
        throw new IllegalArgumentException(
            String.format(
                "row %d of the table '%s' has %d cells, its header %d",
                r, caption, rows.get(r).size(), header.size()));
      }
    }
  }

  /** Whether all cells of a column are numbers, so that its name belongs on the right. */
  boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).isNumber());
  }
}
