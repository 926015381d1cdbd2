package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import dev.hasse.verify.Answer;
import java.io.IOException;
import java.io.Writer;

/** {@code certify} as CSV with a header; a line an item, no guarantee where nothing was bounded. */
final class CertifyCsv implements CertifyWriter {
  private final Writer target;

  CertifyCsv(Writer target) throws IOException {
    this.target = target;
    target.write("index,label,predicted,verdict,method,guarantee,margin,seconds\n");
  }

  @Override
  public void item(int index, Answer answer) throws IOException {
    String line =
        String.join(
            ",",
            Integer.toString(index),
            Integer.toString(answer.label()),
            Integer.toString(answer.predicted()),
            answer.verdict().label(),
            answer.method().map(BoundMethod::label).orElse(EVALUATION),
            answer.guarantee().map(Enum::name).orElse(""),
            Double.toString(answer.margin()),
            Double.toString(answer.seconds()));
    target.write(line + "\n");
  }

  @Override
  public void end(CertifySummary summary) {
    // The lines are all there is.
  }
}
