package dev.hasse.compute.nd4j;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import dev.hasse.relax.ReluRelaxation;

/**
 * The verbs on bounds. Affine maps work on centre and radius: two products, with a radius inflated
 * beforehand by what both may round (docs/SOUNDNESS.md, "Radius inflation"). Loops are kept to
 * forms that the JVM's compiler vectorises.
 */
final class IntervalVerbs {
  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final Scratch radius = new Scratch();
  private final Scratch product = new Scratch();
  private final ConvolutionProduct convolutions;

  IntervalVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool pool) {
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
    this.convolutions = new ConvolutionProduct(blas);
  }

  void close() {
    radius.close();
    product.close();
    convolutions.close();
  }

  Interval upload(BoxBatch boxes) {
    return new Interval(pool, boxes);
  }

  /** The largest input of each box, where the map left weights out as too small; else null. */
  static float[] dust(FloatAffine map, Interval x) {
    if (!map.dusty()) {
      return null;
    }
    float[] largest = new float[x.boxes()];
    for (int b = 0; b < x.boxes(); b++) {
      for (int k = b * x.width(); k < (b + 1) * x.width(); k++) {
        float magnitude = Math.max(Math.abs(x.lower()[k]), Math.abs(x.upper()[k]));
        largest[b] = Math.max(largest[b], magnitude);
      }
    }
    return largest;
  }

  Interval add(Interval x, Interval y) {
    Interval result = new Interval(pool, x.boxes(), x.width());
    for (int k = 0; k < x.length(); k++) {
      // A double holds the sum of two floats up to 2^-53, and the step to float covers that too.
      double low = Outward.addDown(x.lower()[k], y.lower()[k]);
      double high = Outward.addUp(x.upper()[k], y.upper()[k]);
      result.lower()[k] = Outward.floatDown(low);
      result.upper()[k] = Outward.floatUp(high);
    }
    result.settle();
    return result;
  }

  Interval select(Select select, Interval x) {
    int width = select.outputs();
    Interval result = new Interval(pool, x.boxes(), width);
    for (int b = 0; b < x.boxes(); b++) {
      for (int i = 0; i < width; i++) {
        int source = select.source(i);
        boolean zero = source == Select.ZERO;
        result.lower()[b * width + i] = zero ? 0 : x.lower()[b * x.width() + source];
        result.upper()[b * width + i] = zero ? 0 : x.upper()[b * x.width() + source];
      }
    }
    return result;
  }

  void intersect(Interval bounds, Interval other) {
    bounds.change();
    for (int k = 0; k < bounds.length(); k++) {
      bounds.lower()[k] = Math.max(bounds.lower()[k], other.lower()[k]);
      bounds.upper()[k] = Math.min(bounds.upper()[k], other.upper()[k]);
    }
  }

  void tighten(Interval bounds, RowSelection selection, BoxRange boxes, double[] found) {
    bounds.change();
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < size; k++, row++) {
        int at = b * bounds.width() + selection.neuron(selection.start(b) + k);
        float low = Outward.floatDown(found[row]);
        float high = -Outward.floatDown(found[row + size]);
        bounds.lower()[at] = Math.max(bounds.lower()[at], low);
        bounds.upper()[at] = Math.min(bounds.upper()[at], high);
      }
      row += size;
    }
  }

  RowSelection unstable(Interval z) {
    int[] start = new int[z.boxes() + 1];
    int[] neuron = new int[z.length()];
    int next = 0;
    for (int b = 0; b < z.boxes(); b++) {
      int at = b * z.width();
      for (int i = 0; i < z.width(); i++) {
        if (ReluRelaxation.isUnstable(z.lower()[at + i], z.upper()[at + i])) {
          neuron[next++] = i;
        }
      }
      start[b + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  /**
   * {@code |W| xmax + |b|}, rounded up, plus what scales the errors that are not proportional to it
   * into that proportion: every factor that multiplies a magnitude is at least two units, so an
   * error E is covered by E / unit.
   */
  Magnitude magnitude(int node, Interval x) {
    FloatAffine map = affine[node].map();
    int out = map.outputs();
    float[] largest = pool.take(x.length());
    magnitudes(x.lower(), x.upper(), largest, x.length());
    float[] values = pool.take(x.boxes() * out);
    if (map.diagonal()) {
      for (int k = 0; k < x.length(); k++) {
        values[k] = Math.abs(map.weights()[k % out]) * largest[k];
      }
    } else if (map.convolution() != null) {
      CpuAffine of = affine[node];
      product.ensure(x.boxes() * out);
      radius.put(largest, x.length());
      convolutions.forward(
          of.geometry(), of.kernelMagnitudes(), of.magnitudes(), radius, x.boxes(), product);
      product.get(values, 0, x.boxes() * out);
    } else {
      BoxProduct by = affine[node].product();
      radius.ensure(by.room(x.boxes()) * map.inputs());
      radius.put(largest, x.length());
      affine[node].multiplyMagnitudes(blas, x.boxes(), radius, product);
      product.get(values, x.boxes(), out, by.stride());
    }
    float[] dust = dust(map, x);
    float factor = map.magnitudeFactor();
    float[] offset = new float[out];
    for (int i = 0; i < out; i++) {
      offset[i] = map.magnitudeOffset(i);
    }
    double[] sum = new double[x.boxes()];
    for (int b = 0; b < x.boxes(); b++) {
      double total = 0;
      for (int i = 0; i < out; i++) {
        float value = (values[b * out + i] + offset[i]) * factor;
        if (dust != null) {
          double more = Outward.mulUp(map.dust(i), dust[b]) / RoundingError.FLOAT_UNIT;
          value = Outward.floatUp(Outward.addUp(value, 2 * more));
        }
        values[b * out + i] = value;
        total += value;
      }
      for (int j = b * x.width(); j < (b + 1) * x.width(); j++) {
        total += largest[j];
      }
      sum[b] = total * (1 + 0x1p-20);
    }
    pool.giveBack(largest);
    return new Magnitude(pool, values, sum);
  }

  private static void magnitudes(float[] lower, float[] upper, float[] largest, int length) {
    for (int k = 0; k < length; k++) {
      largest[k] = Math.max(Math.abs(lower[k]), Math.abs(upper[k]));
    }
  }
}
