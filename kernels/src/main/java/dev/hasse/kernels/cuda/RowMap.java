package dev.hasse.kernels.cuda;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import dev.hasse.domain.Objectives;

/**
 * Which box each row of a block belongs to, and which neuron it is of where it began at one; on the
 * device, uploaded once and shared by all rows of a walk.
 */
final class RowMap {
  private final int rows;
  private final BoxRange boxes;
  private final RowSelection selection;
  private final long part;
  private final long starts;
  private final DeviceBlock block;

  private RowMap(DeviceQueue queue, int rows, BoxRange boxes, RowSelection selection) {
    this.rows = rows;
    this.boxes = boxes;
    this.selection = selection;
    this.part = Layout.aligned((long) rows * Integer.BYTES);
    this.starts = 2 * part;
    this.block =
        queue.take(selection == null ? part : starts + (boxes.count() + 1L) * Integer.BYTES);
  }

  /** Two rows for each selected neuron of some boxes. */
  static RowMap of(DeviceQueue queue, RowSelection selection, BoxRange boxes) {
    int rows = 2 * (selection.start(boxes.to()) - selection.start(boxes.from()));
    RowMap map = new RowMap(queue, rows, boxes, selection);
    int[] box = new int[rows];
    int[] neuron = new int[rows];
    int[] start = new int[boxes.count() + 1];
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int first = selection.start(b);
      int size = selection.size(b);
      for (int k = 0; k < size; k++, row++) {
        box[row] = b;
        box[row + size] = b;
        neuron[row] = selection.neuron(first + k);
        neuron[row + size] = ~neuron[row];
      }
      row += size;
      start[b - boxes.from() + 1] = row;
    }
    Transfers.uploadInts(queue, map.block.start(), box);
    Transfers.uploadInts(queue, map.block.start().plus(map.part), neuron);
    Transfers.uploadInts(queue, map.block.start().plus(map.starts), start);
    return map;
  }

  /** A row for each objective of some boxes. */
  static RowMap of(DeviceQueue queue, Objectives objectives, BoxRange boxes) {
    int first = objectives.start(boxes.from());
    int rows = objectives.start(boxes.to()) - first;
    RowMap map = new RowMap(queue, rows, boxes, null);
    int[] box = new int[rows];
    for (int b = boxes.from(); b < boxes.to(); b++) {
      for (int r = objectives.start(b); r < objectives.start(b + 1); r++) {
        box[r - first] = b;
      }
    }
    Transfers.uploadInts(queue, map.block.start(), box);
    return map;
  }

  int rows() {
    return rows;
  }

  /** Box of each row, counted in the chunk. */
  long rowBox() {
    return block.at(0);
  }

  /** Neuron i of each row where it is a {@code +z} row, {@code ~i} where it is a {@code -z} row. */
  long rowNeuron() {
    return block.at(part);
  }

  /** First row of each box of the range, and behind the last; only where rows are of neurons. */
  long rowStart() {
    return block.at(starts);
  }

  /** Whether the rows are those of this selection and these boxes. */
  boolean isOf(RowSelection other, BoxRange range) {
    return selection == other && boxes.equals(range);
  }

  RowMap hold() {
    block.hold();
    return this;
  }

  void release() {
    block.release();
  }
}
