package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.compute.nd4j.CpuTensors.RowBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The verbs on rows. Coefficients are float32 and carry no error of their own: whatever a verb
 * rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant, a double (docs/SOUNDNESS.md, "Error into the constant").
 */
final class RowVerbs {
  /** Two units, for the one rounding of a sum of coefficients and that of the price itself. */
  private static final float MERGE_PRICE = 0x1p-23f;

  /** Rows times the wider side of a map, where rows of several boxes pass a convolution. */
  private static final int MOST = 1_000_000;

  private final CpuAffine[] affine;
  private final FloatPool floats;
  private final RowPool pool = new RowPool();
  private final RowStarts starts = new RowStarts(pool);
  private final RowProducts products;
  private final RowStrips strips;
  private final RowMinima minima;
  private final SlopeVerbs slopes;
  private final ConvolutionProduct convolutions;

  RowVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool floats) {
    this.affine = affine;
    this.floats = floats;
    this.products = new RowProducts(blas);
    this.strips = new RowStrips(blas);
    this.minima = new RowMinima(strips, pool.constants());
    this.slopes = new SlopeVerbs(floats);
    this.convolutions = new ConvolutionProduct(blas);
  }

  void close() {
    products.close();
    convolutions.close();
    strips.close();
    pool.close();
  }

  /** Rows for selected outputs of an affine map, over its input. */
  CpuRows start(int node, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    if (!map.diagonal()) {
      return starts.affine(affine[node], selection, boxes, magnitude);
    }
    CpuRows units = starts.units(map.outputs(), selection, boxes);
    CpuRows rows = backAffine(node, units, magnitude);
    units.close();
    return rows;
  }

  CpuRows units(int width, RowSelection selection, BoxRange boxes) {
    return starts.units(width, selection, boxes);
  }

  CpuRows objectives(Objectives objectives, BoxRange boxes, Interval outputs) {
    return starts.objectives(objectives, boxes, outputs);
  }

  /** Notes the lines, which the next verb applies. */
  CpuRows backRelu(CpuRows given, Relaxation lines) {
    CpuRows rows = given.lines() == null && given.isComplete() ? given : settled(given);
    CpuRows waiting = new CpuRows(rows, lines);
    release(rows, given);
    return waiting;
  }

  /** Rows that have passed sigmoids, at once. */
  CpuRows backSigmoid(CpuRows given, SigmoidVerbs.Lines lines) {
    CpuRows rows = settled(given);
    CpuRows to = CpuRows.next(rows, rows.width(), rows.live());
    SigmoidVerbs.back(rows, lines, to);
    release(rows, given);
    return to;
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

  /**
   * {@code A W}, with {@code A b} and the price of rounding in the constants. On the way each
   * coefficient is multiplied by the slope of the line that it still has to pass. The product with
   * a dense matrix waits for the next verb.
   */
  CpuRows backAffine(int node, CpuRows given, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    CpuRows rows = map.diagonal() || needsImages(map, given) ? settled(given) : given;
    int[][] live = new int[rows.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = live(rows, k, map);
    }
    CpuRows to;
    if (map.transposed() != null) {
      to = CpuRows.waiting(rows, affine[node], live);
    } else {
      to = CpuRows.next(rows, map.inputs(), map.diagonal() ? live : new int[live.length][]);
    }
    for (int k = 0; k < live.length; ) {
      k = backAffine(affine[node], rows, k, live, magnitude, to);
    }
    release(rows, given);
    return to;
  }

  /** Whether rows with neurons left out go into a convolution. */
  private static boolean needsImages(FloatAffine map, CpuRows given) {
    return map.convolution() != null && !given.isComplete();
  }

  /**
   * One box, or several at once: those that store all neurons, while their product stays small.
   *
   * @return the box after these
   */
  private int backAffine(
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

  /** Through lines of their own; the argument is settled. */
  CpuRows backSloped(CpuRows given, Relaxation lines, CpuTensors.Slopes parameters) {
    CpuRows to = CpuRows.next(given, given.width(), given.live());
    slopes.back(given, lines, parameters, to);
    return to;
  }

  SlopeVerbs slopes() {
    return slopes;
  }

  CpuRows backSelect(Select select, CpuRows given) {
    CpuRows rows = settled(given);
    int[][] live = new int[rows.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = new int[rows.stored(k)];
      for (int n = 0; n < live[k].length; n++) {
        live[k][n] = select.source(rows.live(k) == null ? n : rows.live(k)[n]);
      }
    }
    CpuRows to;
    if (select.isTotal()) {
      to = CpuRows.next(rows, select.inputs(), live);
      copyCoefficients(rows, to);
    } else {
      to = withoutZeros(rows, select.inputs(), live);
    }
    release(rows, given);
    return to;
  }

  /**
   * The rows without the coefficients of outputs that are zero by themselves.
   *
   * @param source of each stored neuron
   */
  private CpuRows withoutZeros(CpuRows rows, int width, int[][] source) {
    int[][] places = new int[source.length][];
    int[][] live = new int[source.length][];
    for (int k = 0; k < source.length; k++) {
      int[] from = source[k];
      places[k] = IntStream.range(0, from.length).filter(n -> from[n] != Select.ZERO).toArray();
      live[k] = Arrays.stream(places[k]).map(n -> from[n]).toArray();
    }
    CpuRows to = CpuRows.next(rows, width, live);
    for (int k = 0; k < source.length; k++) {
      float[] all = new float[source[k].length];
      float[] kept = new float[places[k].length];
      for (int r = 0; r < rows.rows(k); r++) {
        rows.coefficients().get(rows.offset(k) + r * all.length, all, 0, all.length);
        for (int n = 0; n < kept.length; n++) {
          kept[n] = all[places[k][n]];
        }
        to.coefficients().put(to.offset(k) + r * kept.length, kept, 0, kept.length);
      }
    }
    return to;
  }

  CpuRows backAdd(CpuRows given, boolean withConstants) {
    CpuRows rows = settled(given);
    CpuRows to = rows == given ? copy(given) : rows;
    if (!withConstants) {
      Arrays.fill(to.constant(), 0, to.rows(), 0);
    }
    return to;
  }

  private CpuRows copy(CpuRows rows) {
    CpuRows to = CpuRows.next(rows, rows.width(), rows.live());
    copyCoefficients(rows, to);
    return to;
  }

  private static void copyCoefficients(CpuRows from, CpuRows to) {
    int length = from.offset(from.range().count());
    to.coefficients().put(0, from.coefficients(), 0, length);
  }

  CpuRows merge(CpuRows left, CpuRows right, Interval bounds) {
    CpuRows x = settled(left);
    CpuRows y = settled(right);
    CpuRows sum = CpuRows.next(x, x.width(), x.live());
    float[] price = new float[sum.width()];
    float[] none = new float[sum.width()];
    for (int k = 0; k < sum.range().count(); k++) {
      addCoefficients(x, y, sum, k);
      double largestSum = 0;
      for (int i = 0; i < sum.width(); i++) {
        float largest = bounds.largest((sum.range().from() + k) * sum.width() + i);
        price[i] = -(MERGE_PRICE * Outward.floatUp(largest) + LinePairs.UNDERFLOW);
        largestSum += largest;
      }
      int count = sum.rows(k);
      strips.reset(count, sum.width());
      strips.add(sum.coefficients(), sum.offset(k), count, none, price);
      strips.sum();
      for (int r = sum.start()[k]; r < sum.start()[k + 1]; r++) {
        sum.constant()[r] = Outward.addDown(sum.constant()[r], y.constant()[r]);
      }
      double fixed = RowStrips.underflow(sum.width(), largestSum);
      strips.addTo(sum.constant(), sum.start()[k], 0, count, fixed);
    }
    release(x, left);
    release(y, right);
    return sum;
  }

  private static void addCoefficients(CpuRows x, CpuRows y, CpuRows sum, int k) {
    int length = sum.offset(k + 1) - sum.offset(k);
    float[] one = new float[length];
    float[] other = new float[length];
    x.coefficients().get(x.offset(k), one, 0, length);
    y.coefficients().get(y.offset(k), other, 0, length);
    for (int r = 0; r < length; r++) {
      one[r] += other[r];
    }
    sum.coefficients().put(sum.offset(k), one, 0, length);
  }

  RowBounds concretize(CpuRows given, Interval bounds) {
    CpuRows rows = settled(given);
    RowBounds lower = minima.of(rows, bounds);
    release(rows, given);
    return lower;
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

  private static void release(CpuRows used, CpuRows given) {
    if (used != given) {
      used.close();
    }
  }
}
