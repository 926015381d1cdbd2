package dev.hasse.compute;

import java.util.Arrays;

/**
 * Which neurons of a node get rows, box by box: a flat list, so that boxes may differ in number.
 * Lives on the host. Each selected neuron stands for two rows, one that bounds {@code z} from below
 * and one that bounds {@code -z} from below; the rows of a box are all {@code +z} rows in the order
 * of the list, then all {@code -z} rows.
 */
public final class RowSelection {
  private final int[] start;
  private final int[] neuron;

  /**
   * Takes the arrays over.
   *
   * @param start length boxes + 1; the neurons of box b are {@code start[b]} to {@code start[b + 1]
   *     - 1}
   * @param neuron neuron indices, ascending within a box; may be longer than needed
   */
  public RowSelection(int[] start, int[] neuron) {
    this.start = start;
    this.neuron = neuron;
  }

  /** All neurons of a node of this width, for each of so many boxes. */
  public static RowSelection all(int boxes, int width) {
    int[] start = new int[boxes + 1];
    int[] neuron = new int[boxes * width];
    for (int b = 0; b < boxes; b++) {
      start[b + 1] = start[b] + width;
      for (int i = 0; i < width; i++) {
        neuron[start[b] + i] = i;
      }
    }
    return new RowSelection(start, neuron);
  }

  /**
   * A part of one box's neurons; the other boxes have none.
   *
   * @param from the first, counted within the box
   * @param to the one after the last
   */
  public RowSelection part(int box, int from, int to) {
    int[] startOfPart = new int[start.length];
    Arrays.fill(startOfPart, box + 1, start.length, to - from);
    int first = start[box];
    return new RowSelection(startOfPart, Arrays.copyOfRange(neuron, first + from, first + to));
  }

  public int boxes() {
    return start.length - 1;
  }

  /** First position of a box in the list. */
  public int start(int box) {
    return start[box];
  }

  /** Number of selected neurons of a box. */
  public int size(int box) {
    return start[box + 1] - start[box];
  }

  /** Number of selected neurons of all boxes. */
  public int total() {
    return start[start.length - 1];
  }

  /** The neuron at a position of the list. */
  public int neuron(int position) {
    return neuron[position];
  }
}
