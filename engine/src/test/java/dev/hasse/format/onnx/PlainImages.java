package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Windows over images as the ONNX operators define them, in loops over [channel][row][column]: a
 * judge that shares nothing with the reader. A signal of one axis is an image one column wide.
 */
final class PlainImages {
  /** Marks what lies outside the image and its padding, or is padding that does not count. */
  private static final double OUTSIDE = Double.NaN;

  private final double[][][] pixels;
  private final PlainAttributes attributes;
  private final int[] kernel;
  private final int[][] pads = new int[2][2];
  private final int[] outputs = new int[2];

  PlainImages(PlainTensor tensor, PlainAttributes attributes, int[] kernelShape) {
    int[] shape = tensor.shape();
    boolean line = shape.length == 3;
    this.attributes = attributes;
    this.kernel = new int[] {kernelShape[0], line ? 1 : kernelShape[1]};
    this.pixels = new double[shape[1]][shape[2]][line ? 1 : shape[3]];
    int next = 0;
    for (double[][] channel : pixels) {
      for (double[] row : channel) {
        for (int x = 0; x < row.length; x++) {
          row[x] = tensor.values()[next++];
        }
      }
    }
    place(0, shape[2]);
    if (line) {
      outputs[1] = 1;
    } else {
      place(1, shape[3]);
    }
  }

  private int number(String name, int axis, int byDefault) {
    int[] values = attributes.integers(name);
    return values == null || axis >= values.length ? byDefault : values[axis];
  }

  private int extent(int axis) {
    return (kernel[axis] - 1) * number("dilations", axis, 1) + 1;
  }

  private void place(int axis, int size) {
    int stride = number("strides", axis, 1);
    String auto = attributes.text("auto_pad", "NOTSET");
    if (auto.startsWith("SAME")) {
      outputs[axis] = (int) Math.ceil((double) size / stride);
      int total = Math.max(0, (outputs[axis] - 1) * stride + extent(axis) - size);
      pads[0][axis] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      pads[1][axis] = total - pads[0][axis];
      return;
    }
    int[] written = attributes.integers("pads");
    if (auto.equals("NOTSET") && written != null) {
      pads[0][axis] = written[axis];
      pads[1][axis] = written[axis + written.length / 2];
    }
    double windows = (double) (size + pads[0][axis] + pads[1][axis] - extent(axis)) / stride;
    boolean ceiling = attributes.integer("ceil_mode", 0) == 1;
    outputs[axis] = (int) (ceiling ? Math.ceil(windows) : Math.floor(windows)) + 1;
    if (ceiling && (outputs[axis] - 1) * stride >= size + pads[0][axis]) {
      outputs[axis]--;
    }
  }

  /** The pixel that a weight of a window is over; zero in the padding if that counts. */
  private double at(int channel, int[] output, int[] weight, boolean paddingCounts) {
    int[] place = new int[2];
    boolean inside = true;
    boolean padding = true;
    for (int axis = 0; axis < 2; axis++) {
      int size = axis == 0 ? pixels[0].length : pixels[0][0].length;
      place[axis] =
          output[axis] * number("strides", axis, 1)
              + weight[axis] * number("dilations", axis, 1)
              - pads[0][axis];
      inside &= place[axis] >= 0 && place[axis] < size;
      padding &= place[axis] >= -pads[0][axis] && place[axis] < size + pads[1][axis];
    }
    if (inside) {
      return pixels[channel][place[0]][place[1]];
    }
    return padding && paddingCounts ? 0 : OUTSIDE;
  }

  PlainTensor convolved(PlainTensor weights, double[] bias, int groups) {
    int channels = weights.shape()[0];
    int ofGroup = weights.shape()[1];
    double[] results = new double[channels * outputs[0] * outputs[1]];
    int next = 0;
    for (int m = 0; m < channels; m++) {
      for (int y = 0; y < outputs[0]; y++) {
        for (int x = 0; x < outputs[1]; x++, next++) {
          results[next] = bias == null ? 0 : bias[m];
          int weight = m * ofGroup * kernel[0] * kernel[1];
          for (int c = 0; c < ofGroup; c++) {
            for (int i = 0; i < kernel[0]; i++) {
              for (int j = 0; j < kernel[1]; j++, weight++) {
                int channel = m / (channels / groups) * ofGroup + c;
                results[next] +=
                    weights.values()[weight]
                        * at(channel, new int[] {y, x}, new int[] {i, j}, true);
              }
            }
          }
        }
      }
    }
    return result(channels, results, weights.shape().length == 3);
  }

  PlainTensor pooled(ToDoubleFunction<List<Double>> pool, boolean paddingCounts, boolean line) {
    double[] results = new double[pixels.length * outputs[0] * outputs[1]];
    int next = 0;
    for (int c = 0; c < pixels.length; c++) {
      for (int y = 0; y < outputs[0]; y++) {
        for (int x = 0; x < outputs[1]; x++, next++) {
          List<Double> window = new ArrayList<>();
          for (int i = 0; i < kernel[0]; i++) {
            for (int j = 0; j < kernel[1]; j++) {
              double value = at(c, new int[] {y, x}, new int[] {i, j}, paddingCounts);
              if (!Double.isNaN(value)) {
                window.add(value);
              }
            }
          }
          results[next] = pool.applyAsDouble(window);
        }
      }
    }
    return result(pixels.length, results, line);
  }

  private PlainTensor result(int channels, double[] values, boolean line) {
    return line
        ? new PlainTensor(values, 1, channels, outputs[0])
        : new PlainTensor(values, 1, channels, outputs[0], outputs[1]);
  }
}
