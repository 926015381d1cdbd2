package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
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
import java.util.function.IntUnaryOperator;

/**
 * The verbs on rows. Coefficients are float32 and carry no error of their own: whatever a verb
 * rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant, a double (docs/SOUNDNESS.md, "Error into the constant").
 */
final class RowVerbs {
  /** Bounds what underflow in one float operation can lose, with room to spare. */
  private static final double UNDERFLOW = 4 * RoundingError.FLOAT_UNDERFLOW;

  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final RowSums sums = new RowSums();
  private final Scratch weights = new Scratch();
  private final Scratch rowsIn = new Scratch();
  private final Scratch rowsOut = new Scratch();

  RowVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool pool) {
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
  }

  void close() {
    weights.close();
    rowsIn.close();
    rowsOut.close();
  }

  /** Rows of W and their negatives, gathered from its transpose: neuron by neuron. */
  Rows start(int node, RowSelection selection, BoxRange boxes, Magnitude magnitude) {
    CpuAffine map = affine[node];
    if (map.diagonal()) {
      return backAffine(node, unit(map.outputs(), selection, boxes), magnitude);
    }
    Rows rows = empty(boxes, b -> 2 * selection.size(b), map.inputs());
    double gamma = RoundingError.floatGammaOfComputed(2, map.relative());
    for (int k = 0; k < boxes.count(); k++) {
      int first = selection.start(boxes.from() + k);
      int size = selection.size(boxes.from() + k);
      gather(map, selection, first, size, rows.coefficients(), rows.offset(k));
      for (int r = 0; r < size; r++) {
        int neuron = selection.neuron(first + r);
        double bias = map.bias()[neuron];
        double error =
            map.exact()
                ? 0
                : Outward.mulUp(
                    gamma, magnitude.values()[(boxes.from() + k) * map.outputs() + neuron]);
        rows.constant()[rows.start()[k] + r] = Outward.subDown(bias, error);
        rows.constant()[rows.start()[k] + size + r] = Outward.subDown(-bias, error);
      }
    }
    return rows;
  }

  private static void gather(
      CpuAffine map, RowSelection selection, int first, int size, float[] target, int offset) {
    int out = map.outputs();
    float[] transposed = map.transposed();
    for (int i = 0; i < map.inputs(); i++) {
      int at = offset + i * 2 * size;
      for (int r = 0; r < size; r++) {
        float weight = transposed[i * out + selection.neuron(first + r)];
        target[at + r] = weight;
        target[at + size + r] = -weight;
      }
    }
  }

  Rows unit(int width, RowSelection selection, BoxRange boxes) {
    Rows rows = empty(boxes, b -> 2 * selection.size(b), width);
    Arrays.fill(rows.coefficients(), 0, rows.offset(boxes.count()), 0f);
    for (int k = 0; k < boxes.count(); k++) {
      int first = selection.start(boxes.from() + k);
      int size = selection.size(boxes.from() + k);
      for (int r = 0; r < size; r++) {
        int at = rows.offset(k) + selection.neuron(first + r) * 2 * size + r;
        rows.coefficients()[at] = 1f;
        rows.coefficients()[at + size] = -1f;
      }
    }
    return rows;
  }

  Rows objectives(Objectives objectives, BoxRange boxes, Interval outputs) {
    int width = objectives.outputs();
    Rows rows = empty(boxes, b -> objectives.start(b + 1) - objectives.start(b), width);
    for (int k = 0; k < boxes.count(); k++) {
      int first = objectives.start(boxes.from() + k);
      int count = rows.rows(k);
      for (int r = 0; r < count; r++) {
        double constant = objectives.constant(first + r);
        for (int i = 0; i < width; i++) {
          double exact = objectives.coefficient(first + r, i);
          float stored = Outward.floatNearest(exact);
          rows.coefficients()[rows.offset(k) + i * count + r] = stored;
          if (stored != exact) {
            double largest = largest(outputs, (boxes.from() + k) * width + i);
            double error = Outward.mulUp(Math.nextUp(Math.abs(exact - stored)), largest);
            constant = Outward.subDown(constant, error);
          }
        }
        rows.constant()[rows.start()[k] + r] = constant;
      }
    }
    return rows;
  }

  private static double largest(Interval bounds, int at) {
    return Math.max(Math.abs(bounds.lower()[at]), Math.abs(bounds.upper()[at]));
  }

  private Rows empty(BoxRange boxes, IntUnaryOperator rowsOfBox, int width) {
    int[] start = new int[boxes.count() + 1];
    for (int k = 0; k < boxes.count(); k++) {
      start[k + 1] = start[k] + rowsOfBox.applyAsInt(boxes.from() + k);
    }
    int[][] all = new int[boxes.count()][];
    return new Rows(pool, boxes, start, width, all, new double[start[boxes.count()]]);
  }

  /** Rows of the same boxes as {@code rows}, with other neurons; constants are copied. */
  private Rows next(Rows rows, int width, int[][] live) {
    return new Rows(pool, rows.range(), rows.start(), width, live, rows.constant().clone());
  }

  /**
   * Each coefficient times the slope of the line that keeps the row below: the lower line where it
   * is positive, the upper line where it is negative, whose intercept goes into the constant.
   * Inactive neurons leave the rows.
   */
  Rows backRelu(Rows given, Relaxation lines) {
    Rows from = complete(given);
    int[][] live = new int[from.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = liveNeurons(lines, (from.range().from() + k) * lines.width());
    }
    Rows to = next(from, from.width(), live);
    for (int k = 0; k < live.length; k++) {
      int box = from.range().from() + k;
      int count = from.rows(k);
      sums.reset(count);
      for (int n = 0; n < to.stored(k); n++) {
        int i = live[k] == null ? n : live[k][n];
        int line = box * lines.width() + i;
        int source = from.offset(k) + i * count;
        int target = to.offset(k) + n * count;
        if (lines.lowerSlope()[line] == 1 && lines.upperSlope()[line] == 1) {
          System.arraycopy(from.coefficients(), source, to.coefficients(), target, count);
        } else {
          sums.relax(
              from.coefficients(),
              source,
              to.coefficients(),
              target,
              lines.lowerSlope()[line],
              lines.upperSlope()[line],
              lines.upperIntercept()[line]);
        }
      }
      // All terms of the sum are at most 0, so it is its own magnitude.
      double gamma = RoundingError.floatGammaOfComputed(to.stored(k) + 2L, 0);
      double underflow = UNDERFLOW * (to.stored(k) + 1 + lines.magnitudeSum()[box]);
      sums.payInto(to.constant(), to.start()[k], gamma, underflow);
    }
    release(from, given);
    return to;
  }

  /** Neurons of a box that are not inactive; null when that is all of them. */
  private static int[] liveNeurons(Relaxation lines, int at) {
    int[] live = new int[lines.width()];
    int count = 0;
    for (int i = 0; i < live.length; i++) {
      // Not-a-number and an upper slope of 0 with an intercept count as live.
      boolean inactive = lines.upperSlope()[at + i] == 0 && lines.upperIntercept()[at + i] == 0;
      if (!inactive) {
        live[count++] = i;
      }
    }
    return count == live.length ? null : Arrays.copyOf(live, count);
  }

  /** {@code A W}, with {@code A b} and the price of rounding in the constants. */
  Rows backAffine(int node, Rows rows, Magnitude magnitude) {
    CpuAffine map = affine[node];
    Rows to =
        map.diagonal()
            ? next(rows, map.inputs(), rows.live())
            : next(rows, map.inputs(), new int[rows.range().count()][]);
    for (int k = 0; k < rows.range().count(); k++) {
      int box = rows.range().from() + k;
      if (rows.rows(k) > 0) {
        payBias(map, rows, k, to, magnitude, box);
        if (map.diagonal()) {
          scale(map, rows, k, to);
        } else {
          multiply(map, rows, k, to);
        }
      }
    }
    return to;
  }

  private void payBias(CpuAffine map, Rows rows, int k, Rows to, Magnitude magnitude, int box) {
    int count = rows.rows(k);
    int stored = rows.stored(k);
    sums.reset(count);
    for (int n = 0; n < stored; n++) {
      int i = rows.live(k) == null ? n : rows.live(k)[n];
      sums.addWeighted(
          rows.coefficients(),
          rows.offset(k) + n * count,
          map.bias()[i],
          magnitude.values()[box * map.outputs() + i]);
    }
    double gamma = RoundingError.floatGammaOfComputed(stored + 2L, map.relative());
    double underflow = UNDERFLOW * (stored + 2) * (1 + magnitude.sum()[box]);
    sums.payInto(to.constant(), to.start()[k], gamma, underflow);
  }

  private static void scale(CpuAffine map, Rows rows, int k, Rows to) {
    int count = rows.rows(k);
    for (int n = 0; n < rows.stored(k); n++) {
      float factor = map.weights()[rows.live(k) == null ? n : rows.live(k)[n]];
      int at = rows.offset(k) + n * count;
      for (int r = 0; r < count; r++) {
        to.coefficients()[at + r] = rows.coefficients()[at + r] * factor;
      }
    }
  }

  private void multiply(CpuAffine map, Rows rows, int k, Rows to) {
    int count = rows.rows(k);
    int stored = rows.stored(k);
    int in = map.inputs();
    if (stored == 0) {
      Arrays.fill(to.coefficients(), to.offset(k), to.offset(k + 1), 0f);
      return;
    }
    Scratch w = map.device();
    if (rows.live(k) != null) {
      float[] gathered = pool.take(stored * in);
      for (int n = 0; n < stored; n++) {
        System.arraycopy(map.weights(), rows.live(k)[n] * in, gathered, n * in, in);
      }
      weights.put(gathered, stored * in);
      pool.giveBack(gathered);
      w = weights;
    }
    rowsIn.put(0, rows.coefficients(), rows.offset(k), stored * count);
    rowsOut.ensure(in * count);
    blas.transposedProduct(in, count, stored, w.pointer(), rowsIn.pointer(), rowsOut.pointer());
    rowsOut.get(to.coefficients(), to.offset(k), in * count);
  }

  Rows backSelect(Select select, Rows rows) {
    int[][] live = new int[rows.range().count()][];
    for (int k = 0; k < live.length; k++) {
      live[k] = new int[rows.stored(k)];
      for (int n = 0; n < live[k].length; n++) {
        live[k][n] = select.source(rows.live(k) == null ? n : rows.live(k)[n]);
      }
    }
    Rows to = next(rows, select.inputs(), live);
    System.arraycopy(
        rows.coefficients(), 0, to.coefficients(), 0, rows.offset(rows.range().count()));
    return to;
  }

  Rows backAdd(Rows rows, boolean withConstants) {
    Rows to = next(rows, rows.width(), rows.live());
    System.arraycopy(
        rows.coefficients(), 0, to.coefficients(), 0, rows.offset(rows.range().count()));
    if (!withConstants) {
      Arrays.fill(to.constant(), 0);
    }
    return to;
  }

  Rows merge(Rows left, Rows right, Interval bounds) {
    Rows x = complete(left);
    Rows y = complete(right);
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
        double largest = largest(bounds, (sum.range().from() + k) * sum.width() + i);
        sums.addWeighted(sum.coefficients(), at, 0, Outward.floatUp(largest));
        largestSum += largest;
      }
      for (int r = sum.start()[k]; r < sum.start()[k + 1]; r++) {
        sum.constant()[r] = Outward.addDown(sum.constant()[r], y.constant()[r]);
      }
      double gamma = RoundingError.floatGammaOfComputed(sum.width() + 2L, 0);
      double roundoff = 2 * RoundingError.FLOAT_UNIT * (1 + gamma);
      double underflow = UNDERFLOW * (sum.width() + 1) * (1 + largestSum);
      sums.payInto(sum.constant(), sum.start()[k], roundoff, underflow);
    }
    release(x, left);
    release(y, right);
    return sum;
  }

  RowBounds concretize(Rows rows, Interval bounds) {
    double[] lower = rows.constant().clone();
    for (int k = 0; k < rows.range().count(); k++) {
      int count = rows.rows(k);
      int at = (rows.range().from() + k) * bounds.width();
      double largestSum = 0;
      int stored = rows.stored(k);
      for (int first = 0; first < stored; first += RowSums.BLOCK) {
        int last = Math.min(stored, first + RowSums.BLOCK);
        sums.reset(count);
        for (int n = first; n < last; n++) {
          int i = at + (rows.live(k) == null ? n : rows.live(k)[n]);
          sums.addSmallest(
              rows.coefficients(),
              rows.offset(k) + n * count,
              bounds.lower()[i],
              bounds.upper()[i]);
          largestSum += largest(bounds, i);
        }
        double gamma = RoundingError.floatGammaOfComputed(last - first + 2L, 0);
        sums.payInto(lower, rows.start()[k], gamma, 0);
      }
      double underflow = UNDERFLOW * (stored + 2) * (1 + largestSum);
      for (int r = rows.start()[k]; r < rows.start()[k + 1]; r++) {
        double bound = Outward.subDown(lower[r], underflow);
        lower[r] = Double.isNaN(bound) ? Double.NEGATIVE_INFINITY : bound;
      }
    }
    return new RowBounds(lower);
  }

  /** The rows with every neuron stored; the argument itself where that is so already. */
  private Rows complete(Rows rows) {
    boolean complete = true;
    for (int[] live : rows.live()) {
      complete &= live == null;
    }
    if (complete) {
      return rows;
    }
    Rows all = next(rows, rows.width(), new int[rows.range().count()][]);
    Arrays.fill(all.coefficients(), 0, all.offset(all.range().count()), 0f);
    for (int k = 0; k < all.range().count(); k++) {
      int count = rows.rows(k);
      for (int n = 0; n < rows.stored(k); n++) {
        int i = rows.live(k) == null ? n : rows.live(k)[n];
        System.arraycopy(
            rows.coefficients(),
            rows.offset(k) + n * count,
            all.coefficients(),
            all.offset(k) + i * count,
            count);
      }
    }
    return all;
  }

  private static void release(Rows used, Rows given) {
    if (used != given) {
      used.close();
    }
  }
}
