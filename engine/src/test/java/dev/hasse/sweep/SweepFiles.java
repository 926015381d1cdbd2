package dev.hasse.sweep;

import dev.hasse.domain.Matrix;
import dev.hasse.format.data.IdxWriter;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files of a small sweep: classifiers of 2 x 2 images into 3 classes, and images for them. */
final class SweepFiles {
  static final int PIXELS = 4;
  static final int CLASSES = 3;

  private final Path folder;

  SweepFiles(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path network(String name, long seed) throws IOException {
    OnnxWriter.write(classifier(seed), folder.resolve(name));
    return folder.resolve(name);
  }

  static Network classifier(long seed) {
    Random random = new Random(seed);
    Network.Builder builder = Network.builder("net" + seed, PIXELS);
    int hidden = builder.affine("first", dense(random, 8, PIXELS), 0);
    int active = builder.activation("relu", new Relu(), hidden);
    int second = builder.affine("second", dense(random, 8, 8), active);
    int again = builder.activation("relu2", new Relu(), second);
    return builder.build(builder.affine("last", dense(random, CLASSES, 8), again));
  }

  private static Dense dense(Random random, int outputs, int inputs) {
    double[] weights = new double[outputs * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(-64, 65) / 64.0;
    }
    return new Dense(new Matrix(outputs, inputs, weights), new double[outputs]);
  }

  /**
   * Random images with labels: those that the classifier of seed 1 gives, but for every seventh.
   */
  PlannedDataset dataset(String name, int count, long seed) throws IOException {
    Random random = new Random(seed);
    Network network = classifier(1);
    List<byte[]> images = new ArrayList<>();
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[PIXELS];
      random.nextBytes(image);
      images.add(image);
      int label = largest(ForwardEvaluation.of(network, values(image)));
      labels[i] = (byte) (i % 7 == 3 ? (label + 1) % CLASSES : label);
    }
    Path imageFile = folder.resolve(name + "-images");
    Path labelFile = folder.resolve(name + "-labels");
    Files.write(imageFile, IdxWriter.images(images, 2, 2));
    Files.write(labelFile, IdxWriter.labels(labels));
    return new PlannedDataset(
        name, imageFile, labelFile, PlannedDataset.USUAL_SCALE, List.of(InputRange.ALL));
  }

  private static double[] values(byte[] image) {
    double[] values = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      values[i] = (image[i] & 0xff) / PlannedDataset.USUAL_SCALE;
    }
    return values;
  }

  private static int largest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
