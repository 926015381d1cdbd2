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
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * The verbs on rows. Coefficients are float32 and carry no error of their own: whatever a verb
 * rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant, a double (docs/SOUNDNESS.md, "Error into the constant").
 */
final class RowVerbs {
  /** Bounds what underflow in one float operation can lose, with room to spare. */
  private static final double UNDERFLOW = 4 * RoundingError.FLOAT_UNDERFLOW;

  /** Two units, for the one rounding of a sum of coefficients and that of the price itself. */
  private static final float MERGE_PRICE = 0x1p-23f;

  /** How many terms a float sum takes before it is added to a double. */
  private static final int BLOCK = 64;

  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final RowStarts starts;
  private final RowSums sums = new RowSums();
  private final Scratch weights = new Scratch();
  private final Scratch rowsIn = new Scratch();
  private final Scratch rowsOut = new Scratch();

  RowVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool pool) {
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
    this.starts = new RowStarts(pool);
  }

  void close() {
    weights.close();
    rowsIn.close();
    rowsOut.close();
  }

  /** Rows for selected outputs of an affine map, over its input. */
  Rows start(int node, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    if (!map.diagonal()) {
      return starts.affine(map, selection, boxes, magnitude);
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

  /** Notes the lines; see {@link #pass}. */
  Rows backRelu(Rows given, Relaxation lines) {
    Rows rows = given.lines() == null && isComplete(given) ? given : settled(given);
    Rows waiting = new Rows(rows, lines);
    release(rows, given);
    return waiting;
  }

  /**
   * One box of rows through the lines they still have to pass and on to the bias of an affine map:
   * each coefficient times the slope of the line that keeps the row below, the lower line where it
   * is positive, the upper line where it is negative. Inactive neurons leave the rows. The sums
   * then hold what goes into the constants, the price of the product {@code A W} to come included.
   *
   * @param map the affine map, or null where none follows
   * @param magnitude of that map, or null
   */
  private Box pass(Rows rows, int k, FloatAffine map, Magnitude magnitude) {
    boolean waiting = rows.lines() != null;
    LinePairs pairs = pairs(rows, k, map, magnitude);
    int stored = pairs.stored();
    int count = rows.rows(k);
    int columns = rows.columns(k);
    float[] passed = pool.take(stored * count);
    sums.reset(columns);
    for (int n = 0; n < stored; n++) {
      // Rows that wait for lines are complete: neuron i stands at place i.
      int place = waiting && pairs.live() != null ? pairs.live()[n] : n;
      int source = rows.offset(k) + place * columns;
      if (rows.mirrored()) {
        sums.relaxMirrored(rows.coefficients(), source, passed, n * count, pairs, n);
      } else {
        sums.relax(rows.coefficients(), source, passed, n * count, pairs, n);
      }
    }
    return new Box(pairs.live(), stored, passed);
  }

  private static LinePairs pairs(Rows rows, int k, FloatAffine map, Magnitude magnitude) {
    int box = rows.range().from() + k;
    if (rows.lines() == null) {
      return LinePairs.none(rows.live(k), rows.width(), map, magnitude, box * rows.width());
    }
    return rows.lines().pairs(box, map, magnitude);
  }

  /** The coefficients of one box, {@code [neuron][row]}; {@code live} null where all are stored. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Box(int[] live, int stored, float[] coefficients) {}

  /** {@code A W}, with {@code A b} and the price of rounding in the constants. */
  Rows backAffine(int node, Rows given, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    Rows rows = map.diagonal() ? settled(given) : given;
    Rows to =
        next(rows, map.inputs(), map.diagonal() ? rows.live() : new int[rows.range().count()][]);
    for (int k = 0; k < rows.range().count(); k++) {
      if (rows.rows(k) > 0) {
        int box = rows.range().from() + k;
        Box passed = pass(rows, k, map, magnitude);
        double largest = magnitude.sum()[box] + linesMagnitude(rows, box);
        double fixed = underflow(passed.stored(), largest);
        sums.addTo(to.constant(), to.start()[k], fixed, rows.mirrored());
        if (map.diagonal()) {
          scale(map, passed, rows.rows(k), to, k);
        } else {
          multiply(affine[node], passed, rows.rows(k), to, k);
        }
        pool.giveBack(passed.coefficients());
      }
    }
    release(rows, given);
    return to;
  }

  private static double linesMagnitude(Rows rows, int box) {
    return rows.lines() == null ? 0 : rows.lines().magnitudeSum()[box];
  }

  private static void scale(FloatAffine map, Box from, int count, Rows to, int k) {
    for (int n = 0; n < from.stored(); n++) {
      float factor = map.weights()[from.live() == null ? n : from.live()[n]];
      for (int r = 0; r < count; r++) {
        to.coefficients()[to.offset(k) + n * count + r] =
            from.coefficients()[n * count + r] * factor;
      }
    }
  }

  private void multiply(CpuAffine of, Box from, int count, Rows to, int k) {
    FloatAffine map = of.map();
    int stored = from.stored();
    int in = map.inputs();
    if (stored == 0) {
      Arrays.fill(to.coefficients(), to.offset(k), to.offset(k + 1), 0f);
      return;
    }
    Scratch w = of.weights();
    if (from.live() != null) {
      float[] gathered = pool.take(stored * in);
      for (int n = 0; n < stored; n++) {
        System.arraycopy(map.weights(), from.live()[n] * in, gathered, n * in, in);
      }
      weights.put(gathered, stored * in);
      pool.giveBack(gathered);
      w = weights;
    }
    rowsIn.put(from.coefficients(), stored * count);
    rowsOut.ensure(in * count);
    blas.transposedProduct(in, count, stored, w.pointer(), rowsIn.pointer(), rowsOut.pointer());
    rowsOut.get(to.coefficients(), to.offset(k), in * count);
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
    Rows to = next(rows, select.inputs(), live);
    copyCoefficients(rows, to);
    release(rows, given);
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
    System.arraycopy(from.coefficients(), 0, to.coefficients(), 0, length);
  }

  Rows merge(Rows left, Rows right, Interval bounds) {
    Rows x = settled(left);
    Rows y = settled(right);
    Rows sum = next(x, x.width(), x.live());
    for (int k = 0; k < sum.range().count(); k++) {
      int count = sum.rows(k);
      sums.reset(count);
      double largestSum = 0;
      for (int i = 0; i < sum.width(); i++) {
        int at = sum.offset(k) + i * count;
        for (int r = 0; r < count; r++) {
          sum.coefficients()[at + r] = x.coefficients()[at + r] + y.coefficients()[at + r];
        }
        double largest = bounds.largest((sum.range().from() + k) * sum.width() + i);
        float price = MERGE_PRICE * Outward.floatUp(largest) + LinePairs.UNDERFLOW;
        sums.add(sum.coefficients(), at, 0, -price);
        largestSum += largest;
      }
      for (int r = sum.start()[k]; r < sum.start()[k + 1]; r++) {
        sum.constant()[r] = Outward.addDown(sum.constant()[r], y.constant()[r]);
      }
      sums.addTo(sum.constant(), sum.start()[k], underflow(sum.width(), largestSum), false);
    }
    release(x, left);
    release(y, right);
    return sum;
  }

  RowBounds concretize(Rows given, Interval bounds) {
    Rows rows = settled(given);
    double[] lower = rows.constant().clone();
    for (int k = 0; k < rows.range().count(); k++) {
      concretize(rows, k, bounds, lower);
    }
    release(rows, given);
    return new RowBounds(lower);
  }

  /**
   * Adds the smallest value of {@code a x}, x in [l, u], for each coefficient: {@code a (l + u) / 2
   * - |a| (u - l) / 2}, less the price of rounding. Float sums are kept short, since their error
   * grows with their length, and added up in double.
   */
  private void concretize(Rows rows, int k, Interval bounds, double[] lower) {
    int stored = rows.stored(k);
    int count = rows.rows(k);
    int at = (rows.range().from() + k) * bounds.width();
    double largestSum = 0;
    for (int first = 0; first < stored; first += BLOCK) {
      int last = Math.min(stored, first + BLOCK);
      float price = LinePairs.price(last - first, 0);
      sums.reset(count);
      for (int n = first; n < last; n++) {
        int i = at + (rows.live(k) == null ? n : rows.live(k)[n]);
        float l = bounds.lower()[i];
        float u = bounds.upper()[i];
        float largest = Math.max(Math.abs(l), Math.abs(u));
        sums.add(
            rows.coefficients(),
            rows.offset(k) + n * count,
            0.5f * l + 0.5f * u,
            0.5f * l - 0.5f * u - price * largest - LinePairs.UNDERFLOW);
        largestSum += largest;
      }
      sums.addTo(lower, rows.start()[k], 0, false);
    }
    double fixed = underflow(stored, largestSum);
    for (int r = rows.start()[k]; r < rows.start()[k + 1]; r++) {
      double bound = Outward.subDown(lower[r], fixed);
      lower[r] = Double.isNaN(bound) ? Double.NEGATIVE_INFINITY : bound;
    }
  }

  /** What underflow can cost sums of so many terms with activations of this total magnitude. */
  private static double underflow(int terms, double largestSum) {
    return UNDERFLOW * (terms + 2) * (1 + largestSum);
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
    Arrays.fill(all.coefficients(), 0, all.offset(all.range().count()), 0f);
    for (int k = 0; k < all.range().count(); k++) {
      int count = rows.rows(k);
      Box passed = pass(rows, k, null, null);
      if (rows.lines() != null) { // nothing rounds otherwise
        double largest = linesMagnitude(rows, rows.range().from() + k);
        double fixed = underflow(passed.stored(), largest);
        sums.addTo(all.constant(), all.start()[k], fixed, rows.mirrored());
      }
      for (int n = 0; n < passed.stored(); n++) {
        int i = passed.live() == null ? n : passed.live()[n];
        System.arraycopy(
            passed.coefficients(), n * count, all.coefficients(), all.offset(k) + i * count, count);
      }
      pool.giveBack(passed.coefficients());
    }
    return all;
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
