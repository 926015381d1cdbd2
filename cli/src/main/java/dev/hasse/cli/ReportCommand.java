package dev.hasse.cli;

import dev.hasse.report.HtmlReport;
import dev.hasse.report.PlotFiles;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.sweep.store.ResultStore;
import dev.hasse.sweep.store.StoreException;
import dev.hasse.sweep.store.SweepComparison;
import dev.hasse.sweep.store.SweepSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hasse report}: what a sweep found, as a page. */
@Command(
    name = "report",
    header = "Show the results of a sweep as one HTML page.",
    description = {
      "",
      "Certified accuracy by radius and method with confidence intervals, what each stage decided,"
          + " gaps between methods, times, and the slowest and loosest inputs with their images."
          + " The page works offline; every plot can be saved from it as SVG, PNG and CSV. The"
          + " sweep may be unfinished, but must not be running."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse report results --compare results-before --plots figures")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of a sweep.")
  private Path folder;

  @Option(
      names = "--compare",
      paramLabel = "DIR2",
      description = "Folder of another sweep, to compare the questions that both answered.")
  private Path other;

  @Option(
      names = {"--out", "-o"},
      paramLabel = "FILE",
      description = "The page to write (default: report.html in DIR).")
  private Path out;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Write each plot to FOLDER too, as SVG, as PNG and as CSV.")
  private Path plots;

  @Override
  public Integer call() throws Exception {
    Path page = out == null ? folder.resolve("report.html") : out;
    try (ResultStore store = ResultStore.read(folder)) {
      requireAnswers(folder, store.connection());
      Optional<Section> comparison = comparison(store.connection());
      try (ResultFile file = ResultFile.open(page, spec.commandLine().getOut())) {
        Report report = report(store.connection(), comparison);
        file.write(target -> HtmlReport.write(report, target));
        file.commit();
        writePlots(report);
      }
    } catch (SQLException e) {
      throw unreadable(folder, e);
    }
    spec.commandLine().getOut().println("wrote " + page);
    return ExitCodes.DONE;
  }

  private static void requireAnswers(Path folder, Connection answers)
      throws StoreException, SQLException {
    if (new SweepSummary(answers).answers() == 0) {
      throw new StoreException(
          folder, "has no answers yet; wait until its sweep has asked a batch");
    }
  }

  private Optional<Section> comparison(Connection first) throws StoreException {
    if (other == null) {
      return Optional.empty();
    }
    try (ResultStore second = ResultStore.read(other)) {
      requireAnswers(other, second.connection());
      List<SweepComparison.Pair> pairs = SweepComparison.of(first, second.connection());
      if (pairs.isEmpty()) {
        throw new StoreException(
            other,
            "answers no question that "
                + folder
                + " answers; expected a sweep of the same network files, datasets and radii");
      }
      String name = other.toString();
      String twice = name.equals(folder.toString()) ? name + " (second)" : name;
      return Optional.of(ComparisonSection.of(folder.toString(), twice, pairs));
    } catch (SQLException e) {
      throw unreadable(other, e);
    }
  }

  private static StoreException unreadable(Path folder, SQLException error) {
    String reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return new StoreException(folder, "cannot be read (" + reason + ")", error);
  }

  private Report report(Connection answers, Optional<Section> comparison) throws SQLException {
    List<String> words = new ArrayList<>(List.of("hasse"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    String backends =
        new SweepSummary(answers)
            .computed().stream()
                .map(by -> by.backend() + " (" + by.device() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    return SweepReport.of(
        "Sweep in " + folder,
        answers,
        SweepPictures.of(folder),
        comparison,
        Provenance.here(words, new VersionText().getVersion()[0], backends));
  }

  private void writePlots(Report report) throws OutputFileException {
    if (plots != null) {
      try {
        PlotFiles.write(report, plots);
      } catch (IOException e) {
        throw new OutputFileException(plots, e);
      }
    }
  }
}
