package dev.hasse.cli;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.report.HtmlReport;
import dev.hasse.report.PlotFiles;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A result as a page and as pictures, beside its other form. */
final class ReportOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write plots and tables to FILE too, as one HTML page that works offline.")
  private Path file;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "Write each plot to DIR too, as SVG, as PNG and as CSV.")
  private Path folder;

  /** Opens the places that were asked for, before the work: what cannot be written fails early. */
  Target open() throws OutputFileException {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new OutputFileException(folder, e);
      }
    }
    return new Target(
        file == null
            ? Optional.empty()
            : Optional.of(ResultFile.open(file, spec.commandLine().getOut())));
  }

  private Provenance provenance(ComputeBackend backend) {
    List<String> words = new ArrayList<>(List.of("hasse"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return Provenance.here(
        words, new VersionText().getVersion()[0], backend.name() + " (" + backend.device() + ")");
  }

  /** Where a report goes; nowhere where none was asked for. */
  final class Target implements AutoCloseable {
    private final Optional<ResultFile> page;

    private Target(Optional<ResultFile> page) {
      this.page = page;
    }

    boolean isWanted() {
      return page.isPresent() || folder != null;
    }

    /**
     * Writes the report where one was asked for.
     *
     * @param report made only then
     */
    void write(ComputeBackend backend, Function<Provenance, Report> report)
        throws OutputFileException {
      if (!isWanted()) {
        return;
      }
      Report made = report.apply(provenance(backend));
      if (page.isPresent()) {
        page.get().write(target -> HtmlReport.write(made, target));
        page.get().commit();
      }
      if (folder != null) {
        try {
          PlotFiles.write(made, folder);
        } catch (IOException e) {
          throw new OutputFileException(folder, e);
        }
      }
    }

    @Override
    public void close() throws OutputFileException {
      if (page.isPresent()) {
        page.get().close();
      }
    }
  }
}
