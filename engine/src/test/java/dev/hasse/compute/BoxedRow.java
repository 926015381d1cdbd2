package dev.hasse.compute;

import dev.hasse.domain.Objectives;
import dev.hasse.judge.ExactRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A row that a block of rows should hold, and the box of the chunk that it belongs to. */
record BoxedRow(int box, ExactRow row) {
  /**
   * The two rows of each selected neuron: of each box first all {@code +z}, then all {@code -z}.
   */
  static List<BoxedRow> units(int width, RowSelection selection, BoxRange range) {
    List<BoxedRow> rows = new ArrayList<>();
    for (int b = range.from(); b < range.to(); b++) {
      for (int sign : new int[] {1, -1}) {
        for (int k = 0; k < selection.size(b); k++) {
          int neuron = selection.neuron(selection.start(b) + k);
          rows.add(new BoxedRow(b, ExactRow.unit(width, neuron, sign)));
        }
      }
    }
    return rows;
  }

  /** The rows of objectives. */
  static List<BoxedRow> of(Objectives objectives, BoxRange range) {
    List<BoxedRow> rows = new ArrayList<>();
    for (int b = range.from(); b < range.to(); b++) {
      for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
        rows.add(new BoxedRow(b, ExactRow.objective(objectives, r)));
      }
    }
    return rows;
  }

  /** All rows one step further back. */
  static List<BoxedRow> each(List<BoxedRow> rows, UnaryOperator<ExactRow> step) {
    return rows.stream().map(r -> new BoxedRow(r.box, step.apply(r.row))).toList();
  }

  /** All of the chunk, a part from its middle, and one box: those that hold such a box. */
  static List<BoxRange> ranges(int boxes) {
    List<BoxRange> ranges = new ArrayList<>(List.of(new BoxRange(0, boxes)));
    if (boxes > 2) {
      ranges.add(new BoxRange(1, boxes - 1));
      ranges.add(new BoxRange(boxes - 1, boxes));
    }
    return ranges;
  }
}
