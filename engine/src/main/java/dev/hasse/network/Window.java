package dev.hasse.network;

/**
 * Where a window of weights meets the pixels of an image, along one axis: position k of the window
 * at output o is over input {@code o * stride + k * dilation - padding}, and outside 0 to {@code
 * input - 1} over zeros.
 *
 * @param input pixels of the image
 * @param output positions that the window takes
 * @param kernel weights of the window
 * @param padding zeros before the first pixel
 */
public record Window(int input, int output, int kernel, int stride, int dilation, int padding) {
  public Window {
    if (input < 1 || output < 1 || kernel < 1 || stride < 1 || dilation < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "a window of %d over %d to %d pixels, stride %d, dilation %d, padding %d"
              .formatted(kernel, input, output, stride, dilation, padding));
    }
    Math.addExact(Math.multiplyExact(output, stride), Math.multiplyExact(kernel, dilation));
  }

  /** A window of one weight that visits each pixel once. */
  public static Window over(int pixels) {
    return new Window(pixels, pixels, 1, 1, 1, 0);
  }

  /** The input at a position of the window, or -1 where that is over padding. */
  public int source(int output, int position) {
    int at = output * stride + position * dilation - padding;
    return at >= 0 && at < input ? at : -1;
  }
}
