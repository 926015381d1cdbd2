package dev.hasse.compute.nd4j;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Products of rows, one a box or a point, with the transpose of one dense map's matrix, of which
 * each row of the result depends on its own row alone: not on how many others there are, on where
 * it stands among them, nor on which columns are left out because they are 0 in all of them. So a
 * box's bounds do not depend on the batch that it comes in, bit by bit.
 *
 * <p>It is a property of OpenBLAS's kernels SKYLAKEX (version 0.3.19), which a test holds on to:
 * every entry is one chain of fused multiply-adds in the order of the columns, as long as the
 * product keeps to one of two paths. Up to {@link #UNPACKED} multiplications it is computed from
 * the operands where they are, the faster path, and the chain holds for whole vectors of outputs
 * and rows by fours; so outputs are padded, and products are cut, first into panels of outputs,
 * which stay in the cache while rows go by. Maps with too many inputs for that go the other way at
 * any size, but for products of very few entries, which get more rows; there OpenBLAS cuts long
 * sums in a way that depends on their length, so they are cut here, by the columns of the whole
 * matrix. The rows that are added hold whatever was there, and their results are not read.
 *
 * <p>The kernels for processors without AVX-512 treat rows of one product differently, whatever one
 * does, and copy their operands always; with them nothing is cut, and no rows are added.
 */
final class BoxProduct {
  /** Multiplications of a product that does not copy its operands first. */
  private static final int UNPACKED = 1_000_000;

  private static final int ROWS = 4;
  private static final int VECTOR = 16;

  /** Outputs of a panel: four vectors, what the kernel takes at once. */
  private static final int PANEL = 4 * VECTOR;

  /** Entries of a result up to which large maps would take a third path. */
  private static final int FEW = 1200;

  /** Terms that OpenBLAS adds up in one go. */
  private static final int LONGEST = 320;

  private final int outputs;
  private final int inputs;
  private final boolean alike;
  private final boolean unpacked;
  private final int stride;

  /**
   * For a matrix {@code outputs x inputs}.
   *
   * @param alike whether the kernels are such that all rows can be treated alike
   */
  BoxProduct(int outputs, int inputs, boolean alike) {
    int padded = (outputs + VECTOR - 1) / VECTOR * VECTOR;
    this.outputs = outputs;
    this.inputs = inputs;
    this.alike = alike;
    this.unpacked = alike && (long) ROWS * Math.min(PANEL, padded) * inputs <= UNPACKED;
    this.stride = unpacked ? padded : outputs;
  }

  /** From one row of a result to the next. */
  int stride() {
    return stride;
  }

  /** How many rows operands need room for. */
  int room(int boxes) {
    if (!alike) {
      return boxes;
    }
    return unpacked ? (boxes + ROWS - 1) / ROWS * ROWS : Math.max(boxes, FEW / outputs + 1);
  }

  /** Into how many parts sums over the columns are cut. */
  int parts() {
    return unpacked || !alike ? 1 : (inputs + LONGEST - 1) / LONGEST;
  }

  /** The first column of a part; of the part after the last one, the number of columns. */
  int start(int part) {
    return (int) ((long) part * inputs / parts());
  }

  /** Where the parts of these columns begin, and where the last one ends. */
  int[] starts(int[] columns) {
    int[] starts = new int[parts() + 1];
    int next = 0;
    for (int part = 0; part < starts.length; part++) {
      while (next < columns.length && columns[next] < start(part)) {
        next++;
      }
      starts[part] = next;
    }
    return starts;
  }

  /**
   * The matrix, with these columns only, as {@link #run} wants it.
   *
   * @param weights {@code outputs x inputs}
   * @param transposed the same as {@code inputs x outputs}
   */
  float[] matrix(float[] weights, float[] transposed, int[] columns) {
    float[] matrix = new float[columns.length * stride];
    if (unpacked) {
      for (int panel = 0; panel < stride; panel += PANEL) {
        int width = width(panel);
        int kept = Math.min(width, outputs - panel);
        for (int k = 0; k < columns.length; k++) {
          int to = panel * columns.length + k * width;
          System.arraycopy(transposed, columns[k] * outputs + panel, matrix, to, kept);
        }
      }
    } else {
      for (int i = 0; i < outputs; i++) {
        gather(weights, i * inputs, columns, matrix, i * columns.length);
      }
    }
    return matrix;
  }

  /** Of the panel that begins at this output. */
  private int width(int panel) {
    return Math.min(PANEL, stride - panel);
  }

  private static void gather(float[] from, int at, int[] places, float[] to, int target) {
    for (int k = 0; k < places.length; k++) {
      to[target + k] = from[at + places[k]];
    }
  }

  /**
   * {@code result = rows matrix'}.
   *
   * @param starts where the parts of the columns begin, and their number
   * @param rows {@code [box][column]}, with {@link #room}
   * @param matrix by {@link #matrix}
   * @param result {@code [box][stride]}; made large enough
   */
  void run(OpenBlas blas, int boxes, int[] starts, Scratch rows, Scratch matrix, Scratch result) {
    int room = room(boxes);
    int columns = starts[starts.length - 1];
    result.ensure(room * stride);
    if (unpacked) {
      for (int panel = 0; panel < stride; panel += PANEL) {
        multiplyPanel(blas, room, columns, panel, rows, matrix, result);
      }
      return;
    }
    boolean isFirst = true;
    for (int part = 0; part + 1 < starts.length; part++) {
      int length = starts[part + 1] - starts[part];
      if (length > 0) {
        blas.addProductTransposed(
            room,
            outputs,
            length,
            columns,
            rows.pointer(starts[part]),
            matrix.pointer(starts[part]),
            isFirst ? 0 : 1,
            result.pointer());
        isFirst = false;
      }
    }
  }

  private void multiplyPanel(
      OpenBlas blas,
      int room,
      int columns,
      int panel,
      Scratch rows,
      Scratch matrix,
      Scratch result) {
    int width = width(panel);
    FloatPointer weights = matrix.pointer(panel * columns);
    int most = UNPACKED / (width * columns) / ROWS * ROWS;
    int products = (room + most - 1) / most;
    for (int product = 0; product < products; product++) {
      int from = place(product, products, room);
      int count = place(product + 1, products, room) - from;
      blas.product(
          count,
          width,
          columns,
          rows.pointer(from * columns),
          weights,
          result.pointer(from * stride + panel),
          stride);
    }
  }

  /** Where the k-th of some products begins: all have about as many rows, by fours. */
  private static int place(int product, int products, int room) {
    return (int) ((long) product * (room / ROWS) / products) * ROWS;
  }
}
