package dev.hasse.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.StringJoiner;

/** {@code gap} as CSV with a header; a line an output of a box. */
final class GapCsv implements GapWriter {
  private final List<GapStage> stages;
  private final Writer target;

  GapCsv(GapHeader header, Writer target) throws IOException {
    this.stages = header.stages();
    this.target = target;
    StringJoiner names = new StringJoiner(",");
    names.add("box").add("output");
    for (GapStage stage : stages) {
      names.add(stage.label() + "Lower").add(stage.label() + "Upper");
    }
    names.add("concreteLower").add("concreteUpper").add("status");
    for (GapStage stage : stages) {
      names.add(stage.label() + "Guarantee");
    }
    target.write(names.add("unstable").add("elementBinaries") + "\n");
  }

  @Override
  public void box(int index, BoxGap box) throws IOException {
    for (int i = 0; i < box.outputs().size(); i++) {
      OutputGap output = box.outputs().get(i);
      StringJoiner line = new StringJoiner(",");
      line.add(Integer.toString(index)).add(Integer.toString(i));
      for (GapStage stage : stages) {
        add(line, output.bounds().get(stage));
      }
      add(line, output.concrete());
      line.add(output.status().name());
      for (GapStage stage : stages) {
        line.add(output.guarantees().get(stage).name());
      }
      line.add(Integer.toString(box.unstable()));
      target.write(line.add(Integer.toString(box.element().binaries())) + "\n");
    }
  }

  private static void add(StringJoiner line, Interval interval) {
    line.add(Double.toString(interval.lower())).add(Double.toString(interval.upper()));
  }

  @Override
  public void end(GapSummary summary) {
    // The lines are all there is.
  }
}
