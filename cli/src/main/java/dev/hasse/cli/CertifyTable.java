package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Verdict;
import dev.hasse.verify.Answer;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code certify} for reading: the first items and a summary of all. */
final class CertifyTable implements CertifyWriter {
  private static final int MOST_LINES = 50;

  private final CertifyHeader header;
  private final Writer target;
  private final TextTable table =
      new TextTable("index", "label", "predicted", "verdict", "method", "guarantee", "margin");

  CertifyTable(CertifyHeader header, Writer target) {
    this.header = header;
    this.target = target;
  }

  @Override
  public void item(int index, Answer answer) {
    if (index < MOST_LINES) {
      table.row(
          Integer.toString(index),
          Integer.toString(answer.label()),
          Integer.toString(answer.predicted()),
          answer.verdict().label(),
          answer.method().map(BoundMethod::label).orElse(EVALUATION),
          answer.guarantee().map(Words::of).orElse(""),
          Numbers.lower(answer.margin()));
    }
  }

  @Override
  public void end(CertifySummary summary) throws IOException {
    table.writeTo(target);
    if (summary.count() > MOST_LINES) {
      target.write(
          String.format(
              Locale.ROOT,
              "... and %,d items more; --format csv or json has them all%n",
              summary.count() - MOST_LINES));
    }
    String stages =
        header.cascade().stream()
            .map(method -> summary.certifiedBy(method) + " by " + method.label())
            .collect(Collectors.joining(", "));
    target.write(
        String.format(
            Locale.ROOT,
            "%n%s on backend %s, radius %s: %,d of %,d images are classified right;%n"
                + "%,d of these certified%s (%s), %,d violated, %,d undecided; %.3f s%n",
            header.network(),
            header.ranOn().backend(),
            header.ball().radius(),
            summary.correct(),
            summary.count(),
            summary.count(Verdict.CERTIFIED),
            summary.certifiedToTolerance() == 0
                ? ""
                : ", %,d of them up to solver tolerance".formatted(summary.certifiedToTolerance()),
            stages,
            summary.count(Verdict.VIOLATED),
            summary.count(Verdict.UNDECIDED),
            summary.seconds()));
  }
}
