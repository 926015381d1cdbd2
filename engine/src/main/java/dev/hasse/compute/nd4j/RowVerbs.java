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

  private void gather(
      CpuAffine map, RowSelection selection, int first, int size, float[] target, int offset) {
    int out = map.outputs();
    float[] transposed = map.transposed();
    int[] neurons = new int[size];
    for (int r = 0; r < size; r++) {
      neurons[r] = selection.neuron(first + r);
    }
    float[] plus = pool.take(size);
    float[] minus = pool.take(size);
    for (int i = 0; i < map.inputs(); i++) {
      for (int r = 0; r < size; r++) {
        plus[r] = transposed[i * out + neurons[r]];
      }
      for (int r = 0; r < size; r++) {
        minus[r] = -plus[r];
      }
      System.arraycopy(plus, 0, target, offset + i * 2 * size, size);
      System.arraycopy(minus, 0, target, offset + i * 2 * size + size, size);
    }
    pool.giveBack(plus);
    pool.giveBack(minus);
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

  /** Notes the lines; see {@link #pass}. */
  Rows backRelu(Rows given, Relaxation lines) {
    Rows rows = settled(given);
    Rows waiting = new Rows(rows, lines);
    release(rows, given);
    return waiting;
  }

  /**
   * One box of rows through the lines they still have to pass and on to the bias of an affine map:
   * each coefficient times the slope of the line that keeps the row below, the lower line where it
   * is positive, the upper line where it is negative. Inactive neurons leave the rows. What all
   * this and the product {@code A W} to come can round goes into the constants.
   *
   * @param bias of the affine map, or null where none follows
   * @param weight what rounding errors of the map are proportional to, from {@code at} on; or null
   */
  private Box pass(Rows rows, int k, float[] bias, float[] weight, int at) {
    Relaxation lines = rows.lines();
    int count = rows.rows(k);
    int line = (rows.range().from() + k) * rows.width();
    int[] live =
        lines == null ? rows.live(k) : liveNeurons(lines, line, rows.live(k), rows.width());
    int stored = live == null ? rows.width() : live.length;
    float[] passed = pool.take(stored * count);
    sums.reset(count);
    for (int n = 0; n < stored; n++) {
      int i = live == null ? n : live[n];
      float b = bias == null ? 0 : bias[i];
      float w = weight == null ? 0 : weight[at + i];
      // Rows that wait for lines are complete: neuron i stands at place i.
      int source = rows.offset(k) + (lines == null ? n : i) * count;
      if (lines == null || isIdentity(lines, line + i)) {
        sums.addWeighted(rows.coefficients(), source, b, w);
        System.arraycopy(rows.coefficients(), source, passed, n * count, count);
      } else {
        LinePair pair = lines.pair(line + i, b, w);
        sums.relax(rows.coefficients(), source, passed, n * count, pair);
      }
    }
    return new Box(live, stored, passed);
  }

  /** The slope of an unstable neuron's chord may round to 1; its intercept is never 0. */
  private static boolean isIdentity(Relaxation lines, int at) {
    return lines.lowerSlope()[at] == 1
        && lines.upperSlope()[at] == 1
        && lines.upperIntercept()[at] == 0;
  }

  /** The coefficients of one box, {@code [neuron][row]}; {@code live} null where all are stored. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Box(int[] live, int stored, float[] coefficients) {}

  /** Neurons of a box that are not inactive; null when that is all of them. */
  private static int[] liveNeurons(Relaxation lines, int at, int[] before, int width) {
    if (before != null) {
      throw new IllegalArgumentException("rows before an activation are complete");
    }
    int[] live = new int[width];
    int count = 0;
    for (int i = 0; i < width; i++) {
      live[count] = i;
      // Not-a-number, and an upper slope of 0 with an intercept, count as live.
      boolean inactive = lines.upperSlope()[at + i] == 0 && lines.upperIntercept()[at + i] == 0;
      count += inactive ? 0 : 1;
    }
    return count == width ? null : Arrays.copyOf(live, count);
  }

  /** {@code A W}, with {@code A b} and the price of rounding in the constants. */
  Rows backAffine(int node, Rows given, Magnitude magnitude) {
    CpuAffine map = affine[node];
    Rows rows = map.diagonal() ? settled(given) : given;
    Rows to =
        next(rows, map.inputs(), map.diagonal() ? rows.live() : new int[rows.range().count()][]);
    for (int k = 0; k < rows.range().count(); k++) {
      if (rows.rows(k) > 0) {
        int box = rows.range().from() + k;
        Box passed = pass(rows, k, map.bias(), magnitude.values(), box * map.outputs());
        double gamma = RoundingError.floatGammaOfComputed(2L * passed.stored() + 8, map.relative());
        double largest = 1 + magnitude.sum()[box] + linesMagnitude(rows, box);
        double underflow = UNDERFLOW * (passed.stored() + 2) * largest;
        sums.payInto(to.constant(), to.start()[k], gamma, underflow);
        if (map.diagonal()) {
          scale(map, passed, rows.rows(k), to, k);
        } else {
          multiply(map, passed, rows.rows(k), to, k);
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

  private static void scale(CpuAffine map, Box from, int count, Rows to, int k) {
    for (int n = 0; n < from.stored(); n++) {
      float factor = map.weights()[from.live() == null ? n : from.live()[n]];
      for (int r = 0; r < count; r++) {
        to.coefficients()[to.offset(k) + n * count + r] =
            from.coefficients()[n * count + r] * factor;
      }
    }
  }

  private void multiply(CpuAffine map, Box from, int count, Rows to, int k) {
    int stored = from.stored();
    int in = map.inputs();
    if (stored == 0) {
      Arrays.fill(to.coefficients(), to.offset(k), to.offset(k + 1), 0f);
      return;
    }
    Scratch w = map.device();
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

  RowBounds concretize(Rows given, Interval bounds) {
    Rows rows = settled(given);
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
    release(rows, given);
    return new RowBounds(lower);
  }

  /**
   * The rows with no lines left to pass and every neuron stored; the argument itself where that is
   * so already.
   */
  private Rows settled(Rows rows) {
    boolean complete = rows.lines() == null;
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
      Box passed = pass(rows, k, null, null, 0);
      double gamma = RoundingError.floatGammaOfComputed(2L * passed.stored() + 8, 0);
      double magnitude = linesMagnitude(rows, rows.range().from() + k);
      double fixed = rows.lines() == null ? 0 : UNDERFLOW * (passed.stored() + 1 + magnitude);
      sums.payInto(all.constant(), all.start()[k], gamma, fixed);
      for (int n = 0; n < passed.stored(); n++) {
        int i = passed.live() == null ? n : passed.live()[n];
        System.arraycopy(
            passed.coefficients(), n * count, all.coefficients(), all.offset(k) + i * count, count);
      }
      pool.giveBack(passed.coefficients());
    }
    return all;
  }

  private static void release(Rows used, Rows given) {
    if (used != given) {
      used.close();
    }
  }
}
