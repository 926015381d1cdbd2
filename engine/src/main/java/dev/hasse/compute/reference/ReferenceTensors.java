package dev.hasse.compute.reference;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.numeric.Outward;
import dev.hasse.relax.ReluRelaxation;

/** The tensors of the reference backend: Java arrays, {@code [box][neuron]}. */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
final class ReferenceTensors {
  private ReferenceTensors() {}

  /** Plain arrays are left to the garbage collector. */
  private interface OnHeap extends Tensor {
    @Override
    default void close() {
      // nothing to give back
    }
  }

  /** {@code undefined[0]} counts the pairs of bounds that were no numbers. */
  record Interval(double[][] lower, double[][] upper, int width, long[] undefined)
      implements Tensor.Interval, OnHeap {
    Interval(int boxes, int width) {
      this(new double[boxes][width], new double[boxes][width], width, new long[1]);
    }

    @Override
    public int boxes() {
      return lower.length;
    }

    /** Stores bounds; not-a-number becomes the whole line. */
    void set(int box, int neuron, double low, double high) {
      if (Double.isNaN(low) || Double.isNaN(high)) {
        undefined[0]++;
      }
      lower[box][neuron] = Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low;
      upper[box][neuron] = Double.isNaN(high) ? Double.POSITIVE_INFINITY : high;
    }

    /** The largest magnitude of a neuron. */
    double magnitude(int box, int neuron) {
      return Math.max(Math.abs(lower[box][neuron]), Math.abs(upper[box][neuron]));
    }

    @Override
    public Bounds download() {
      double[] low = new double[lower.length * width];
      double[] high = new double[low.length];
      for (int b = 0; b < lower.length; b++) {
        System.arraycopy(lower[b], 0, low, b * width, width);
        System.arraycopy(upper[b], 0, high, b * width, width);
      }
      return new Bounds(lower.length, width, low, high, Guarantee.RIGOROUS, undefined[0]);
    }
  }

  record Relaxation(
      double[][] lowerSlope,
      double[][] lowerIntercept,
      double[][] upperSlope,
      double[][] upperIntercept,
      double[][] magnitude)
      implements Tensor.Relaxation, OnHeap {
    Relaxation(int boxes, int width) {
      this(
          new double[boxes][width],
          new double[boxes][width],
          new double[boxes][width],
          new double[boxes][width],
          new double[boxes][width]);
    }
  }

  /**
   * Here simply the bounds of the affine map's input: errors of coefficients are known one by one.
   */
  record Magnitude(ReferenceTensors.Interval input) implements Tensor.Magnitude, OnHeap {}

  /** Row r belongs to box {@code box[r]} of the chunk. */
  record Rows(BoxRange range, int[] box, double[][] coefficients, double[] constant)
      implements Tensor.Rows, OnHeap {
    /** Rows of the same boxes, all zero, with a copy of the constants. */
    ReferenceTensors.Rows next(int width) {
      return new ReferenceTensors.Rows(range, box, new double[box.length][width], constant.clone());
    }

    @Override
    public int rows() {
      return box.length;
    }

    @Override
    public float[] download() {
      int width = box.length == 0 ? 0 : coefficients[0].length;
      float[] flat = new float[box.length * width];
      for (int k = 0; k < flat.length; k++) {
        flat[k] = Outward.floatNearest(coefficients[k / width][k % width]);
      }
      return flat;
    }
  }

  /** Parameters with Adam's two means, {@code [row][neuron]}. */
  record Slopes(
      ReferenceTensors.Interval bounds, double[][] value, double[][] mean, double[][] square)
      implements Tensor.Slopes, OnHeap {
    Slopes(ReferenceTensors.Interval bounds, int rows) {
      this(
          bounds,
          new double[rows][bounds.width()],
          new double[rows][bounds.width()],
          new double[rows][bounds.width()]);
    }

    boolean isUnstable(int box, int neuron) {
      return ReluRelaxation.isUnstable(bounds.lower()[box][neuron], bounds.upper()[box][neuron]);
    }

    /** The parameter, within the range that it has by the bounds as they are now. */
    double within(int row, int box, int neuron) {
      return within(box, neuron, value[row][neuron]);
    }

    /** Puts a parameter into its range. */
    void set(int row, int box, int neuron, double parameter) {
      value[row][neuron] = within(box, neuron, parameter);
    }

    private double within(int box, int neuron, double parameter) {
      double range;
      if (isUnstable(box, neuron)) {
        range = Math.max(0, Math.min(1, parameter));
      } else {
        range = Math.min(0, parameter);
      }
      return Double.isFinite(range) ? range : 0;
    }

    @Override
    public float[] download() {
      int width = bounds.width();
      float[] flat = new float[value.length * width];
      for (int k = 0; k < flat.length; k++) {
        flat[k] = Outward.floatNearest(value[k / width][k % width]);
      }
      return flat;
    }
  }

  record RowBounds(double[] lower) implements Tensor.RowBounds, OnHeap {
    @Override
    public double[] download() {
      return lower.clone();
    }
  }

  record Points(double[][] values, int width) implements Tensor.Points, OnHeap {
    Points(int count, int width) {
      this(new double[count][width], width);
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public double[] download() {
      double[] flat = new double[values.length * width];
      for (int p = 0; p < values.length; p++) {
        System.arraycopy(values[p], 0, flat, p * width, width);
      }
      return flat;
    }
  }
}
