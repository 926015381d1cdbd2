package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.domain.BoxBatch;
import dev.hasse.numeric.Outward;
import java.util.Arrays;

/**
 * The affine step of interval bound propagation on centre and radius: two products, with a radius
 * inflated beforehand by what both may round (docs/SOUNDNESS.md, "Radius inflation").
 *
 * <p>Boxes go through in blocks whose operands stay in the cache, and between the products in
 * strips of whole boxes, about a thousand floats, that are copied to arrays indexed by the loop
 * variable alone: the form that the JVM's compiler vectorises (docs/notes/cpu-backend.md).
 */
final class IntervalAffine implements AutoCloseable {
  private static final int BLOCK = 128;
  private static final int STRIP = 1024;

  /** Floats of an operand, so that blocks of very wide nodes are smaller. */
  private static final int MOST = 1 << 20;

  /** Covers the roundings of the few operations after the products: four units. */
  private static final float FINISH = 0x1p-22f;

  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final Finish[] finishes;
  private final LiveInputs[] live;
  private final Scratch center = new Scratch();
  private final Scratch radius = new Scratch();
  private final Scratch middle = new Scratch();
  private final Scratch half = new Scratch();
  private final ConvolutionProduct convolutions;
  private float[] first = new float[0];
  private float[] second = new float[0];

  IntervalAffine(OpenBlas blas, CpuAffine[] affine, FloatPool pool) {
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
    this.finishes = new Finish[affine.length];
    this.live = new LiveInputs[affine.length];
    this.convolutions = new ConvolutionProduct(blas);
  }

  @Override
  public void close() {
    center.close();
    radius.close();
    middle.close();
    half.close();
    convolutions.close();
    for (LiveInputs inputs : live) {
      if (inputs != null) {
        inputs.close();
      }
    }
  }

  Interval apply(int node, Interval x) {
    FloatAffine map = affine[node].map();
    if (finishes[node] == null) {
      boolean isDense = affine[node].product() != null;
      finishes[node] = new Finish(map, isDense ? affine[node].product().stride() : map.outputs());
      live[node] = isDense ? new LiveInputs(affine[node]) : null;
    }
    Interval result = new Interval(pool, x.boxes(), map.outputs());
    float inflation = map.radiusInflation();
    int block = Math.min(BLOCK, Math.max(1, MOST / Math.max(x.width(), map.outputs())));
    for (int from = 0; from < x.boxes(); from += block) {
      int boxes = Math.min(block, x.boxes() - from);
      if (map.diagonal()) {
        centersAndRadii(x, from, boxes, inflation);
        scale(map, boxes);
        finish(finishes[node], center, radius, result, from, boxes);
      } else {
        if (live[node] != null && x.source() == null && live[node].choose(x, from, boxes)) {
          reserve(affine[node], boxes, live[node].count());
          centersAndRadii(live[node], x, from, boxes, inflation);
          live[node].multiply(blas, boxes, center, radius, middle, half);
        } else {
          reserve(affine[node], boxes, x.width());
          centersAndRadii(x, from, boxes, inflation);
          multiply(affine[node], boxes);
        }
        finish(finishes[node], middle, half, result, from, boxes);
      }
    }
    float[] dust = IntervalVerbs.dust(map, x);
    if (dust != null) {
      for (int b = 0; b < x.boxes(); b++) {
        widenByDust(map, dust[b], b * map.outputs(), result);
      }
    }
    return result;
  }

  /** Before anything is written, since what grows loses its content. */
  private void reserve(CpuAffine of, int boxes, int width) {
    int room = of.product() == null ? boxes : of.product().room(boxes);
    center.ensure(room * width);
    radius.ensure(room * width);
  }

  /** Fills the off-heap centre and radius with those of some boxes. */
  private void centersAndRadii(Interval x, int from, int boxes, float inflation) {
    int length = boxes * x.width();
    center.ensure(length);
    radius.ensure(length);
    int strip = Math.max(x.width(), STRIP / x.width() * x.width());
    reserve(strip);
    BoxBatch source = x.source();
    for (int done = 0; done < length; done += strip) {
      int count = Math.min(strip, length - done);
      int at = from * x.width() + done;
      if (source != null) {
        source.centersAndHalfWidths(at, count, first, second);
      } else {
        x.copy(at, count, first, second);
        centersAndHalves(first, second, count);
      }
      inflate(first, second, count, inflation);
      center.put(done, first, 0, count);
      radius.put(done, second, 0, count);
    }
  }

  /** The same for the inputs that are not 0 on all of these boxes. */
  private void centersAndRadii(
      LiveInputs inputs, Interval x, int from, int boxes, float inflation) {
    int width = inputs.count();
    center.ensure(boxes * width);
    radius.ensure(boxes * width);
    int strip = Math.max(1, STRIP / Math.max(1, width));
    reserve(strip * width);
    for (int done = 0; done < boxes; done += strip) {
      int some = Math.min(strip, boxes - done);
      inputs.copy(x, from + done, some, first, second);
      centersAndHalves(first, second, some * width);
      inflate(first, second, some * width, inflation);
      center.put(done * width, first, 0, some * width);
      radius.put(done * width, second, 0, some * width);
    }
  }

  private void reserve(int strip) {
    if (first.length < strip) {
      first = new float[strip];
      second = new float[strip];
    }
  }

  private static void centersAndHalves(float[] lower, float[] upper, int count) {
    for (int k = 0; k < count; k++) {
      float a = 0.5f * lower[k];
      float b = 0.5f * upper[k];
      lower[k] = a + b;
      upper[k] = b - a;
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

  private void multiply(CpuAffine of, int boxes) {
    FloatAffine map = of.map();
    if (of.geometry() != null) {
      middle.ensure(boxes * map.outputs());
      half.ensure(boxes * map.outputs());
      convolutions.forward(of.geometry(), map.weights(), of.weights(), center, boxes, middle);
      convolutions.forward(
          of.geometry(), of.kernelMagnitudes(), of.magnitudes(), radius, boxes, half);
      return;
    }
    of.multiply(blas, boxes, center, middle);
    of.multiplyMagnitudes(blas, boxes, radius, half);
  }

  private void scale(FloatAffine map, int boxes) {
    int width = map.outputs();
    float[] scale = map.weights();
    reserve(width);
    for (int b = 0; b < boxes; b++) {
      center.get(b * width, first, 0, width);
      radius.get(b * width, second, 0, width);
      for (int i = 0; i < width; i++) {
        first[i] = scale[i] * first[i];
        second[i] = Math.abs(scale[i]) * second[i];
      }
      center.put(b * width, first, 0, width);
      radius.put(b * width, second, 0, width);
    }
  }

  /** From products to bounds of some boxes. */
  private void finish(
      Finish terms, Scratch middles, Scratch halves, Interval result, int from, int boxes) {
    int width = result.width();
    int stride = terms.stride;
    int strip = terms.bias.length / stride;
    reserve(strip * stride);
    int summed = Math.min(strip, boxes) * stride;
    Arrays.fill(terms.sum, 0, summed, 0f);
    for (int done = 0; done < boxes; done += strip) {
      int some = Math.min(strip, boxes - done);
      int count = some * stride;
      int at = (from + done) * width;
      middles.get(done * stride, first, 0, count);
      halves.get(done * stride, second, 0, count);
      finish(terms.bias, terms.error, first, second, terms.sum, count);
      copy(first, stride, result.lower(), at, some, width);
      copy(second, stride, result.upper(), at, some, width);
    }
    if (!finite(terms.sum, summed)) {
      result.settle(from * width, boxes * width);
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

  private static boolean finite(float[] values, int count) {
    boolean finite = true;
    for (int k = 0; k < count; k++) {
      finite &= Float.isFinite(values[k]);
    }
    return finite;
  }

  private static void widenByDust(FloatAffine map, float largest, int at, Interval result) {
    for (int i = 0; i < map.outputs(); i++) {
      double error = Outward.mulUp(map.dust(i), largest);
      result.lower()[at + i] = Outward.floatDown(Outward.subDown(result.lower()[at + i], error));
      result.upper()[at + i] = Outward.floatUp(Outward.addUp(result.upper()[at + i], error));
    }
  }

  /**
   * For each output its bias, and twice the error of bias and underflow; 0 for what products add to
   * whole vectors; again for each box.
   */
  private static final class Finish {
    private final int stride;
    private final float[] bias;
    private final float[] error;
    private final float[] sum;

    Finish(FloatAffine map, int stride) {
      int boxes = Math.max(1, STRIP / stride);
      this.stride = stride;
      this.bias = Arrays.copyOf(map.bias(), boxes * stride);
      this.error = new float[boxes * stride];
      this.sum = new float[boxes * stride];
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
