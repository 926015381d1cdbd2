package dev.hasse.cli;

import dev.hasse.domain.Bounds;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** {@code bounds} for reading: the first lines and a summary of all. */
final class BoundsTable implements BoundsWriter {
  private static final int MOST_LINES = 200;

  private final BoundsHeader header;
  private final Writer target;
  private final TextTable table = new TextTable("box", "output", "lower", "upper");
  private long lines;
  private long boxesBefore;

  BoundsTable(BoundsHeader header, Writer target) {
    this.header = header;
    this.target = target;
  }

  @Override
  public void chunk(Bounds bounds) {
    for (int b = 0; b < bounds.count(); b++) {
      for (int i = 0; i < bounds.width(); i++) {
        if (lines++ < MOST_LINES) {
          table.row(
              Long.toString(boxesBefore + b),
              Integer.toString(i),
              Numbers.lower(bounds.lower(b, i)),
              Numbers.upper(bounds.upper(b, i)));
        }
      }
    }
    boxesBefore += bounds.count();
  }

  @Override
  public void end(BoundsSummary summary) throws IOException {
    table.writeTo(target);
    if (lines > MOST_LINES) {
      target.write(
          String.format(
              Locale.ROOT,
              "... and %,d lines more; --format csv or json has them all%n",
              lines - MOST_LINES));
    }
    target.write(
        String.format(
            Locale.ROOT,
            "%n%s, %s on backend %s: %,d %s, mean width %.6g, %.3f s, %s%n",
            header.network(),
            header.method().label(),
            header.ranOn().backend(),
            summary.boxes(),
            summary.boxes() == 1 ? "box" : "boxes",
            summary.meanWidth(),
            summary.seconds(),
            Words.of(summary.guarantee())));
    if (summary.undefined() > 0) {
      target.write(
          String.format(
              Locale.ROOT,
              "%,d bounds were not a number and became the whole line%n",
              summary.undefined()));
    }
  }
}
