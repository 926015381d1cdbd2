package dev.hasse.format.data;

/**
 * Images that fit a network.
 *
 * @param count how many of them are taken, from the first on
 * @param scale a byte v stands for the input v / scale
 */
public record Images(IdxBytes bytes, int count, double scale) {
  /** Values of an image. */
  public int size() {
    return bytes.size();
  }

  /** The value of a pixel: the double nearest to byte / scale. */
  public double value(int image, int pixel) {
    return bytes.at(image, pixel) / scale;
  }

  /** The images {@code from} (included) to {@code to} (excluded), {@code [image][pixel]} flat. */
  public double[] values(int from, int to) {
    int size = size();
    double[] values = new double[Math.multiplyExact(to - from, size)];
    for (int i = from; i < to; i++) {
      for (int pixel = 0; pixel < size; pixel++) {
        values[(i - from) * size + pixel] = value(i, pixel);
      }
    }
    return values;
  }
}
