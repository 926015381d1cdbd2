package dev.hasse.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Form and place of a result. */
final class OutputOptions extends OutFileOption {
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

  Format format() {
    return format;
  }
}
