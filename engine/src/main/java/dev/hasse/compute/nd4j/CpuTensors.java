package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import java.util.Arrays;

/** The tensors of the cpu backend: pooled float arrays of one lane. */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
final class CpuTensors {
  private CpuTensors() {}

  /**
   * Bounds, {@code [box][neuron]} flat. Those of uploaded boxes are rounded to float when first
   * asked for: the first affine map starts from the doubles themselves.
   */
  static final class Interval implements Tensor.Interval {
    private final FloatPool pool;
    private final int boxes;
    private final int width;
    private BoxBatch source;
    private float[] lower;
    private float[] upper;
    private long undefined;
    private SlopeNeurons[] neurons;

    Interval(FloatPool pool, int boxes, int width) {
      this.pool = pool;
      this.boxes = boxes;
      this.width = width;
      this.lower = pool.take(boxes * width);
      this.upper = pool.take(boxes * width);
    }

    Interval(FloatPool pool, BoxBatch source) {
      this.pool = pool;
      this.boxes = source.count();
      this.width = source.dimension();
      this.source = source;
    }

    /** The uploaded boxes while these bounds are still theirs, else null. */
    BoxBatch source() {
      return lower == null ? source : null;
    }

    private void materialize() {
      if (lower == null) {
        lower = pool.take(boxes * width);
        upper = pool.take(boxes * width);
        source.roundOutwards(lower, upper);
        source = null;
      }
    }

    @Override
    public int boxes() {
      return boxes;
    }

    @Override
    public int width() {
      return width;
    }

    int length() {
      return boxes * width;
    }

    float[] lower() {
      materialize();
      return lower;
    }

    float[] upper() {
      materialize();
      return upper;
    }

    /** A box's neurons as they are until the bounds change next; kept, for many steps ask. */
    SlopeNeurons neurons(int box) {
      if (neurons == null) {
        neurons = new SlopeNeurons[boxes];
      }
      if (neurons[box] == null) {
        neurons[box] = new SlopeNeurons(this, box);
      }
      return neurons[box];
    }

    /** To be called by whoever has changed the bounds. */
    void changed() {
      neurons = null;
    }

    /** The largest magnitude at a position. */
    float largest(int at) {
      return Math.max(Math.abs(lower()[at]), Math.abs(upper()[at]));
    }

    void settle() {
      settle(0, length());
    }

    /** Replaces not-a-number by the whole line and counts it, in a stretch. */
    void settle(int from, int count) {
      for (int k = from; k < from + count; k++) {
        float l = lower[k];
        float u = upper[k];
        if (Float.isNaN(l) || Float.isNaN(u)) {
          lower[k] = Float.NEGATIVE_INFINITY;
          upper[k] = Float.POSITIVE_INFINITY;
          undefined++;
        }
      }
    }

    @Override
    public Bounds download() {
      materialize();
      double[] low = new double[boxes * width];
      double[] high = new double[boxes * width];
      for (int k = 0; k < low.length; k++) {
        low[k] = lower[k];
        high[k] = upper[k];
      }
      return new Bounds(boxes, width, low, high, Guarantee.RIGOROUS, undefined);
    }

    @Override
    public void close() {
      neurons = null;
      if (lower != null) {
        pool.giveBack(lower);
        pool.giveBack(upper);
        lower = null;
        upper = null;
      }
    }
  }

  /**
   * Lines around a ReLU, {@code [box][neuron]} flat: lower slope 0 or 1, upper slope in [0, 1],
   * upper intercept at least 0; with the largest magnitudes of the pre-activations, 0 where both
   * slopes are exact, and for each box the sum of them all.
   */
  static final class Relaxation implements Tensor.Relaxation {
    private final FloatPool pool;
    private final int width;
    private final float[] lowerSlope;
    private final float[] upperSlope;
    private final float[] upperIntercept;
    private final float[] magnitude;
    private final double[] magnitudeSum;
    private final int[][] live;
    private LinePairs prepared;
    private CpuTensors.Magnitude preparedFor;

    Relaxation(FloatPool pool, int boxes, int width) {
      this.pool = pool;
      this.width = width;
      this.lowerSlope = pool.take(boxes * width);
      this.upperSlope = pool.take(boxes * width);
      this.upperIntercept = pool.take(boxes * width);
      this.magnitude = pool.take(boxes * width);
      this.magnitudeSum = new double[boxes];
      this.live = new int[boxes][];
    }

    int boxes() {
      return live.length;
    }

    int width() {
      return width;
    }

    /** The neurons of a box that are not inactive, or null where that is all of them. */
    int[] live(int box) {
      return live[box];
    }

    float[] lowerSlope() {
      return lowerSlope;
    }

    float[] upperSlope() {
      return upperSlope;
    }

    float[] upperIntercept() {
      return upperIntercept;
    }

    float[] magnitude() {
      return magnitude;
    }

    double[] magnitudeSum() {
      return magnitudeSum;
    }

    /** Whether the activation is 0 on the whole box; not-a-number is not. */
    private boolean isInactive(int at) {
      return upperSlope[at] == 0 && upperIntercept[at] == 0;
    }

    /** Notes which neurons of a box are not inactive; once its lines are there. */
    void findLive(int box, int count) {
      if (count == width) {
        return;
      }
      int[] found = new int[count];
      int next = 0;
      for (int i = 0; i < width; i++) {
        if (!isInactive(box * width + i)) {
          found[next++] = i;
        }
      }
      live[box] = found;
    }

    /** The lines on their way into an affine map; kept for the rows of later layers. */
    @SuppressWarnings("ReferenceEquality") // the very tensor, not one that looks alike
    LinePairs pairs(FloatAffine map, CpuTensors.Magnitude magnitude) {
      if (prepared == null || preparedFor != magnitude) {
        release();
        prepared = LinePairs.of(pool, this, map, magnitude);
        preparedFor = magnitude;
      }
      return prepared;
    }

    private void release() {
      if (prepared != null) {
        prepared.close();
        prepared = null;
      }
    }

    @Override
    public void close() {
      release();
      pool.giveBack(lowerSlope);
      pool.giveBack(upperSlope);
      pool.giveBack(upperIntercept);
      pool.giveBack(magnitude);
    }
  }

  /**
   * What rounding errors of rows through an affine map are proportional to.
   *
   * @param values {@code [box][output]}: at least {@code |W| xmax + |b|} and what {@link
   *     IntervalVerbs#magnitude} adds
   * @param sum for each box a bound of the sums of {@code values} and of xmax
   */
  record Magnitude(FloatPool pool, float[] values, double[] sum) implements Tensor.Magnitude {
    @Override
    public void close() {
      pool.giveBack(values);
    }
  }

  /**
   * Rows of the boxes of a range, off heap. The rows of a box are stored row by row, {@code
   * [row][neuron]}, so that the rows of many boxes are one operand of a product; neurons whose
   * coefficients are zero in all rows of a box may be left out.
   *
   * <p>Rows may still have to pass an activation ({@link #lines}): the slopes are applied by the
   * next verb while it reads the coefficients anyway. And they may be mirrored: then half of the
   * rows of each box are stored, and the other half are their negatives.
   */
  static final class Rows implements Tensor.Rows {
    private final ScratchPool pool;
    private final BoxRange range;
    private final int[] start;
    private final int width;
    private final int[][] live;
    private final int[] offset;
    private final CpuTensors.Relaxation lines;
    private final boolean mirrored;
    private final int[] holders; // how many blocks of rows share the coefficients
    private Scratch coefficients;
    private final double[] constant;

    /**
     * @param start length boxes + 1: first row of each box
     * @param width neurons of the node
     * @param live for each box the neurons that are stored, or null where all are
     * @param mirrored whether the second half of each box's rows are the negatives of the first
     * @param constant one a row, mirrored or not; taken over
     */
    Rows(
        ScratchPool pool,
        BoxRange range,
        int[] start,
        int width,
        int[][] live,
        boolean mirrored,
        double[] constant) {
      this.pool = pool;
      this.range = range;
      this.start = start;
      this.width = width;
      this.live = live;
      this.constant = constant;
      this.lines = null;
      this.mirrored = mirrored;
      this.offset = new int[range.count() + 1];
      for (int k = 0; k < range.count(); k++) {
        offset[k + 1] = Math.addExact(offset[k], Math.multiplyExact(stored(k), columns(k)));
      }
      this.coefficients = pool.take(offset[range.count()]);
      this.holders = new int[] {1};
    }

    /** The rows of another block, sharing its coefficients, that still have to pass these lines. */
    Rows(CpuTensors.Rows of, CpuTensors.Relaxation lines) {
      this.pool = of.pool;
      this.range = of.range;
      this.start = of.start;
      this.width = of.width;
      this.live = of.live;
      this.constant = of.constant; // of neither block are they changed once it is handed on
      this.offset = of.offset;
      this.lines = lines;
      this.mirrored = of.mirrored;
      this.coefficients = of.coefficients;
      this.holders = of.holders;
      holders[0]++;
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

    int width() {
      return width;
    }

    /** Number of rows of the k-th box of the range. */
    int rows(int k) {
      return start[k + 1] - start[k];
    }

    /** Number of rows of the k-th box that are stored. */
    int columns(int k) {
      return mirrored ? rows(k) / 2 : rows(k);
    }

    /** Neurons stored for the k-th box, or null where all are, in order. */
    int[] live(int k) {
      return live[k];
    }

    int[][] live() {
      return live;
    }

    /** Number of neurons stored for the k-th box. */
    int stored(int k) {
      return live[k] == null ? width : live[k].length;
    }

    /** Where the coefficients of the k-th box begin. */
    int offset(int k) {
      return offset[k];
    }

    Scratch coefficients() {
      return coefficients;
    }

    double[] constant() {
      return constant;
    }

    @Override
    public int rows() {
      return start[range.count()];
    }

    /** Of rows without lines to pass, mirrored or not. */
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
            all[at + (live[k] == null ? n : live[k][n])] = r == of ? row[n] : -row[n];
          }
        }
      }
      return all;
    }

    @Override
    public void close() {
      if (coefficients != null) {
        holders[0]--;
        if (holders[0] == 0) {
          pool.giveBack(coefficients);
        }
        coefficients = null;
      }
    }
  }

  /**
   * Parameters of rows at a ReLU with Adam's two means, {@code [row][neuron]} flat.
   *
   * @param start first row of each box of the range
   * @param bounds of the pre-activations; not owned
   */
  record Slopes(
      FloatPool pool,
      BoxRange range,
      int[] start,
      CpuTensors.Interval bounds,
      float[] values,
      float[] means,
      float[] squares)
      implements Tensor.Slopes {
    int rows() {
      return start[range.count()];
    }

    int width() {
      return bounds.width();
    }

    @Override
    public float[] download() {
      return Arrays.copyOf(values, rows() * width());
    }

    @Override
    public void close() {
      pool.giveBack(values);
      pool.giveBack(means);
      pool.giveBack(squares);
    }
  }

  /** One bound a row. */
  record RowBounds(double[] lower) implements Tensor.RowBounds {
    @Override
    public double[] download() {
      return lower.clone();
    }

    @Override
    public void close() {
      // on the heap
    }
  }

  /** Values, {@code [point][neuron]} flat. */
  record Points(FloatPool pool, int count, int width, float[] values) implements Tensor.Points {
    Points(FloatPool pool, int count, int width) {
      this(pool, count, width, pool.take(Math.multiplyExact(count, width)));
    }

    @Override
    public double[] download() {
      double[] result = new double[count * width];
      for (int k = 0; k < result.length; k++) {
        result[k] = values[k];
      }
      return result;
    }

    @Override
    public void close() {
      pool.giveBack(values);
    }
  }
}
