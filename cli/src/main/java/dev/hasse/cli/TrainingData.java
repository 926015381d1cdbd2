package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.ImageCheck;
import dev.hasse.format.data.Images;
import dev.hasse.train.Architecture;
import dev.hasse.train.LabelledSamples;
import dev.hasse.verify.LabelledPoints;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Labelled images from two files, checked against a network.
 *
 * @param pixels at least one image
 * @param labels as many
 */
record TrainingData(IdxBytes pixels, IdxBytes labels) {
  private static final double BYTES_OF_ONE = 255;

  static TrainingData read(Path imageFile, Path labelFile, Architecture architecture)
      throws InputFileException {
    IdxBytes pixels = IdxReader.images(imageFile);
    IdxBytes classes = IdxReader.labels(labelFile);
    ImageCheck check = new ImageCheck(imageFile, pixels);
    check.require(architecture.inputs(), pixels.count());
    check.requireLabels(labelFile, classes, architecture.outputs(), pixels.count());
    return new TrainingData(pixels, classes);
  }

  int count() {
    return pixels.count();
  }

  /** The first so many images, to learn from: a byte v is the float nearest to v / 255. */
  LabelledSamples samples(int count) {
    float[] values = new float[Math.multiplyExact(count, pixels.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.at(i / pixels.size(), i % pixels.size()) / 255f;
    }
    int[] classes = new int[count];
    Arrays.setAll(classes, i -> labels.at(i, 0));
    return new LabelledSamples(pixels.size(), values, classes);
  }

  /** The images {@code from} (included) to {@code to} (excluded), to be certified. */
  LabelledPoints points(int from, int to) {
    return new LabelledImages(new Images(pixels, pixels.count(), BYTES_OF_ONE), labels)
        .points(from, to);
  }
}
