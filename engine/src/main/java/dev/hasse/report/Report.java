package dev.hasse.report;

import java.util.List;
import java.util.Objects;

/**
 * The results of an experiment, to be written by {@link HtmlReport} or {@link PlotFiles}.
 *
 * @param title what was asked, in a few words
 * @param provenance the command and the versions that made the results
 * @param sections in the order they are read
 */
public record Report(String title, Provenance provenance, List<Section> sections) {
  /** Copies the list. */
  public Report {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(provenance, "provenance");
    sections = List.copyOf(sections);
  }

  /** All plots, in the order they are read. */
  List<Plot> plots() {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .filter(Plot.class::isInstance)
        .map(Plot.class::cast)
        .toList();
  }
}
