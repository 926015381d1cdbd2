package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import java.io.IOException;
import java.io.Writer;

/** A form of the result of {@code cost}. */
interface CostWriter {
  void write(CostHeader header, CostResult result, double seconds, Writer target)
      throws IOException;

  static CostWriter of(OutputOptions.Format format) {
    return switch (format) {
      case TABLE -> new CostTable();
      case JSON -> new CostJson();
      case CSV -> new CostCsv();
    };
  }
}
