package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.Tensor;

/**
 * Rows of the boxes of a range, off heap. The rows of a box are stored row by row, {@code
 * [row][neuron]}, so that the rows of many boxes are one operand of a product; neurons whose
 * coefficients are zero in all rows of a box may be left out.
 *
 * <p>Work on rows waits until the next verb, which reads the coefficients anyway. They may still
 * have to be multiplied by the matrix of an affine map ({@link #product}), whose bias and price the
 * constants hold already; then stored are coefficients of its outputs, and the verb after leaves
 * out of the product what it has no use for. They may, after that, still have to pass an activation
 * ({@link #lines}). And they may be mirrored: then half of the rows of each box are stored, and the
 * other half are their negatives.
 */
final class CpuRows implements Tensor.Rows {
  private final RowPool pool;
  private final BoxRange range;
  private final int[] start;
  private final int width;
  private final int[][] live;
  private final CpuAffine product;
  private final int[] offset;
  private final CpuTensors.Relaxation lines;
  private final boolean mirrored;
  private final int[] holders; // how many blocks of rows share the coefficients
  private Scratch coefficients;
  private final double[] constant; // may be longer than there are rows

  /**
   * Rows with nothing to wait for.
   *
   * @param start length boxes + 1: first row of each box
   * @param width neurons of the node
   * @param live for each box the neurons that are stored, or null where all are
   * @param mirrored whether the second half of each box's rows are the negatives of the first; each
   *     row has a constant, mirrored or not, which is still to be set
   */
  CpuRows(RowPool pool, BoxRange range, int[] start, int width, int[][] live, boolean mirrored) {
    this(pool, range, start, width, live, null, mirrored);
  }

  /** Rows of the same boxes with other neurons; constants are copied. */
  static CpuRows next(CpuRows of, int width, int[][] live) {
    CpuRows rows = new CpuRows(of.pool, of.range, of.start, width, live, false);
    rows.copyConstants(of);
    return rows;
  }

  /**
   * Rows over a dense map's input whose stored coefficients wait for the product with its matrix.
   *
   * @param live for each box the outputs of the map that are stored, or null where all are
   */
  static CpuRows waiting(CpuRows of, CpuAffine product, int[][] live) {
    CpuRows rows =
        new CpuRows(of.pool, of.range, of.start, product.map().inputs(), live, product, false);
    rows.copyConstants(of);
    return rows;
  }

  private CpuRows(
      RowPool pool,
      BoxRange range,
      int[] start,
      int width,
      int[][] live,
      CpuAffine product,
      boolean mirrored) {
    this.pool = pool;
    this.range = range;
    this.start = start;
    this.width = width;
    this.live = live;
    this.product = product;
    this.constant = pool.constants().take(start[range.count()]);
    this.lines = null;
    this.mirrored = mirrored;
    this.offset = new int[range.count() + 1];
    int most = 0;
    for (int k = 0; k < range.count(); k++) {
      offset[k + 1] = Math.addExact(offset[k], Math.multiplyExact(stored(k), columns(k)));
      most = Math.max(most, stored(k));
    }
    int slack = Math.multiplyExact(RowProducts.ROWS - 1, most);
    this.coefficients = pool.coefficients().take(Math.addExact(offset[range.count()], slack));
    this.holders = new int[] {1};
  }

  /** The rows of another block, sharing its coefficients, that still have to pass these lines. */
  CpuRows(CpuRows of, CpuTensors.Relaxation lines) {
    this.pool = of.pool;
    this.range = of.range;
    this.start = of.start;
    this.width = of.width;
    this.live = of.live;
    this.product = of.product;
    this.constant = of.constant; // of neither block are they changed once it is handed on
    this.offset = of.offset;
    this.lines = lines;
    this.mirrored = of.mirrored;
    this.coefficients = of.coefficients;
    this.holders = of.holders;
    holders[0]++;
  }

  private void copyConstants(CpuRows of) {
    System.arraycopy(of.constant, 0, constant, 0, rows());
  }

  /** The dense map whose matrix the stored coefficients are still to be multiplied by, or null. */
  CpuAffine product() {
    return product;
  }

  /** Lines of the activation that the coefficients are still over, or null. */
  CpuTensors.Relaxation lines() {
    return lines;
  }

  boolean mirrored() {
    return mirrored;
  }

  BoxRange range() {
    return range;
  }

  int[] start() {
    return start;
  }

  /** Neurons of the node that the rows are over, once the product is done. */
  int width() {
    return width;
  }

  /** Whether no neuron of the node has been left out; after the product none is. */
  boolean isComplete() {
    boolean complete = true;
    for (int[] ofBox : live) {
      complete &= ofBox == null;
    }
    return complete || product != null;
  }

  /** Number of rows of the k-th box of the range. */
  int rows(int k) {
    return start[k + 1] - start[k];
  }

  /** Number of rows of the k-th box that are stored. */
  int columns(int k) {
    return mirrored ? rows(k) / 2 : rows(k);
  }

  /** Neurons stored for the k-th box, in order, or null where all are; the product's outputs. */
  int[] live(int k) {
    return live[k];
  }

  int[][] live() {
    return live;
  }

  /** Number of neurons stored for the k-th box. */
  int stored(int k) {
    int all = product == null ? width : product.map().outputs();
    return live[k] == null ? all : live[k].length;
  }

  /** Where the coefficients of the k-th box begin. */
  int offset(int k) {
    return offset[k];
  }

  /** With room for three rows more than there are, so that products may take rows by fours. */
  Scratch coefficients() {
    return coefficients;
  }

  /** One a row, and more that are of no account. */
  double[] constant() {
    return constant;
  }

  @Override
  public int rows() {
    return start[range.count()];
  }

  /** Of rows without lines to pass. */
  @Override
  public float[] download() {
    if (lines != null) {
      throw new IllegalStateException("rows that still have to pass an activation");
    }
    float[] all = new float[Math.multiplyExact(rows(), width)];
    for (int k = 0; k < range.count(); k++) {
      float[] row = new float[stored(k)];
      for (int r = 0; r < rows(k); r++) {
        int of = r % Math.max(1, columns(k));
        coefficients.get(offset[k] + of * row.length, row, 0, row.length);
        int at = (start[k] + r) * width;
        for (int n = 0; n < row.length; n++) {
          int neuron = live[k] == null ? n : live[k][n];
          float value = r == of ? row[n] : -row[n];
          if (product == null) {
            all[at + neuron] = value;
          } else {
            addTimes(value, product.map(), neuron, all, at);
          }
        }
      }
    }
    return all;
  }

  private static void addTimes(float value, FloatAffine map, int output, float[] to, int at) {
    for (int i = 0; i < map.inputs(); i++) {
      to[at + i] += value * map.weights()[output * map.inputs() + i];
    }
  }

  @Override
  public void close() {
    if (coefficients != null) {
      holders[0]--;
      if (holders[0] == 0) {
        pool.coefficients().giveBack(coefficients);
        pool.constants().giveBack(constant);
      }
      coefficients = null;
    }
  }
}
