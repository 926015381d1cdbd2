package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;

/**
 * Rows through what they wait for, the product and then the lines, and on into an affine map: a box
 * at a time, or several whose products are small. What rounds goes into the constants, as {@link
 * RowVerbs} says.
 */
final class RowPassage implements AutoCloseable {
  /** Rows times the wider side of a map, where rows of several boxes pass a convolution. */
  private static final int MOST = 1_000_000;

  private final FloatPool floats;
  private final RowProducts products;
  private final RowStrips strips;
  private final ConvolutionProduct convolutions;

  /**
   * @param strips not owned; others use them between calls
   */
  RowPassage(OpenBlas blas, RowStrips strips, FloatPool floats) {
    this.floats = floats;
    this.products = new RowProducts(blas);
    this.strips = strips;
    this.convolutions = new ConvolutionProduct(blas);
  }

  @Override
  public void close() {
    products.close();
    convolutions.close();
  }

  /**
   * {@code A W}, with {@code A b} and the price of rounding in the constants. On the way each
   * coefficient is multiplied by the slope of the line that it still has to pass. The product with
   * a dense matrix waits for the next verb.
   *
   * @param rows settled if the map is diagonal, and complete if it is a convolution
   */
  CpuRows into(CpuAffine of, CpuRows rows, Magnitude magnitude) {
    FloatAffine map = of.map();
    int[][] live = new int[rows.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = live(rows, k, map);
    }
    CpuRows to;
    if (map.transposed() != null) {
      to = CpuRows.waiting(rows, of, live);
    } else {
      to = CpuRows.next(rows, map.inputs(), map.diagonal() ? live : new int[live.length][]);
    }
    for (int k = 0; k < live.length; ) {
      k = into(of, rows, k, live, magnitude, to);
    }
    return to;
  }

  /**
   * One box, or several at once: those that store all neurons, while their product stays small.
   *
   * @return the box after these
   */
  private int into(
      CpuAffine of, CpuRows rows, int first, int[][] live, Magnitude magnitude, CpuRows to) {
    FloatAffine map = of.map();
    int stored = live[first] == null ? rows.width() : live[first].length;
    int end = first + 1;
    if (live[first] == null && rows.live(first) == null) {
      int most = mostTogether(map, rows.stored(first), rows.width());
      while (end < rows.range().count()
          && rows.start()[end + 1] - rows.start()[first] <= most
          && rows.live(end) == null
          && live[end] == null) {
        end++;
      }
    }
    int count = rows.start()[end] - rows.start()[first];
    if (map.transposed() != null) {
      strips.reset(count, stored, to.coefficients(), to.offset(first));
    } else {
      strips.reset(count, stored);
    }
    pass(rows, first, end, live[first], map, magnitude);
    int stretch = strips.stretch(map);
    for (int n = 0; n == 0 || n < stored; n += stretch) {
      strips.sum(n, Math.min(stretch, stored - n));
      for (int k = first; k < end; k++) {
        int box = rows.range().from() + k;
        double largest = magnitude.sum()[box] + linesMagnitude(rows, box);
        int at = rows.start()[k];
        double fixed = n > 0 ? 0 : RowStrips.underflow(stored, largest);
        strips.addTo(to.constant(), at, at - rows.start()[first], rows.rows(k), fixed);
      }
    }
    if (map.diagonal()) {
      scale(map, live[first], to, first);
    } else if (map.convolution() != null) {
      convolutions.back(
          of.geometry(),
          map.weights(),
          of.weights(),
          strips.passed(),
          strips.rows(),
          to.coefficients(),
          to.offset(first));
    }
    return end;
  }

  /** How many rows may go together; those into a convolution make one product however large. */
  private static int mostTogether(FloatAffine map, int stored, int width) {
    if (map.transposed() != null) {
      return RowProducts.mostTogether(stored, width);
    }
    return map.diagonal() ? MOST : MOST / Math.max(width, map.inputs());
  }

  private static double linesMagnitude(CpuRows rows, int box) {
    return rows.lines() == null ? 0 : rows.lines().magnitudeSum()[box];
  }

  /** Writes what passed, times the diagonal, from the k-th box on. */
  private void scale(FloatAffine map, int[] live, CpuRows to, int k) {
    int stored = to.stored(k);
    float[] row = new float[stored];
    for (int r = 0; r < strips.rows(); r++) {
      strips.passed().get(r * stored, row, 0, stored);
      for (int n = 0; n < stored; n++) {
        row[n] *= map.weights()[live == null ? n : live[n]];
      }
      to.coefficients().put(to.offset(k) + r * stored, row, 0, stored);
    }
  }

  /**
   * The rows with nothing left to wait for, every neuron and every row stored; the argument itself
   * where that is so already.
   */
  CpuRows settled(CpuRows rows) {
    boolean waits = rows.lines() != null || rows.product() != null;
    if (!waits && !rows.mirrored() && rows.isComplete()) {
      return rows;
    }
    CpuRows all = CpuRows.next(rows, rows.width(), new int[rows.range().count()][]);
    for (int k = 0; k < all.range().count(); ) {
      if (rows.lines() == null && rows.product() != null) {
        k = multiplied(rows, k, all);
      } else {
        settle(rows, k, all);
        k++;
      }
    }
    return all;
  }

  /** The product alone, of one box or of several that store all neurons; the box after these. */
  private int multiplied(CpuRows rows, int first, CpuRows to) {
    int end = first + 1;
    if (rows.live(first) == null) {
      int most = RowProducts.mostTogether(rows.stored(first), rows.width());
      while (end < rows.range().count()
          && rows.start()[end + 1] - rows.start()[first] <= most
          && rows.live(end) == null) {
        end++;
      }
    }
    products.of(rows, first, end, null, to.coefficients(), to.offset(first));
    return end;
  }

  private void settle(CpuRows rows, int k, CpuRows all) {
    int[] live = live(rows, k, null);
    int stored = live == null ? rows.width() : live.length;
    int count = rows.rows(k);
    strips.reset(count, stored);
    pass(rows, k, k + 1, live, null, null);
    if (rows.lines() != null) { // nothing rounds otherwise
      double largest = linesMagnitude(rows, rows.range().from() + k);
      int stretch = strips.stretch(null);
      for (int n = 0; n == 0 || n < stored; n += stretch) {
        strips.sum(n, Math.min(stretch, stored - n));
        double fixed = n > 0 ? 0 : RowStrips.underflow(stored, largest);
        strips.addTo(all.constant(), all.start()[k], 0, count, fixed);
      }
    }
    spread(live, stored, all, k);
  }

  /** Writes what passed, with zeros for the neurons that were left out, as the k-th box. */
  private void spread(int[] live, int stored, CpuRows to, int k) {
    if (live == null) {
      to.coefficients().put(to.offset(k), strips.passed(), 0, strips.rows() * stored);
      return;
    }
    float[] row = new float[stored];
    float[] all = new float[to.width()];
    for (int r = 0; r < strips.rows(); r++) {
      strips.passed().get(r * stored, row, 0, stored);
      for (int n = 0; n < stored; n++) {
        all[live[n]] = row[n];
      }
      to.coefficients().put(to.offset(k) + r * all.length, all, 0, all.length);
    }
  }

  private LinePairs pairs(CpuRows rows, int k, int[] stored, FloatAffine map, Magnitude magnitude) {
    if (rows.lines() != null) {
      return rows.lines().pairs(map, magnitude);
    }
    int at = (rows.range().from() + k) * rows.width();
    return LinePairs.none(floats, stored, rows.width(), map, magnitude, at);
  }

  /**
   * Does for boxes that store the same neurons what their rows wait for: the product, then the
   * lines. The results are where the strips have been told to write.
   *
   * @param live which neurons of the node are to be stored, or null for all
   */
  private void pass(
      CpuRows rows, int first, int end, int[] live, FloatAffine map, Magnitude magnitude) {
    int[] columns = rows.lines() == null ? null : live;
    boolean waits = rows.product() != null;
    Scratch from = waits ? products.of(rows, first, end, columns) : rows.coefficients();
    int width = live == null ? rows.width() : live.length;
    for (int k = first; k < end; k++) {
      int at = waits ? (rows.start()[k] - rows.start()[first]) * width : rows.offset(k);
      int places = waits ? width : rows.stored(k);
      LinePairs pairs = pairs(rows, k, live, map, magnitude);
      int box = rows.lines() == null ? 0 : (rows.range().from() + k) * rows.width();
      strips.pass(from, at, rows.columns(k), places, rows.mirrored(), pairs, box, columns);
      if (rows.lines() == null) {
        pairs.close();
      }
    }
  }

  /**
   * Which neurons of a box's node go on: null for all. Inactive neurons of the lines that its rows
   * wait for may stay behind, where leaving them out does not cost more in copies than it saves.
   * Compared are, in nanoseconds, what a coefficient costs in loops and products with what
   * gathering it and parts of the matrices costs.
   */
  private static int[] live(CpuRows rows, int k, FloatAffine map) {
    if (rows.lines() == null) {
      return rows.product() == null ? rows.live(k) : null;
    }
    int[] live = rows.lines().live(rows.range().from() + k);
    if (live == null || map == null) {
      return live;
    }
    if (map.convolution() != null) {
      return null; // its product wants whole images
    }
    double inputs = map.inputs();
    double before = rows.product() == null ? 0 : rows.stored(k);
    double saved =
        (rows.width() - live.length)
            * (double) rows.rows(k)
            * (0.9 + 0.02 * inputs + 0.02 * before);
    double gathered = rows.product() == null ? rows.columns(k) : before;
    double spent = live.length * (0.5 * inputs + 0.5 * gathered);
    return saved > spent ? live : null;
  }
}
