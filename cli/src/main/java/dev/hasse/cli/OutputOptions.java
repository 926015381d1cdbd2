package dev.hasse.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Form and place of a result. */
final class OutputOptions {
  /** Forms of a result. */
  enum Format {
    TABLE,
    JSON,
    CSV;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Reads a form's name. */
  private static final class FormatConverter extends LowerCaseConverter<Format> {
    FormatConverter() {
      super("format", Format.values());
    }
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = {
        "Form of the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). JSON and CSV"
            + " carry all digits, infinities as Infinity and -Infinity (strings in JSON);"
            + " tables round bounds outwards."
      })
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the result to FILE, which appears only once it is complete.")
  private Path out;

  Format format() {
    return format;
  }

  /** Opens the result's place. */
  ResultFile open() throws OutputFileException {
    return ResultFile.open(out, spec.commandLine().getOut());
  }
}
