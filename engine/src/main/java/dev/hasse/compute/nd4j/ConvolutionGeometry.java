package dev.hasse.compute.nd4j;

import dev.hasse.network.Convolution;
import java.util.Arrays;

/**
 * The copies and additions on either side of a convolution's product, for one image and one group
 * of channels: from pixels to columns, one a position of the output, and back.
 */
final class ConvolutionGeometry {
  private final WindowSpans rows;
  private final WindowSpans columns;
  private final int channels; // input channels of a group
  private final int outputChannels; // of a group
  private final int groups;
  private final int inputWidth;
  private final int inputPixels;
  private final int outputWidth;
  private final int outputPixels;
  private final int kernelSize;
  private final boolean pointwise;

  ConvolutionGeometry(Convolution of) {
    this.rows = WindowSpans.of(of.rows());
    this.columns = WindowSpans.of(of.columns());
    this.groups = of.groups();
    this.channels = of.inputChannels() / groups;
    this.outputChannels = of.outputChannels() / groups;
    this.inputWidth = of.columns().input();
    this.inputPixels = of.inputPixels();
    this.outputWidth = of.columns().output();
    this.outputPixels = of.outputPixels();
    this.kernelSize = of.kernelSize();
    this.pointwise =
        visitsEveryPixel(rows, of.rows().input(), of.rows().output())
            && visitsEveryPixel(columns, inputWidth, outputWidth);
  }

  private static boolean visitsEveryPixel(WindowSpans spans, int input, int output) {
    return spans.positions() == 1
        && spans.stride() == 1
        && input == output
        && spans.count()[0] == output;
  }

  int groups() {
    return groups;
  }

  /** Input channels of a group. */
  int channels() {
    return channels;
  }

  /** Output channels of a group. */
  int outputChannels() {
    return outputChannels;
  }

  int inputPixels() {
    return inputPixels;
  }

  int outputPixels() {
    return outputPixels;
  }

  int inputs() {
    return groups * channels * inputPixels;
  }

  int outputs() {
    return groups * outputChannels * outputPixels;
  }

  /** Where the rows of the kernel are over lines of the image. */
  WindowSpans rows() {
    return rows;
  }

  /** Where its columns are over the pixels of a line. */
  WindowSpans columns() {
    return columns;
  }

  int inputWidth() {
    return inputWidth;
  }

  int outputWidth() {
    return outputWidth;
  }

  int outputLines() {
    return outputPixels / outputWidth;
  }

  int kernelSize() {
    return kernelSize;
  }

  /** Whether the columns are the pixels themselves. */
  boolean isPointwise() {
    return pointwise;
  }

  /** What happens at one position of the kernel, to a stretch of one line of pixels. */
  private interface Line {
    /**
     * One stretch.
     *
     * @param weight index within the kernel of an output channel
     * @param input of the image; each next one is {@code stride} further
     * @param output of the channel; each next one is 1 further
     */
    void run(int weight, int input, int output, int count, int stride);
  }

  private void forEachLine(int group, Line line) {
    int weight = 0;
    for (int c = group * channels; c < (group + 1) * channels; c++) {
      for (int i = 0; i < rows.positions(); i++) {
        for (int j = 0; j < columns.positions(); j++, weight++) {
          int output = rows.first()[i] * outputWidth + columns.first()[j];
          int input = c * inputPixels + rows.input()[i] * inputWidth + columns.input()[j];
          for (int y = 0; y < rows.count()[i]; y++) {
            line.run(weight, input, output, columns.count()[j], columns.stride());
            output += outputWidth;
            input += rows.stride() * inputWidth;
          }
        }
      }
    }
  }

  /**
   * Pixels of an image to columns, {@code [weight][output pixel]}; zeros where there is padding.
   * The loops are written out, here and below, since a call for each line of a few pixels took a
   * quarter of the time.
   */
  void toColumns(int group, float[] image, float[] to) {
    Arrays.fill(to, 0, kernelSize * outputPixels, 0f);
    int step = columns.stride();
    int down = rows.stride() * inputWidth;
    int weight = 0;
    for (int c = group * channels; c < (group + 1) * channels; c++) {
      for (int i = 0; i < rows.positions(); i++) {
        for (int j = 0; j < columns.positions(); j++, weight++) {
          int target = weight * outputPixels + rows.first()[i] * outputWidth + columns.first()[j];
          int at = c * inputPixels + rows.input()[i] * inputWidth + columns.input()[j];
          int count = columns.count()[j];
          for (int y = 0; y < rows.count()[i]; y++) {
            for (int k = 0; k < count; k++) {
              to[target + k] = image[at + k * step];
            }
            target += outputWidth;
            at += down;
          }
        }
      }
    }
  }

  /** Adds columns to the pixels that they are of. */
  void addColumns(int group, float[] from, float[] image) {
    int step = columns.stride();
    int down = rows.stride() * inputWidth;
    int weight = 0;
    for (int c = group * channels; c < (group + 1) * channels; c++) {
      for (int i = 0; i < rows.positions(); i++) {
        for (int j = 0; j < columns.positions(); j++, weight++) {
          int at = weight * outputPixels + rows.first()[i] * outputWidth + columns.first()[j];
          int target = c * inputPixels + rows.input()[i] * inputWidth + columns.input()[j];
          int count = columns.count()[j];
          for (int y = 0; y < rows.count()[i]; y++) {
            for (int k = 0; k < count; k++) {
              image[target + k * step] += from[at + k];
            }
            at += outputWidth;
            target += down;
          }
        }
      }
    }
  }

  /**
   * The whole convolution for groups of one output channel, where a product would be a vector's.
   *
   * @param at where the kernel of the channel begins
   */
  void addForward(int group, float[] kernel, int at, float[] image, float[] to) {
    forEachLine(
        group,
        (weight, input, output, count, stride) ->
            gatherTimes(
                kernel[at + weight],
                image,
                input,
                stride,
                to,
                group * outputPixels + output,
                count));
  }

  /** The same backwards: adds a channel's row to the image that it is over. */
  void addBack(int group, float[] kernel, int at, float[] row, float[] image) {
    forEachLine(
        group,
        (weight, input, output, count, stride) ->
            scatterTimes(
                kernel[at + weight],
                row,
                group * outputPixels + output,
                image,
                input,
                stride,
                count));
  }

  private static void gatherTimes(
      float weight, float[] from, int at, int stride, float[] to, int target, int count) {
    for (int k = 0; k < count; k++) {
      to[target + k] += weight * from[at + k * stride];
    }
  }

  private static void scatterTimes(
      float weight, float[] from, int at, float[] to, int target, int stride, int count) {
    for (int k = 0; k < count; k++) {
      to[target + k * stride] += weight * from[at + k];
    }
  }

  /** The weights of one output, scattered over a row of zeros over the inputs. */
  void scatterKernel(float[] kernel, int output, float[] row, int rowAt) {
    int channel = output / outputPixels;
    int y = output % outputPixels / outputWidth;
    int x = output % outputWidth;
    int group = channel / outputChannels;
    int weight = channel * kernelSize;
    for (int c = group * channels; c < (group + 1) * channels; c++) {
      for (int i = 0; i < rows.positions(); i++) {
        int down = y - rows.first()[i];
        for (int j = 0; j < columns.positions(); j++, weight++) {
          int right = x - columns.first()[j];
          if (down >= 0 && down < rows.count()[i] && right >= 0 && right < columns.count()[j]) {
            int line = rows.input()[i] + down * rows.stride();
            int column = columns.input()[j] + right * columns.stride();
            row[rowAt + c * inputPixels + line * inputWidth + column] = kernel[weight];
          }
        }
      }
    }
  }
}
