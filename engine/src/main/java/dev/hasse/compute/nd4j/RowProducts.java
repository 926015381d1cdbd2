package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The products that rows wait for. A product takes from the matrix only the rows whose coefficients
 * are stored and the columns that the verb which asks for it has use for: on a typical box half of
 * a layer's neurons are inactive, and their coefficients would next be multiplied by zero. Leaving
 * a summand that is zero or a column that is not used out of a product changes no bound that its
 * price covers (docs/SOUNDNESS.md, "Rows into an affine map").
 */
final class RowProducts implements AutoCloseable {
  /**
   * OpenBLAS multiplies without packing its operands up to here, at 1.5 times the speed
   * (docs/notes/cpu-backend.md), so the rows of several boxes make no larger products.
   */
  private static final int SMALL_PRODUCT = 1_000_000;

  /**
   * Products of several boxes' rows take rows by so many, for what is left over OpenBLAS adds up in
   * another order: so a row's result does not depend on which boxes are together. What the rows
   * added hold is of no account.
   */
  static final int ROWS = 4;

  private final OpenBlas blas;
  private final Scratch weights = new Scratch();
  private final Scratch product = new Scratch();
  private float[] gathered = new float[0];

  RowProducts(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public void close() {
    weights.close();
    product.close();
  }

  /** How many rows may go together, of those with so many coefficients stored; by fours. */
  static int mostTogether(int stored, int columns) {
    return (int) (SMALL_PRODUCT / Math.max(1, (long) stored * columns)) / ROWS * ROWS;
  }

  /**
   * The product of boxes that store the same neurons.
   *
   * @param columns the map's inputs to compute, or null for all
   * @return {@code [row][column]}, to be read before the next call
   */
  Scratch of(CpuRows rows, int first, int end, int[] columns) {
    int count = byFours(rows.start()[end] - rows.start()[first]);
    product.ensure(count * (columns == null ? rows.width() : columns.length));
    of(rows, first, end, columns, product, 0);
    return product;
  }

  static int byFours(int rows) {
    return (rows + ROWS - 1) / ROWS * ROWS;
  }

  /** The same, written to a place of the caller's, with room for three rows more. */
  void of(CpuRows rows, int first, int end, int[] columns, Scratch to, int at) {
    int count = rows.start()[end] - rows.start()[first];
    int stored = rows.stored(first);
    int width = columns == null ? rows.width() : columns.length;
    if (count == 0 || width == 0) {
      return;
    }
    if (stored == 0) {
      to.put(at, new float[count * width], 0, count * width);
      return;
    }
    boolean joinable = rows.live(first) == null && columns == null;
    FloatPointer matrix = matrix(rows, first, columns);
    blas.product(
        joinable ? byFours(count) : count,
        width,
        stored,
        rows.coefficients().pointer(rows.offset(first)),
        matrix,
        to.pointer(at));
  }

  /** The part of the matrix that a box needs. */
  private FloatPointer matrix(CpuRows rows, int k, int[] columns) {
    CpuAffine of = rows.product();
    FloatAffine map = of.map();
    int[] live = rows.live(k);
    if (live == null && columns == null) {
      return of.weights().pointer();
    }
    int stored = rows.stored(k);
    int width = columns == null ? map.inputs() : columns.length;
    int length = stored * width;
    if (gathered.length < length) {
      gathered = new float[length + length / 4];
    }
    for (int n = 0; n < stored; n++) {
      int row = (live == null ? n : live[n]) * map.inputs();
      if (columns == null) {
        System.arraycopy(map.weights(), row, gathered, n * width, width);
      } else {
        gather(map.weights(), row, columns, gathered, n * width);
      }
    }
    weights.put(gathered, length);
    return weights.pointer();
  }

  private static void gather(float[] from, int row, int[] columns, float[] to, int at) {
    for (int i = 0; i < columns.length; i++) {
      to[at + i] = from[row + columns[i]];
    }
  }
}
