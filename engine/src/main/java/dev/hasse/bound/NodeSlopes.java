package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import dev.hasse.network.Node;
import java.util.Arrays;

/**
 * The slopes that the rows of pre-activations ended with on a whole box, for use on its parts: a
 * part is bounded as tightly as the whole at once, without another ascent. Bounds hold by whatever
 * slopes, so nothing here has to be exact. Filled by one pass, then only read.
 */
public final class NodeSlopes {
  /** Floats that are kept at most; what is beyond has adaptive slopes. */
  private static final long MOST_FLOATS = 1L << 27;

  /** By node that is bounded, by neuron and side of the bound, by ReLU node: one a neuron. */
  private final float[][][][] slopes;

  private long floats;

  NodeSlopes(int nodes) {
    this.slopes = new float[nodes][][][];
  }

  /**
   * Keeps the slopes of one box's rows.
   *
   * @param values by ReLU node, {@code [row][neuron]} flat, or null where no row came by
   */
  void keep(Node node, RowSelection selection, BoxRange box, float[][] values) {
    int size = selection.size(box.from());
    for (float[] of : values) {
      floats += of == null ? 0 : of.length;
    }
    if (floats > MOST_FLOATS) {
      return;
    }
    if (slopes[node.id()] == null) {
      slopes[node.id()] = new float[2 * node.size()][][];
    }
    for (int row = 0; row < 2 * size; row++) {
      float[][] ofRow = new float[values.length][];
      for (int id = 0; id < values.length; id++) {
        if (values[id] != null) {
          int width = values[id].length / (2 * size);
          ofRow[id] = Arrays.copyOfRange(values[id], row * width, (row + 1) * width);
        }
      }
      slopes[node.id()][key(node, selection, box.from(), row)] = ofRow;
    }
  }

  private static int key(Node node, RowSelection selection, int box, int row) {
    int size = selection.size(box);
    int neuron = selection.neuron(selection.start(box) + row % size);
    return row < size ? neuron : node.size() + neuron;
  }

  /**
   * The slopes of rows, by ReLU node, {@code [row][neuron]} flat; null where not all of them were
   * kept.
   */
  static float[][] of(NodeSlopes[] kept, Node node, RowSelection selection, BoxRange boxes) {
    int rows = 0;
    float[][] first = null;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      for (int row = 0; row < 2 * selection.size(b); row++, rows++) {
        float[][] ofRow = kept[b] == null ? null : kept[b].row(node, selection, b, row);
        if (ofRow == null) {
          return null;
        }
        first = ofRow;
      }
    }
    if (first == null) {
      return null;
    }
    float[][] all = new float[first.length][];
    for (int id = 0; id < all.length; id++) {
      all[id] = first[id] == null ? null : new float[rows * first[id].length];
    }
    int at = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      for (int row = 0; row < 2 * selection.size(b); row++, at++) {
        float[][] ofRow = kept[b].row(node, selection, b, row);
        for (int id = 0; id < all.length; id++) {
          if (all[id] != null) {
            System.arraycopy(ofRow[id], 0, all[id], at * ofRow[id].length, ofRow[id].length);
          }
        }
      }
    }
    return all;
  }

  private float[][] row(Node node, RowSelection selection, int box, int row) {
    float[][][] ofNode = slopes[node.id()];
    return ofNode == null ? null : ofNode[key(node, selection, box, row)];
  }
}
