package dev.hasse.cli;

import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.report.Table;
import dev.hasse.sweep.store.SweepDistributions;
import dev.hasse.sweep.store.SweepExtremes;
import dev.hasse.sweep.store.SweepRadii;
import dev.hasse.sweep.store.SweepSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers of a sweep as a report. */
final class SweepReport {
  private SweepReport() {}

  /**
   * @param title of the page
   * @param answers a database with at least one answer
   * @param pictures the images that were asked about
   * @param comparison with another sweep, where one was named
   */
  static Report of(
      String title,
      Connection answers,
      SweepPictures pictures,
      Optional<Section> comparison,
      Provenance provenance)
      throws SQLException {
    SweepSummary summary = new SweepSummary(answers);
    List<Section> sections = new ArrayList<>();
    sections.addAll(AccuracySections.of(summary));
    RadiusSection.of(new SweepRadii(answers)).ifPresent(sections::add);
    comparison.ifPresent(sections::add);
    sections.addAll(DistributionSections.of(new SweepDistributions(answers)));
    sections.addAll(ExtremeSections.of(new SweepExtremes(answers), pictures));
    sections.add(failures(summary));
    sections.add(machines(summary));
    return new Report(title, provenance, sections);
  }

  private static Section failures(SweepSummary summary) throws SQLException {
    List<List<Cell>> rows = new ArrayList<>();
    for (SweepSummary.ErrorCount error : summary.errors()) {
      rows.add(
          List.of(
              Cell.text(error.reason()), Cell.number(error.times()), Cell.number(error.first())));
    }
    Block block =
        rows.isEmpty()
            ? new Paragraph("No question failed.")
            : new Table("Why questions failed", List.of("reason", "times", "first question"), rows);
    return new Section("Errors", List.of(block));
  }

  private static Section machines(SweepSummary summary) throws SQLException {
    List<List<Cell>> rows = new ArrayList<>();
    for (SweepSummary.Computed computed : summary.computed()) {
      rows.add(
          List.of(
              Cell.text(computed.backend()),
              Cell.text(computed.device()),
              Cell.text(computed.host()),
              Cell.text(computed.version()),
              Cell.number(computed.answers()),
              Cell.number(computed.seconds())));
    }
    return new Section(
        "What computed the answers",
        List.of(
            new Table(
                "Answers by machine and version",
                List.of("backend", "device", "host", "version", "answers", "seconds"),
                rows)));
  }
}
