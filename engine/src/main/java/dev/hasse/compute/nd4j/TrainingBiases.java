package dev.hasse.compute.nd4j;

import dev.hasse.numeric.Outward;

/**
 * Biases of maps in training, and the gradients by them. A dense map has a bias an output, which
 * makes sums of rows products with a vector; a convolution has one a channel, whose outputs are as
 * many pixels in a row.
 */
final class TrainingBiases {
  private final TrainingProducts products;
  private final TriangleLoops loops;

  /** Of one lane, whose scratch both use. */
  TrainingBiases(TrainingProducts products, TriangleLoops loops) {
    this.products = products;
    this.loops = loops;
  }

  /**
   * Adds the bias to each row.
   *
   * @param of a factor for each row, of width 1; or null for ones
   */
  void add(TrainedMap map, CpuValues rows, CpuValues of) {
    int pixels = map.pixels();
    if (pixels == 1 && of != null) {
      products.addBiases(map, of, rows);
      return;
    }
    float[] bias = map.bias();
    float[] at = rows.changed();
    for (int row = 0; row < rows.rows(); row++) {
      float factor = of == null ? 1 : of.at()[row];
      int start = row * rows.width();
      if (pixels == 1) {
        loops.addTimes(at, start, factor, bias, bias.length);
      } else {
        for (int channel = 0; channel < bias.length; channel++) {
          float term = factor * bias[channel];
          for (int k = start + channel * pixels; k < start + (channel + 1) * pixels; k++) {
            at[k] += term;
          }
        }
      }
    }
  }

  /** Each row times the bias. */
  void product(TrainedMap map, CpuValues rows, CpuValues result) {
    int pixels = map.pixels();
    if (pixels == 1) {
      products.biases(map, rows, result);
      return;
    }
    float[] bias = map.bias();
    float[] at = rows.at();
    float[] to = result.at();
    for (int row = 0; row < rows.rows(); row++) {
      int start = row * rows.width();
      double sum = 0;
      for (int channel = 0; channel < bias.length; channel++) {
        sum += (double) TriangleLoops.sum(at, start + channel * pixels, pixels) * bias[channel];
      }
      to[row] = Outward.floatNearest(sum);
    }
  }

  /**
   * Adds the sum of the rows.
   *
   * @param pixels outputs of a channel
   * @param of a factor for each row, of width 1; or null for ones
   * @param gradient one a channel
   */
  void addGradient(int pixels, CpuValues y, CpuValues of, float[] gradient) {
    if (pixels == 1 && of != null) {
      products.addBiasGradient(y, of, gradient);
      return;
    }
    float[] at = y.at();
    for (int row = 0, k = 0; row < y.rows(); row++) {
      float factor = of == null ? 1 : of.at()[row];
      if (pixels == 1) {
        loops.addTo(gradient, factor, at, k);
        k += gradient.length;
        continue;
      }
      for (int channel = 0; channel < gradient.length; channel++) {
        gradient[channel] += factor * TriangleLoops.sum(at, k, pixels);
        k += pixels;
      }
    }
  }
}
