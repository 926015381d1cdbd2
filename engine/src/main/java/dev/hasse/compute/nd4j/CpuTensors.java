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
   * asked for: the first affine map starts from the doubles themselves. Positive parts of other
   * bounds are computed when first asked for, too: the next affine map copies what it reads anyway.
   * Until then both read the same arrays.
   */
  static final class Interval implements Tensor.Interval {
    private final FloatPool pool;
    private final int boxes;
    private final int width;
    private BoxBatch source;
    private SharedBounds values; // null while the source stands for them
    private boolean waiting; // whether these bounds are the positive parts of the values
    private long undefined;
    private SlopeNeurons[] neurons;

    Interval(FloatPool pool, int boxes, int width) {
      this(pool, boxes, width, new SharedBounds(pool, boxes * width), false);
    }

    Interval(FloatPool pool, BoxBatch source) {
      this(pool, source.count(), source.dimension(), null, false);
      this.source = source;
    }

    private Interval(FloatPool pool, int boxes, int width, SharedBounds values, boolean waiting) {
      this.pool = pool;
      this.boxes = boxes;
      this.width = width;
      this.values = values;
      this.waiting = waiting;
    }

    /** The positive parts of these bounds as they are now. */
    CpuTensors.Interval positivePart() {
      materialize();
      return new CpuTensors.Interval(pool, boxes, width, values.share(), true);
    }

    /** Whether these are positive parts that wait: where the upper bound is 0 the lower one is. */
    boolean isPositivePart() {
      return waiting;
    }

    /** The uploaded boxes while these bounds are still theirs, else null. */
    BoxBatch source() {
      return source;
    }

    /** Makes the values these bounds. */
    private void materialize() {
      if (source != null) {
        values = new SharedBounds(pool, length());
        source.roundOutwards(values.lower(), values.upper());
        source = null;
      }
      if (waiting) {
        own();
      }
    }

    /** Makes the values these bounds, which nobody else reads. */
    private void own() {
      SharedBounds own = new SharedBounds(pool, length());
      copy(0, length(), own.lower(), own.upper());
      values.release();
      values = own;
      waiting = false;
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

    /** To be written to after {@link #change} only, or while these bounds are new. */
    float[] lower() {
      materialize();
      return values.lower();
    }

    /** As {@link #lower}. */
    float[] upper() {
      materialize();
      return values.upper();
    }

    /** Copies a stretch of the bounds; not of a source. */
    void copy(int from, int count, float[] lower, float[] upper) {
      values.copyLower(from, count, lower, waiting);
      values.copyUpper(from, count, upper, waiting);
    }

    /** Copies a stretch of the upper bounds; not of a source. */
    void copyUpper(int from, int count, float[] upper) {
      values.copyUpper(from, count, upper, waiting);
    }

    /**
     * Copies the bounds of some neurons, for so many boxes, {@code [box][place]}; not of a source.
     */
    void gather(int from, int count, int[] places, float[] lower, float[] upper) {
      values.gather(from, count, width, places, lower, upper, waiting);
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

    /** To be called by whoever is going to change the bounds. */
    void change() {
      neurons = null;
      materialize();
      if (values.isShared()) {
        own();
      }
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
      float[] lower = lower();
      float[] upper = upper();
      for (int k = from; k < from + count; k++) {
        if (Float.isNaN(lower[k]) || Float.isNaN(upper[k])) {
          lower[k] = Float.NEGATIVE_INFINITY;
          upper[k] = Float.POSITIVE_INFINITY;
          undefined++;
        }
      }
    }

    @Override
    public Bounds download() {
      float[] lower = lower();
      float[] upper = upper();
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
      source = null;
      if (values != null) {
        values.release();
        values = null;
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
  static final class RowBounds implements Tensor.RowBounds {
    private final DoublePool pool;
    private final int rows;
    private double[] lower;

    /**
     * @param lower one a row, and more that are of no account; taken over
     */
    RowBounds(DoublePool pool, double[] lower, int rows) {
      this.pool = pool;
      this.lower = lower;
      this.rows = rows;
    }

    double[] lower() {
      return lower;
    }

    @Override
    public double[] download() {
      return Arrays.copyOf(lower, rows);
    }

    @Override
    public void close() {
      if (lower != null) {
        pool.giveBack(lower);
        lower = null;
      }
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
