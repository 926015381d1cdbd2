package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
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
}
