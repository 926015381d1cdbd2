package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;

/** One form of the result of {@code gap}, written as the boxes come. */
interface GapWriter {
  void box(int index, BoxGap box) throws IOException;

  /** Writes what stands after the boxes. */
  void end(GapSummary summary) throws IOException;

  /** The writer of a form; writes what stands before the boxes and leaves {@code target} open. */
  static GapWriter of(OutputOptions.Format format, GapHeader header, Writer target)
      throws IOException {
    return switch (format) {
      case TABLE -> new GapTable(header, target);
      case JSON -> new GapJson(header, target);
      case CSV -> new GapCsv(header, target);
    };
  }
}
