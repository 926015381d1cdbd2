package dev.hasse.kernels.opencl;

/**
 * Convolutions, one work item an entry of the result, which is one sum in the order of the weights:
 * W itself is never written out. Backwards each input gathers from the outputs that it reaches, so
 * no two work items write to one place. At {@link #shape} are the numbers of {@link
 * ConvolutionShape}; windows over padding add nothing.
 */
abstract class ConvolutionKernel extends ProductKernel {
  private int number(int which) {
    return (int) arena[shape + which];
  }

  /** {@code W x}, or {@code |W| x}: width outputs from depth inputs, the weights second. */
  final void convolve(int id) {
    int imageRows = number(ConvolutionShape.ROWS + ConvolutionShape.INPUT);
    int imageColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.INPUT);
    int outputColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.OUTPUT);
    int outputPixels = number(ConvolutionShape.ROWS + ConvolutionShape.OUTPUT) * outputColumns;
    int windowRows = number(ConvolutionShape.ROWS + ConvolutionShape.POSITIONS);
    int windowColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.POSITIONS);
    int rowDilation = number(ConvolutionShape.ROWS + ConvolutionShape.DILATION);
    int columnDilation = number(ConvolutionShape.COLUMNS + ConvolutionShape.DILATION);
    int channels = number(ConvolutionShape.CHANNELS);
    int box = id / width;
    int output = id - box * width;
    int channel = output / outputPixels;
    int pixel = output - channel * outputPixels;
    int y = pixel / outputColumns;
    int x = pixel - y * outputColumns;
    int top =
        y * number(ConvolutionShape.ROWS + ConvolutionShape.STRIDE)
            - number(ConvolutionShape.ROWS + ConvolutionShape.PADDING);
    int left =
        x * number(ConvolutionShape.COLUMNS + ConvolutionShape.STRIDE)
            - number(ConvolutionShape.COLUMNS + ConvolutionShape.PADDING);
    int group = channel / number(ConvolutionShape.OUTPUT_CHANNELS);
    int image = first + box * depth + group * channels * imageRows * imageColumns;
    int weights = second + channel * channels * windowRows * windowColumns;
    float sum = 0f;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < windowRows; i++) {
        int line = top + i * rowDilation;
        if (line >= 0 && line < imageRows) {
          int from = image + line * imageColumns;
          for (int j = 0; j < windowColumns; j++) {
            int column = left + j * columnDilation;
            if (column >= 0 && column < imageColumns) {
              float weight = arena[weights + j];
              if (verb == Verb.CONVOLUTION_MAGNITUDES) {
                weight = abs(weight);
              }
              sum += weight * arena[from + column];
            }
          }
        }
        weights += windowColumns;
      }
      image += imageRows * imageColumns;
    }
    arena[target + id] = sum;
  }

  /** {@code A W}: width inputs from depth outputs, the weights second. */
  final void convolveBack(int id) {
    int imageColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.INPUT);
    int imagePixels = number(ConvolutionShape.ROWS + ConvolutionShape.INPUT) * imageColumns;
    int outputRows = number(ConvolutionShape.ROWS + ConvolutionShape.OUTPUT);
    int outputColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.OUTPUT);
    int windowRows = number(ConvolutionShape.ROWS + ConvolutionShape.POSITIONS);
    int windowColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.POSITIONS);
    int rowPeriod = number(ConvolutionShape.ROWS + ConvolutionShape.PERIOD);
    int columnPeriod = number(ConvolutionShape.COLUMNS + ConvolutionShape.PERIOD);
    int rowStep = number(ConvolutionShape.ROWS + ConvolutionShape.STEP);
    int columnStep = number(ConvolutionShape.COLUMNS + ConvolutionShape.STEP);
    int channels = number(ConvolutionShape.CHANNELS);
    int outputChannels = number(ConvolutionShape.OUTPUT_CHANNELS);
    int row = id / width;
    int input = id - row * width;
    int channel = input / imagePixels;
    int pixel = input - channel * imagePixels;
    int line = pixel / imageColumns;
    int column = pixel - line * imageColumns;
    int group = channel / channels;
    int firstRow = firstPosition(ConvolutionShape.ROWS, line);
    int firstColumn = firstPosition(ConvolutionShape.COLUMNS, column);
    int lowest = output(ConvolutionShape.ROWS, line, firstRow);
    int rightmost = output(ConvolutionShape.COLUMNS, column, firstColumn);
    float sum = 0f;
    for (int o = group * outputChannels; o < (group + 1) * outputChannels; o++) {
      int from = first + row * depth + o * outputRows * outputColumns;
      int weights =
          second + (o * channels + channel - group * channels) * windowRows * windowColumns;
      int y = lowest;
      for (int i = firstRow; i < windowRows; i += rowPeriod) {
        if (y >= 0 && y < outputRows) {
          int x = rightmost;
          for (int j = firstColumn; j < windowColumns; j += columnPeriod) {
            if (x >= 0 && x < outputColumns) {
              sum += arena[from + y * outputColumns + x] * arena[weights + i * windowColumns + j];
            }
            x -= columnStep;
          }
        }
        y -= rowStep;
      }
    }
    arena[target + id] = sum;
  }

  /** The first position of the window that is over a pixel at some output; or how many it has. */
  private int firstPosition(int axis, int pixel) {
    int stride = number(axis + ConvolutionShape.STRIDE);
    int found = number(axis + ConvolutionShape.POSITIONS);
    for (int k = found - 1; k >= 0; k--) {
      int distance =
          pixel
              + number(axis + ConvolutionShape.PADDING)
              - k * number(axis + ConvolutionShape.DILATION);
      if (distance / stride * stride == distance) {
        found = k;
      }
    }
    return found;
  }

  /** The output at which a position of the window is over a pixel, be it one or not. */
  private int output(int axis, int pixel, int position) {
    int distance =
        pixel
            + number(axis + ConvolutionShape.PADDING)
            - position * number(axis + ConvolutionShape.DILATION);
    return distance / number(axis + ConvolutionShape.STRIDE);
  }

  /** The entry of W of an output and an input. */
  final float entry(int output, int input) {
    int imageColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.INPUT);
    int imagePixels = number(ConvolutionShape.ROWS + ConvolutionShape.INPUT) * imageColumns;
    int outputColumns = number(ConvolutionShape.COLUMNS + ConvolutionShape.OUTPUT);
    int outputPixels = number(ConvolutionShape.ROWS + ConvolutionShape.OUTPUT) * outputColumns;
    int channels = number(ConvolutionShape.CHANNELS);
    int outputChannel = output / outputPixels;
    int outputPixel = output - outputChannel * outputPixels;
    int y = outputPixel / outputColumns;
    int inputChannel = input / imagePixels;
    int pixel = input - inputChannel * imagePixels;
    int line = pixel / imageColumns;
    int i = position(ConvolutionShape.ROWS, y, line);
    int j =
        position(
            ConvolutionShape.COLUMNS, outputPixel - y * outputColumns, pixel - line * imageColumns);
    int group = outputChannel / number(ConvolutionShape.OUTPUT_CHANNELS);
    float weight = 0f;
    if (inputChannel / channels == group) {
      if (i >= 0 && j >= 0) {
        int at = outputChannel * channels + inputChannel - group * channels;
        at = at * number(ConvolutionShape.ROWS + ConvolutionShape.POSITIONS) + i;
        at = at * number(ConvolutionShape.COLUMNS + ConvolutionShape.POSITIONS) + j;
        weight = arena[second + at];
      }
    }
    return weight;
  }

  /** The position of the window that is over a pixel at an output, or -1. */
  private int position(int axis, int output, int pixel) {
    int dilation = number(axis + ConvolutionShape.DILATION);
    int distance =
        pixel
            + number(axis + ConvolutionShape.PADDING)
            - output * number(axis + ConvolutionShape.STRIDE);
    int quotient = distance / dilation;
    int found = -1;
    if (distance >= 0 && quotient * dilation == distance) {
      if (quotient < number(axis + ConvolutionShape.POSITIONS)) {
        found = quotient;
      }
    }
    return found;
  }
}
