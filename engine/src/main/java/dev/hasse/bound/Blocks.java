package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Cuts the boxes of a chunk into ranges whose rows together stay within a limit; a box with more
 * rows than that makes a range of its own. Boxes without rows at either end are left out.
 *
 * @param rows limit of rows a range
 */
record Blocks(int rows) {
  List<BoxRange> of(int boxes, IntUnaryOperator rowsOfBox) {
    List<BoxRange> ranges = new ArrayList<>();
    int from = 0;
    int sum = 0;
    for (int b = 0; b < boxes; b++) {
      int more = rowsOfBox.applyAsInt(b);
      if (sum > 0 && sum + more > rows) {
        ranges.add(new BoxRange(from, b));
        from = b;
        sum = 0;
      }
      if (sum == 0 && more == 0) {
        from = b + 1;
      }
      sum += more;
    }
    if (sum > 0) {
      ranges.add(new BoxRange(from, boxes));
    }
    return ranges;
  }

  /**
   * Some neurons of some boxes.
   *
   * @param selection in which the boxes of the range have these neurons
   */
  record Cut(RowSelection selection, BoxRange range) {}

  /**
   * Cuts the neurons of a selection, two rows each, into such ranges; those of one box into several
   * where it has very many.
   *
   * @param mostOfBox rows of one box that may come at once
   */
  List<Cut> of(RowSelection selection, int mostOfBox) {
    int most = Math.max(1, mostOfBox / 2);
    List<Cut> cuts = new ArrayList<>();
    for (BoxRange range : of(selection.boxes(), b -> 2 * selection.size(b))) {
      int size = selection.size(range.from());
      if (range.count() > 1 || size <= most) {
        cuts.add(new Cut(selection, range));
      } else {
        for (int from = 0; from < size; from += most) {
          int to = Math.min(size, from + most);
          cuts.add(new Cut(selection.part(range.from(), from, to), range));
        }
      }
    }
    return cuts;
  }
}
