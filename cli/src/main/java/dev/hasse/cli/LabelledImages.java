package dev.hasse.cli;

import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.Images;
import dev.hasse.verify.LabelledPoints;

/** Images and labels that fit each other and a network. */
record LabelledImages(Images images, IdxBytes labels) {
  /** All images that are taken. */
  LabelledPoints points() {
    return points(0, images.count());
  }

  /** The images {@code from} (included) to {@code to} (excluded) as points. */
  LabelledPoints points(int from, int to) {
    int[] classes = new int[to - from];
    for (int i = from; i < to; i++) {
      classes[i - from] = labels.at(i, 0);
    }
    return new LabelledPoints(images.size(), images.values(from, to), classes);
  }
}
