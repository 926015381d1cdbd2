package dev.hasse.report;

import java.util.List;
import java.util.Objects;

/**
 * A part of a report.
 *
 * @param heading of this part
 * @param blocks paragraphs, plots, tables and galleries in the order they are read
 */
public record Section(String heading, List<Block> blocks) {
  /** Copies the list. */
  public Section {
    Objects.requireNonNull(heading, "heading");
    blocks = List.copyOf(blocks);
  }
}
