package dev.hasse.cli;

import dev.hasse.domain.Bounds;
import java.io.IOException;
import java.io.Writer;

/** {@code bounds} as CSV with a header; a line an output of a box. */
final class BoundsCsv implements BoundsWriter {
  private final Writer target;
  private long boxesBefore;

  BoundsCsv(Writer target) throws IOException {
    this.target = target;
    target.write("box,output,lower,upper\n");
  }

  @Override
  public void chunk(Bounds bounds) throws IOException {
    for (int b = 0; b < bounds.count(); b++) {
      for (int i = 0; i < bounds.width(); i++) {
        target.write(
            (boxesBefore + b) + "," + i + "," + bounds.lower(b, i) + "," + bounds.upper(b, i));
        target.write('\n');
      }
    }
    boxesBefore += bounds.count();
  }

  @Override
  public void end(BoundsSummary summary) {
    // The lines are all there is.
  }
}
