package dev.hasse.cli;

import dev.hasse.verify.Answer;
import java.io.IOException;
import java.io.Writer;

/** One form of the result of {@code certify}, written as the answers come. */
interface CertifyWriter {
  /** What stands for the method where a point is misclassified: it was only evaluated. */
  String EVALUATION = "forward";

  void item(int index, Answer answer) throws IOException;

  /** Writes what stands after the items. */
  void end(CertifySummary summary) throws IOException;

  /** The writer of a form; writes what stands before the items and leaves {@code target} open. */
  static CertifyWriter of(OutputOptions.Format format, CertifyHeader header, Writer target)
      throws IOException {
    return switch (format) {
      case TABLE -> new CertifyTable(header, target);
      case JSON -> new CertifyJson(header, target);
      case CSV -> new CertifyCsv(target);
    };
  }
}
