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

  private final CpuAffine[] affine;
  private final RowPool pool = new RowPool();
  private final RowStarts starts = new RowStarts(pool);
  private final RowStrips strips;
  private final RowPassage passage;
  private final RowMinima minima;
  private final SlopeVerbs slopes;

  RowVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool floats) {
    this.affine = affine;
    this.strips = new RowStrips(blas);
    this.passage = new RowPassage(blas, strips, floats);
    this.minima = new RowMinima(strips, pool.constants());
    this.slopes = new SlopeVerbs(floats);
  }

  void close() {
    passage.close();
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

  /**
   * {@code A W}, with {@code A b} and the price of rounding in the constants; the product with a
   * dense matrix waits for the next verb.
   */
  CpuRows backAffine(int node, CpuRows given, Magnitude magnitude) {
    FloatAffine map = affine[node].map();
    CpuRows rows = map.diagonal() || needsImages(map, given) ? settled(given) : given;
    CpuRows to = passage.into(affine[node], rows, magnitude);
    release(rows, given);
    return to;
  }

  /** Whether rows with neurons left out go into a convolution. */
  private static boolean needsImages(FloatAffine map, CpuRows given) {
    return map.convolution() != null && !given.isComplete();
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

  /** See {@link RowPassage#settled}. */
  CpuRows settled(CpuRows rows) {
    return passage.settled(rows);
  }

  private static void release(CpuRows used, CpuRows given) {
    if (used != given) {
      used.close();
    }
  }
}
