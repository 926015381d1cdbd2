package dev.hasse.cli;

import dev.hasse.format.data.IdxBytes;
import dev.hasse.verify.LabelledPoints;

/**
 * Images and labels that fit each other and a network.
 *
 * @param count how many of them are taken, from the first on
 * @param scale a byte v stands for the input v / scale
 */
record LabelledImages(IdxBytes images, IdxBytes labels, int count, double scale) {
  /** The value of a pixel: the double nearest to byte / scale. */
  double value(int image, int pixel) {
    return images.at(image, pixel) / scale;
  }

  /** All images that are taken. */
  LabelledPoints points() {
    return points(0, count);
  }

  /** The images {@code from} (included) to {@code to} (excluded) as points. */
  LabelledPoints points(int from, int to) {
    int size = images.size();
    double[] values = new double[(to - from) * size];
    int[] classes = new int[to - from];
    for (int i = from; i < to; i++) {
      classes[i - from] = labels.at(i, 0);
      for (int pixel = 0; pixel < size; pixel++) {
        values[(i - from) * size + pixel] = value(i, pixel);
      }
    }
    return new LabelledPoints(size, values, classes);
  }
}
