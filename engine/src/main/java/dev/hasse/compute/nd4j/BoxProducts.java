package dev.hasse.compute.nd4j;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Products of rows with the transpose of a matrix, one row a box or a point, of which each row of
 * the result depends on its own row alone: not on how many others there are, on where it stands
 * among them, nor on which columns are left out because they are 0 in all of them. So a box's
 * bounds do not depend on the batch that it comes in, bit by bit.
 *
 * <p>It is a property of OpenBLAS's kernels SKYLAKEX (version 0.3.19), which a test holds on to:
 * every entry is one chain of fused multiply-adds in the order of the columns. Two things keep to
 * that. A product of few entries takes another path, whose sums depend on its size; so thin ones
 * get further rows, whatever stands there, and their results are not read. And a chain that is too
 * long is cut into equal parts; so wide maps are cut here, by the columns of the whole matrix. The
 * kernels for processors without AVX-512 treat rows of one product differently, whatever one does.
 */
final class BoxProducts {
  /** Products of so many entries at most, and of small sums, go another way. */
  private static final int SMALL = 1200;

  /** Terms that OpenBLAS adds up in one go. */
  private static final int LONGEST = 320;

  private final OpenBlas blas;

  BoxProducts(OpenBlas blas) {
    this.blas = blas;
  }

  /** How many rows both operands need room for. */
  static int room(int boxes, int outputs) {
    return Math.max(boxes, SMALL / outputs + 1);
  }

  /** Into how many parts sums over so many columns are cut. */
  static int parts(int columns) {
    return Math.max(1, (columns + LONGEST - 1) / LONGEST);
  }

  /** The first column of a part; of the part after the last one, the number of columns. */
  static int start(int part, int columns) {
    return (int) ((long) part * columns / parts(columns));
  }

  /**
   * {@code result = rows matrix'}.
   *
   * @param rows {@code [box][column]}, with {@link #room}
   * @param matrix {@code [output][column]}
   * @param result {@code [box][output]}; made large enough, with rows that mean nothing at its end
   */
  void product(int boxes, int outputs, int columns, Scratch rows, Scratch matrix, Scratch result) {
    int[] starts = new int[parts(columns) + 1];
    for (int part = 0; part < starts.length; part++) {
      starts[part] = start(part, columns);
    }
    product(boxes, outputs, starts, rows, matrix, result);
  }

  /**
   * The same of a matrix that has lost columns.
   *
   * @param starts where the parts of the whole matrix begin in what is left, and where it ends; at
   *     least one column is left
   */
  void product(int boxes, int outputs, int[] starts, Scratch rows, Scratch matrix, Scratch result) {
    int room = room(boxes, outputs);
    int columns = starts[starts.length - 1];
    result.ensure(room * outputs);
    boolean isFirst = true;
    for (int part = 0; part + 1 < starts.length; part++) {
      int length = starts[part + 1] - starts[part];
      if (length > 0) {
        FloatPointer left = rows.pointer(starts[part]);
        FloatPointer right = matrix.pointer(starts[part]);
        blas.addProductTransposed(
            room, outputs, length, columns, left, right, isFirst ? 0 : 1, result.pointer());
        isFirst = false;
      }
    }
  }
}
