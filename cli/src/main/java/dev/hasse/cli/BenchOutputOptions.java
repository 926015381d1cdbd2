package dev.hasse.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Form and place of a result of {@code hasse bench}. */
final class BenchOutputOptions extends OutFileOption {
  /** The forms. */
  private enum Format {
    TABLE,
    JSON;

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
        "Form of the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). JSON carries all"
            + " digits and samples."
      })
  private Format format = Format.TABLE;

  boolean isJson() {
    return format == Format.JSON;
  }
}
