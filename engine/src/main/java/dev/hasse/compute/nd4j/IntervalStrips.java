package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import java.util.Arrays;

/**
 * The loops of the interval step before and after its products, in strips of whole boxes, about a
 * thousand floats, that are copied to arrays indexed by the loop variable alone: the form that the
 * JVM's compiler vectorises (docs/notes/cpu-backend.md). One thread at a time.
 */
final class IntervalStrips {
  private static final int STRIP = 1024;

  /** Covers the roundings of the few operations after the products: four units. */
  private static final float FINISH = 0x1p-22f;

  private float[] first = new float[0];
  private float[] second = new float[0];
  private float[] sum = new float[0];

  private void reserve(int strip) {
    if (first.length < strip) {
      first = new float[strip];
      second = new float[strip];
      sum = new float[strip];
    }
  }

  /**
   * Writes centre and radius of some boxes of a block, {@code [box][input]}.
   *
   * @param inputs those to write, or null for all
   * @param from where the block begins in {@code x}
   * @param begin the first box, counted in the block
   * @param end the box after the last one
   */
  void centersAndRadii(
      LiveInputs inputs,
      Interval x,
      float inflation,
      int from,
      int begin,
      int end,
      Scratch center,
      Scratch radius) {
    int width = inputs == null ? x.width() : inputs.count();
    int strip = Math.max(1, STRIP / Math.max(1, width));
    reserve(strip * width);
    for (int box = begin; box < end; box += strip) {
      int boxes = Math.min(strip, end - box);
      read(inputs, x, from + box, boxes, inflation);
      center.put(box * width, first, 0, boxes * width);
      radius.put(box * width, second, 0, boxes * width);
    }
  }

  private void read(LiveInputs inputs, Interval x, int box, int boxes, float inflation) {
    int width = x.width();
    if (inputs != null) {
      inputs.copy(x, box, boxes, first, second);
      centersAndRadii(first, second, boxes * inputs.count(), inflation);
    } else if (x.source() != null) {
      x.source().centersAndHalfWidths(box * width, boxes * width, first, second);
      inflate(first, second, boxes * width, inflation);
    } else {
      x.copy(box * width, boxes * width, first, second);
      centersAndRadii(first, second, boxes * width, inflation);
    }
  }

  /** In place of the bounds. */
  private static void centersAndRadii(float[] lower, float[] upper, int count, float inflation) {
    for (int k = 0; k < count; k++) {
      float a = 0.5f * lower[k];
      float b = 0.5f * upper[k];
      float c = a + b;
      float h = b - a;
      lower[k] = c;
      upper[k] = h + (Math.abs(c) + h) * inflation;
    }
  }

  /**
   * Without a term for underflow, which the finishing errors cover: a radius of 2^-120 for inactive
   * neurons made subnormal products, and those a product 1.6 times as slow.
   */
  private static void inflate(float[] c, float[] h, int count, float inflation) {
    for (int k = 0; k < count; k++) {
      h[k] = h[k] + (Math.abs(c[k]) + h[k]) * inflation;
    }
  }

  /** Multiplies centre and radius of so many boxes by a diagonal. */
  void scale(float[] diagonal, int boxes, Scratch center, Scratch radius) {
    int width = diagonal.length;
    reserve(width);
    for (int b = 0; b < boxes; b++) {
      center.get(b * width, first, 0, width);
      radius.get(b * width, second, 0, width);
      for (int i = 0; i < width; i++) {
        first[i] = diagonal[i] * first[i];
        second[i] = Math.abs(diagonal[i]) * second[i];
      }
      center.put(b * width, first, 0, width);
      radius.put(b * width, second, 0, width);
    }
  }

  /**
   * From products to bounds of some boxes of a block.
   *
   * @param to gets the bounds; its arrays are its own
   * @param from where the block begins there
   * @return whether all are finite
   */
  boolean finish(
      Terms terms, Scratch middles, Scratch halves, Interval to, int from, int begin, int end) {
    int width = to.width();
    int stride = terms.stride;
    reserve(terms.boxes * stride);
    int summed = Math.min(terms.boxes, end - begin) * stride;
    Arrays.fill(sum, 0, summed, 0f);
    for (int box = begin; box < end; box += terms.boxes) {
      int boxes = Math.min(terms.boxes, end - box);
      int count = boxes * stride;
      middles.get(box * stride, first, 0, count);
      halves.get(box * stride, second, 0, count);
      finish(terms.bias, terms.error, first, second, sum, count);
      copy(first, stride, to.lower(), (from + box) * width, boxes, width);
      copy(second, stride, to.upper(), (from + box) * width, boxes, width);
    }
    return isFinite(sum, summed);
  }

  /**
   * In place: adds the bias and steps outwards by the roundings made.
   *
   * @param sum gets the widths added, to be not finite where one is not
   */
  private static void finish(
      float[] bias, float[] error, float[] lower, float[] upper, float[] sum, int count) {
    for (int k = 0; k < count; k++) {
      float t = lower[k] + bias[k];
      float h = upper[k];
      float slack = (Math.abs(t) + h) * FINISH + error[k];
      float low = (t - h) - slack;
      float high = (t + h) + slack;
      lower[k] = low;
      upper[k] = high;
      sum[k] += high - low;
    }
  }

  private static void copy(float[] from, int stride, float[] to, int at, int rows, int width) {
    if (stride == width) {
      System.arraycopy(from, 0, to, at, rows * width);
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, row * stride, to, at + row * width, width);
    }
  }

  private static boolean isFinite(float[] values, int count) {
    boolean finite = true;
    for (int k = 0; k < count; k++) {
      finite &= Float.isFinite(values[k]);
    }
    return finite;
  }

  /** For each output its bias, and twice the error of bias and underflow; again for each box. */
  static final class Terms {
    private final int boxes;
    private final int stride;
    private final float[] bias;
    private final float[] error;

    /**
     * @param stride from one box to the next; products add 0 to what lies between
     */
    Terms(FloatAffine map, int stride) {
      this.boxes = Math.max(1, STRIP / stride);
      this.stride = stride;
      this.bias = Arrays.copyOf(map.bias(), boxes * stride);
      this.error = new float[boxes * stride];
      for (int i = 0; i < map.outputs(); i++) {
        error[i] = map.finishError(i);
      }
      for (int at = stride; at < bias.length; at += stride) {
        System.arraycopy(bias, 0, bias, at, stride);
        System.arraycopy(error, 0, error, at, stride);
      }
    }
  }
}
