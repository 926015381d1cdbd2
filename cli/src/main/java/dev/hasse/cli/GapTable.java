package dev.hasse.cli;

import dev.hasse.bound.lattice.WalkStep;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code gap} for reading: the first outputs, the walks, and the gaps of all. */
final class GapTable implements GapWriter {
  private static final int MOST_LINES = 100;
  private static final int DIGITS = 5;

  private final GapHeader header;
  private final Writer target;
  private final List<GapStage> shown;
  private final TextTable outputs;
  private final TextTable walks =
      new TextTable("box", "step", "exact neurons", "linearised", "seconds", "gap", "status");
  private long lines;
  private long steps;

  GapTable(GapHeader header, Writer target) {
    this.header = header;
    this.target = target;
    this.shown = header.distinctStages();
    List<String> names = new ArrayList<>(List.of("box", "output"));
    shown.forEach(stage -> names.add(stage.label()));
    names.addAll(List.of("concrete", "status"));
    this.outputs = new TextTable(names.toArray(String[]::new));
  }

  @Override
  public void box(int index, BoxGap box) {
    for (int i = 0; i < box.outputs().size(); i++) {
      if (lines++ < MOST_LINES) {
        outputs.row(line(index, i, box.outputs().get(i)));
      }
    }
    for (int k = 0; k < box.walk().steps().size(); k++) {
      if (steps++ < MOST_LINES) {
        WalkStep step = box.walk().steps().get(k);
        walks.row(
            Integer.toString(index),
            Integer.toString(k),
            Integer.toString(step.binaries()),
            Integer.toString(step.linearised()),
            Numbers.fixed(step.seconds(), 3),
            Numbers.upper(step.gap(), DIGITS),
            BoxGap.status(step).name());
      }
    }
  }

  private String[] line(int box, int index, OutputGap output) {
    List<String> cells = new ArrayList<>(List.of(Integer.toString(box), Integer.toString(index)));
    for (GapStage stage : shown) {
      Interval bounds = output.bounds().get(stage);
      cells.add(
          "[%s, %s]"
              .formatted(
                  Numbers.lower(bounds.lower(), DIGITS), Numbers.upper(bounds.upper(), DIGITS)));
    }
    // Values that are reached: rounded the other way, what is claimed of them stays true.
    Interval concrete = output.concrete();
    cells.add(
        "[%s, %s]"
            .formatted(
                Numbers.upper(concrete.lower(), DIGITS), Numbers.lower(concrete.upper(), DIGITS)));
    cells.add(output.status().name());
    return cells.toArray(String[]::new);
  }

  @Override
  public void end(GapSummary summary) throws IOException {
    outputs.writeTo(target);
    more(lines);
    if (header.walk()) {
      target.write('\n');
      walks.writeTo(target);
      more(steps);
    }
    target.write('\n');
    TextTable gaps =
        new TextTable("method", "mean gap", "median gap", "largest gap", "seconds", "guarantee");
    for (GapStage stage : shown) {
      gaps.row(
          stage.label(),
          Numbers.upper(summary.mean(stage), DIGITS),
          Numbers.upper(summary.median(stage), DIGITS),
          Numbers.upper(summary.max(stage), DIGITS),
          Numbers.fixed(header.seconds(summary, stage), 3),
          Words.of(summary.guarantee(stage)));
    }
    gaps.writeTo(target);
    target.write(
        String.format(
            Locale.ROOT,
            "%n%s, element %s on backend %s with %s, %d %s, at most %s s a box:%n"
                + "%,d of %,d boxes exact up to solver tolerance, %.1f unstable neurons a box.%n"
                + "gap: the largest distance, over a box's outputs, of a bound to the best value"
                + " known (concrete)%n",
            header.network(),
            header.element().text(),
            header.ranOn().backend(),
            header.solver(),
            header.threads(),
            header.threads() == 1 ? "thread" : "threads",
            Numbers.fixed(header.timeout(), 3),
            summary.solved(),
            summary.boxes(),
            summary.meanUnstable()));
    if (header.isSemidefinite()) {
      target.write(
          "sdp: the semidefinite relaxation, whose bounds those after it do not know; "
              + summary.semidefiniteWords()
              + "\n");
    }
  }

  private void more(long all) throws IOException {
    if (all > MOST_LINES) {
      target.write(
          String.format(
              Locale.ROOT,
              "... and %,d lines more; --format json has them all%n",
              all - MOST_LINES));
    }
  }
}
