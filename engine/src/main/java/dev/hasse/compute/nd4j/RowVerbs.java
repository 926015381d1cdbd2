package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.compute.nd4j.CpuTensors.RowBounds;
import dev.hasse.compute.nd4j.CpuTensors.Rows;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The verbs on rows. Coefficients are float32 and carry no error of their own: whatever a verb
 * rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant, a double (docs/SOUNDNESS.md, "Error into the constant").
 */
final class RowVerbs {
  /** Two units, for the one rounding of a sum of coefficients and that of the price itself. */
  private static final float MERGE_PRICE = 0x1p-23f;

  /**
   * OpenBLAS multiplies without packing its operands up to here, at 1.5 times the speed
   * (docs/notes/cpu-backend.md), so the rows of several boxes make no larger products.
   */
  private static final int SMALL_PRODUCT = 1_000_000;

  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool floats;
  private final ScratchPool pool = new ScratchPool();
  private final RowStarts starts = new RowStarts(pool);
  private final RowStrips strips;
  private final RowMinima minima;
  private final SlopeVerbs slopes;
  private final ConvolutionProduct convolutions;
  private final Scratch weights = new Scratch();

  RowVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool floats) {
    this.blas = blas;
    this.affine = affine;
    this.floats = floats;
    this.strips = new RowStrips(blas);
    this.minima = new RowMinima(strips);
    this.slopes = new SlopeVerbs(floats);
    this.convolutions = new ConvolutionProduct(blas);
  }

  void close() {
    weights.close();
    convolutions.close();
    strips.close();
    pool.close();
  }

  /** Rows for selected outputs of an affine map, over its input. */
  Rows start(int node, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    if (!map.diagonal()) {
      return starts.affine(affine[node], selection, boxes, magnitude);
    }
    Rows units = starts.units(map.outputs(), selection, boxes);
    Rows rows = backAffine(node, units, magnitude);
    units.close();
    return rows;
  }

  Rows units(int width, RowSelection selection, BoxRange boxes) {
    return starts.units(width, selection, boxes);
  }

  Rows objectives(Objectives objectives, BoxRange boxes, Interval outputs) {
    return starts.objectives(objectives, boxes, outputs);
  }

  /** Rows of the same boxes as {@code rows}, with other neurons; constants are copied. */
  private Rows next(Rows rows, int width, int[][] live) {
    double[] constant = rows.constant().clone();
    return new Rows(pool, rows.range(), rows.start(), width, live, false, constant);
  }

  /** Notes the lines, which the next verb applies. */
  Rows backRelu(Rows given, Relaxation lines) {
    Rows rows = given.lines() == null && isComplete(given) ? given : settled(given);
    Rows waiting = new Rows(rows, lines);
    release(rows, given);
    return waiting;
  }

  /** Rows that have passed sigmoids, at once. */
  Rows backSigmoid(Rows given, SigmoidVerbs.Lines lines) {
    Rows rows = settled(given);
    Rows to = next(rows, rows.width(), rows.live());
    SigmoidVerbs.back(rows, lines, to);
    release(rows, given);
    return to;
  }

  private LinePairs pairs(Rows rows, int k, FloatAffine map, Magnitude magnitude) {
    if (rows.lines() != null) {
      return rows.lines().pairs(map, magnitude);
    }
    int at = (rows.range().from() + k) * rows.width();
    return LinePairs.none(floats, rows.live(k), rows.width(), map, magnitude, at);
  }

  /** Sends a box through the lines it still has to pass, or through none. */
  private void pass(Rows rows, int k, int[] chosen, FloatAffine map, Magnitude magnitude) {
    LinePairs pairs = pairs(rows, k, map, magnitude);
    if (rows.lines() != null) {
      strips.pass(rows, k, pairs, (rows.range().from() + k) * rows.width(), chosen);
    } else {
      strips.pass(rows, k, pairs, 0, null);
      pairs.close();
    }
  }

  /**
   * Which neurons of a box go on from the lines it has to pass: null for all, where leaving out
   * inactive ones would cost more in copies than it saves. Compared are, in nanoseconds, what a
   * coefficient costs in loops and product with what gathering it and a row of weights costs.
   */
  private static int[] chosen(Rows rows, int k, FloatAffine map) {
    int[] live = rows.lines() == null ? null : rows.lines().live(rows.range().from() + k);
    if (live == null || map == null) {
      return live;
    }
    if (map.convolution() != null) {
      return null; // its product wants whole images
    }
    double inputs = map.inputs();
    double saved = (rows.width() - live.length) * (double) rows.rows(k) * (0.9 + 0.02 * inputs);
    double spent = live.length * (0.5 * inputs + 0.5 * rows.columns(k));
    return saved > spent ? live : null;
  }

  /**
   * {@code A W}, with {@code A b} and the price of rounding in the constants. On the way each
   * coefficient is multiplied by the slope of the line that it still has to pass.
   */
  Rows backAffine(int node, Rows given, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    Rows rows = map.diagonal() || needsImages(map, given) ? settled(given) : given;
    Rows to =
        next(rows, map.inputs(), map.diagonal() ? rows.live() : new int[rows.range().count()][]);
    for (int k = 0; k < rows.range().count(); ) {
      k = backAffine(affine[node], rows, k, magnitude, to);
    }
    release(rows, given);
    return to;
  }

  /** Whether rows with neurons left out go into a convolution. */
  private static boolean needsImages(FloatAffine map, Rows given) {
    return map.convolution() != null && !isComplete(given);
  }

  /**
   * One box, or several in one product: those whose neurons are all stored, while it stays small.
   *
   * @return the box after these
   */
  private int backAffine(CpuAffine of, Rows rows, int first, Magnitude magnitude, Rows to) {
    FloatAffine map = of.map();
    int[] chosen = chosen(rows, first, map);
    int[] live = rows.lines() == null ? rows.live(first) : chosen;
    int stored = live == null ? rows.width() : live.length;
    int end = first + 1;
    if (live == null) {
      int most = mostTogether(map, stored);
      while (end < rows.range().count()
          && rows.start()[end + 1] - rows.start()[first] <= most
          && rows.live(end) == null
          && chosen(rows, end, map) == null) {
        end++;
      }
    }
    strips.reset(rows.start()[end] - rows.start()[first], stored);
    for (int k = first; k < end; k++) {
      pass(rows, k, chosen, map, magnitude);
    }
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
      scale(map, live, to, first);
    } else if (map.convolution() != null) {
      convolutions.back(
          of.geometry(),
          map.weights(),
          of.weights(),
          strips.passed(),
          strips.rows(),
          to.coefficients(),
          to.offset(first));
    } else {
      multiply(of, live, stored, to, first);
    }
    return end;
  }

  /** How many rows may go together. */
  private static int mostTogether(FloatAffine map, int stored) {
    if (map.transposed() != null) {
      return (int) (SMALL_PRODUCT / Math.max(1, (long) stored * map.inputs()));
    }
    return map.diagonal() ? SMALL_PRODUCT : SMALL_PRODUCT / Math.max(stored, map.inputs());
  }

  private static double linesMagnitude(Rows rows, int box) {
    return rows.lines() == null ? 0 : rows.lines().magnitudeSum()[box];
  }

  /** Writes what passed, times the diagonal, from the k-th box on. */
  private void scale(FloatAffine map, int[] live, Rows to, int k) {
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

  /** Writes what passed, times W, from the k-th box on. */
  private void multiply(CpuAffine of, int[] live, int stored, Rows to, int k) {
    int in = of.map().inputs();
    int rows = strips.rows();
    if (rows == 0) {
      return;
    }
    if (stored == 0) {
      to.coefficients().put(to.offset(k), new float[rows * in], 0, rows * in);
      return;
    }
    Scratch w = of.weights();
    if (live != null) {
      w = weights.ensure(stored * in);
      for (int n = 0; n < stored; n++) {
        w.put(n * in, of.map().weights(), live[n] * in, in);
      }
    }
    FloatPointer result = to.coefficients().pointer(to.offset(k));
    blas.product(rows, in, stored, strips.passed().pointer(), w.pointer(), result);
  }

  /** Through lines of their own; the argument is settled. */
  Rows backSloped(Rows given, Relaxation lines, CpuTensors.Slopes parameters) {
    Rows to = next(given, given.width(), given.live());
    slopes.back(given, lines, parameters, to);
    return to;
  }

  SlopeVerbs slopes() {
    return slopes;
  }

  Rows backSelect(Select select, Rows given) {
    Rows rows = settled(given);
    int[][] live = new int[rows.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = new int[rows.stored(k)];
      for (int n = 0; n < live[k].length; n++) {
        live[k][n] = select.source(rows.live(k) == null ? n : rows.live(k)[n]);
      }
    }
    Rows to;
    if (select.isTotal()) {
      to = next(rows, select.inputs(), live);
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
  private Rows withoutZeros(Rows rows, int width, int[][] source) {
    int[][] places = new int[source.length][];
    int[][] live = new int[source.length][];
    for (int k = 0; k < source.length; k++) {
      int[] from = source[k];
      places[k] = IntStream.range(0, from.length).filter(n -> from[n] != Select.ZERO).toArray();
      live[k] = Arrays.stream(places[k]).map(n -> from[n]).toArray();
    }
    Rows to = next(rows, width, live);
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

  Rows backAdd(Rows given, boolean withConstants) {
    Rows rows = settled(given);
    Rows to = rows == given ? copy(given) : rows;
    if (!withConstants) {
      Arrays.fill(to.constant(), 0);
    }
    return to;
  }

  private Rows copy(Rows rows) {
    Rows to = next(rows, rows.width(), rows.live());
    copyCoefficients(rows, to);
    return to;
  }

  private static void copyCoefficients(Rows from, Rows to) {
    int length = from.offset(from.range().count());
    to.coefficients().put(0, from.coefficients(), 0, length);
  }

  Rows merge(Rows left, Rows right, Interval bounds) {
    Rows x = settled(left);
    Rows y = settled(right);
    Rows sum = next(x, x.width(), x.live());
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

  private static void addCoefficients(Rows x, Rows y, Rows sum, int k) {
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

  RowBounds concretize(Rows given, Interval bounds) {
    Rows rows = settled(given);
    double[] lower = minima.of(rows, bounds);
    release(rows, given);
    return new RowBounds(lower);
  }

  /**
   * The rows with no lines left to pass, every neuron and every row stored; the argument itself
   * where that is so already.
   */
  Rows settled(Rows rows) {
    if (rows.lines() == null && !rows.mirrored() && isComplete(rows)) {
      return rows;
    }
    Rows all = next(rows, rows.width(), new int[rows.range().count()][]);
    for (int k = 0; k < all.range().count(); k++) {
      int count = rows.rows(k);
      int[] live = rows.lines() == null ? rows.live(k) : chosen(rows, k, null);
      int stored = live == null ? rows.width() : live.length;
      strips.reset(count, stored);
      pass(rows, k, rows.lines() == null ? null : live, null, null);
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
    return all;
  }

  /** Writes what passed, with zeros for the neurons that were left out, as the k-th box. */
  private void spread(int[] live, int stored, Rows to, int k) {
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

  private static boolean isComplete(Rows rows) {
    boolean complete = true;
    for (int[] live : rows.live()) {
      complete &= live == null;
    }
    return complete;
  }

  private static void release(Rows used, Rows given) {
    if (used != given) {
      used.close();
    }
  }
}
