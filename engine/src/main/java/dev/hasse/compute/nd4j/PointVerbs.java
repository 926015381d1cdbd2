package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.compute.nd4j.CpuTensors.Points;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.Philox;

/** The verbs on concrete points, in float32 rounded to nearest. */
final class PointVerbs {
  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final Scratch input = new Scratch();
  private final Scratch output = new Scratch();
  private final ConvolutionProduct convolutions;

  PointVerbs(OpenBlas blas, CpuAffine[] affine, FloatPool pool) {
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
    this.convolutions = new ConvolutionProduct(blas);
  }

  void close() {
    input.close();
    output.close();
    convolutions.close();
  }

  /**
   * The corner of each row's box where the row is smallest.
   *
   * @param rows settled
   */
  Points minimizer(CpuRows rows, Interval bounds) {
    int width = bounds.width();
    Points result = new Points(pool, rows.rows(), width);
    float[] lower = new float[width];
    float[] upper = new float[width];
    float[] row = new float[width];
    for (int k = 0; k < rows.range().count(); k++) {
      int at = (rows.range().from() + k) * width;
      System.arraycopy(bounds.lower(), at, lower, 0, width);
      System.arraycopy(bounds.upper(), at, upper, 0, width);
      for (int r = 0; r < rows.rows(k); r++) {
        rows.coefficients().get(rows.offset(k) + r * width, row, 0, width);
        corner(row, lower, upper, width);
        System.arraycopy(row, 0, result.values(), (rows.start()[k] + r) * width, width);
      }
    }
    return result;
  }

  /** Replaces coefficients by the upper end where they are negative, else by the lower one. */
  private static void corner(float[] row, float[] lower, float[] upper, int width) {
    for (int i = 0; i < width; i++) {
      int negative = Float.floatToRawIntBits(row[i]) >> 31; // all bits of a sign bit, or none
      int low = Float.floatToRawIntBits(lower[i]) & ~negative;
      row[i] = Float.intBitsToFloat(low | (Float.floatToRawIntBits(upper[i]) & negative));
    }
  }

  Points upload(int width, double[] values) {
    Points result = new Points(pool, values.length / width, width);
    for (int k = 0; k < values.length; k++) {
      result.values()[k] = Outward.floatNearest(values[k]);
    }
    return result;
  }

  Points sample(Interval boxes, int perBox, long seed, int firstBox) {
    int width = boxes.width();
    Points result = new Points(pool, Math.multiplyExact(boxes.boxes(), perBox), width);
    double[] t = new double[width];
    int k = 0;
    for (int b = 0; b < boxes.boxes(); b++) {
      for (int p = 0; p < perBox; p++) {
        Philox.uniforms(seed, firstBox + b, p, t);
        for (int i = 0; i < width; i++, k++) {
          float low = boxes.lower()[b * width + i];
          float high = boxes.upper()[b * width + i];
          float value = Outward.floatNearest(low + t[i] * ((double) high - low));
          result.values()[k] = Math.max(low, Math.min(high, value));
        }
      }
    }
    return result;
  }

  Points affine(int node, Points x) {
    FloatAffine map = affine[node].map();
    int out = map.outputs();
    Points result = new Points(pool, x.count(), out);
    float[] values = result.values();
    if (map.diagonal()) {
      for (int k = 0; k < x.count() * out; k++) {
        values[k] = map.weights()[k % out] * x.values()[k];
      }
    } else if (map.convolution() != null) {
      CpuAffine of = affine[node];
      input.put(x.values(), x.count() * map.inputs());
      output.ensure(x.count() * out);
      convolutions.forward(of.geometry(), map.weights(), of.weights(), input, x.count(), output);
      output.get(values, 0, x.count() * out);
    } else {
      BoxProduct by = affine[node].product();
      input.ensure(by.room(x.count()) * map.inputs());
      input.put(x.values(), x.count() * map.inputs());
      affine[node].multiply(blas, x.count(), input, output);
      output.get(values, x.count(), out, by.stride());
    }
    for (int p = 0; p < x.count(); p++) {
      for (int i = 0; i < out; i++) {
        values[p * out + i] += map.bias()[i];
      }
    }
    return result;
  }

  Points relu(Points x) {
    Points result = new Points(pool, x.count(), x.width());
    for (int k = 0; k < x.count() * x.width(); k++) {
      result.values()[k] = Math.max(0f, x.values()[k]);
    }
    return result;
  }

  Points add(Points x, Points y) {
    Points result = new Points(pool, x.count(), x.width());
    for (int k = 0; k < x.count() * x.width(); k++) {
      result.values()[k] = x.values()[k] + y.values()[k];
    }
    return result;
  }

  Points select(Select select, Points x) {
    int width = select.outputs();
    Points result = new Points(pool, x.count(), width);
    for (int p = 0; p < x.count(); p++) {
      for (int i = 0; i < width; i++) {
        int source = select.source(i);
        result.values()[p * width + i] =
            source == Select.ZERO ? 0 : x.values()[p * x.width() + source];
      }
    }
    return result;
  }

  Points divergence(Points x, Points y) {
    Points result = new Points(pool, x.count(), 1);
    for (int p = 0; p < x.count(); p++) {
      float largest = 0;
      for (int k = p * x.width(); k < (p + 1) * x.width(); k++) {
        largest = Math.max(largest, Math.abs(x.values()[k] - y.values()[k]));
      }
      result.values()[p] = largest;
    }
    return result;
  }
}
