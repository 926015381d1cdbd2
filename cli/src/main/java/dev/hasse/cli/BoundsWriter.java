package dev.hasse.cli;

import dev.hasse.domain.Bounds;
import java.io.IOException;
import java.io.Writer;

/** One form of the result of {@code bounds}, written as the boxes come. */
interface BoundsWriter {
  /** Writes the boxes of the next chunk. */
  void chunk(Bounds bounds) throws IOException;

  /** Writes what stands after the boxes. */
  void end(BoundsSummary summary) throws IOException;

  /** The writer of a form; writes what stands before the boxes and leaves {@code target} open. */
  static BoundsWriter of(OutputOptions.Format format, BoundsHeader header, Writer target)
      throws IOException {
    return switch (format) {
      case TABLE -> new BoundsTable(header, target);
      case JSON -> new BoundsJson(header, target);
      case CSV -> new BoundsCsv(target);
    };
  }
}
