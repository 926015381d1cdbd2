package dev.hasse.kernels.opencl;

import dev.hasse.network.Convolution;
import dev.hasse.network.Window;

/** The geometry of a convolution as numbers for {@link ConvolutionKernel}. */
final class ConvolutionShape {
  /** Input channels of a group. */
  static final int CHANNELS = 0;

  /** Output channels of a group. */
  static final int OUTPUT_CHANNELS = 1;

  /** From here on the numbers of the vertical axis, of the horizontal one. */
  static final int ROWS = 2;

  static final int COLUMNS = 10;

  /** Pixels before, pixels after, weights of the window. */
  static final int INPUT = 0;

  static final int OUTPUT = 1;
  static final int POSITIONS = 2;
  static final int STRIDE = 3;
  static final int DILATION = 4;
  static final int PADDING = 5;

  /**
   * Of the positions of the window that are over one pixel, at different outputs, each next one is
   * a period further, and its output a step before.
   */
  static final int PERIOD = 6;

  static final int STEP = 7;

  private static final int LENGTH = 18;

  private ConvolutionShape() {}

  static float[] of(Convolution convolution) {
    float[] numbers = new float[LENGTH];
    put(numbers, CHANNELS, convolution.inputChannels() / convolution.groups());
    put(numbers, OUTPUT_CHANNELS, convolution.outputChannels() / convolution.groups());
    put(numbers, ROWS, convolution.rows());
    put(numbers, COLUMNS, convolution.columns());
    return numbers;
  }

  private static void put(float[] numbers, int axis, Window window) {
    put(numbers, axis + INPUT, window.input());
    put(numbers, axis + OUTPUT, window.output());
    put(numbers, axis + POSITIONS, window.kernel());
    put(numbers, axis + STRIDE, window.stride());
    put(numbers, axis + DILATION, window.dilation());
    put(numbers, axis + PADDING, window.padding());
    int divisor = greatestDivisor(window.stride(), window.dilation());
    put(numbers, axis + PERIOD, window.stride() / divisor);
    put(numbers, axis + STEP, window.dilation() / divisor);
  }

  private static int greatestDivisor(int a, int b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  private static void put(float[] numbers, int at, int value) {
    if (value >= ArenaKernel.INDICES) {
      throw new IllegalArgumentException(
          "backend opencl has no convolution with a window of " + value);
    }
    numbers[at] = value;
  }
}
