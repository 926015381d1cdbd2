package dev.hasse.kernels.opencl;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;

/** The tensors of the OpenCL backend: blocks of the arena, row-major. */
final class OpenClTensors {
  private OpenClTensors() {}

  private static double[] widen(float[] values) {
    double[] result = new double[values.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = values[k];
    }
    return result;
  }

  /**
   * Bounds, {@code [box][neuron]}. An undefined pair is stored as not-a-number.
   *
   * @param replaced one float, not zero where an undefined pair was intersected with something
   */
  record Interval(
      OpenClDevice device, int boxes, int width, Block lower, Block upper, Block replaced)
      implements Tensor.Interval {
    static OpenClTensors.Interval take(LaneMemory memory, int boxes, int width) {
      long length = (long) boxes * width;
      Block lower = memory.take(length);
      Block upper = memory.take(length);
      return new OpenClTensors.Interval(
          memory.device(), boxes, width, lower, upper, memory.take(1));
    }

    int length() {
      return boxes * width;
    }

    /** Undefined pairs are counted; those that have become better bounds since count as one. */
    @Override
    public Bounds download() {
      double[] low = widen(device.download(lower, length()));
      double[] high = widen(device.download(upper, length()));
      long before = device.download(replaced, 1)[0] == 0 ? 0 : 1;
      return new Bounds(boxes, width, low, high, Guarantee.RIGOROUS, before);
    }

    @Override
    public void close() {
      lower.release();
      upper.release();
      replaced.release();
    }
  }

  /**
   * @param planes see {@link BoundsKernel#relax}
   * @param stride length of a plane
   */
  record Relaxation(Block planes, int stride) implements Tensor.Relaxation {
    @Override
    public void close() {
      planes.release();
    }
  }

  /**
   * @param values {@code [box][output]}
   * @param inputs at least two thirds of the sum of magnitudes of each box's inputs
   */
  record Magnitude(Block values, Block inputs) implements Tensor.Magnitude {
    @Override
    public void close() {
      values.release();
      inputs.release();
    }
  }

  /**
   * Coefficients {@code [row][neuron]} and constants.
   *
   * @param boxOfRow counted through all boxes of the chunk
   */
  record Rows(
      BoxRange range, int rows, int width, Block boxOfRow, Block coefficients, Block constants)
      implements Tensor.Rows {
    /** Rows of the same boxes. */
    OpenClTensors.Rows next(int newWidth, Block newCoefficients, Block newConstants) {
      return new OpenClTensors.Rows(
          range, rows, newWidth, boxOfRow.share(), newCoefficients, newConstants);
    }

    int length() {
      return rows * width;
    }

    @Override
    public void close() {
      boxOfRow.release();
      coefficients.release();
      constants.release();
    }
  }

  record RowBounds(OpenClDevice device, int rows, Block lower) implements Tensor.RowBounds {
    @Override
    public double[] download() {
      return widen(device.download(lower, rows));
    }

    @Override
    public void close() {
      lower.release();
    }
  }

  record Points(OpenClDevice device, int count, int width, Block values) implements Tensor.Points {
    int length() {
      return count * width;
    }

    @Override
    public double[] download() {
      return widen(device.download(values, length()));
    }

    @Override
    public void close() {
      values.release();
    }
  }
}
