package dev.hasse.cli;

import dev.hasse.domain.Matrix;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Sigmoid;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files for commands: a classifier of 2 x 2 images into 3 classes, and images for it. */
final class Inputs {
  static final int PIXELS = 4;
  static final int CLASSES = 3;

  private final Path folder;

  Inputs(Path folder) {
    this.folder = folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A file with this text; returns its path as text. */
  String text(String name, String content) throws IOException {
    return Files.writeString(file(name), content).toString();
  }

  /** The whole input domain and a box inside it. */
  String twoBoxes() throws IOException {
    return text("b.csv", "0,0,0,0,1,1,1,1\n0.25,0,0.5,0,0.75,0.5,1,1\n");
  }

  String network() throws IOException {
    OnnxWriter.write(classifier(), file("net.onnx"));
    return file("net.onnx").toString();
  }

  /** A classifier with a sigmoid named bend. */
  String curvedNetwork(String name) throws IOException {
    Random random = new Random(4);
    Network.Builder builder = Network.builder(name, PIXELS);
    int hidden = builder.affine("first", dense(random, CLASSES, PIXELS), 0);
    OnnxWriter.write(builder.build(builder.activation("bend", new Sigmoid(), hidden)), file(name));
    return file(name).toString();
  }

  static Network classifier() {
    Random random = new Random(3);
    Network.Builder builder = Network.builder("net", PIXELS);
    int hidden = builder.affine("first", dense(random, 8, PIXELS), 0);
    int active = builder.activation("relu", new Relu(), hidden);
    return builder.build(builder.affine("last", dense(random, CLASSES, 8), active));
  }

  /** All pixels in [0, 1], and one assertion about the outputs. */
  static String property(String assertion) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PIXELS; i++) {
      text.append("(declare-const X_" + i + " Real)\n");
    }
    for (int i = 0; i < CLASSES; i++) {
      text.append("(declare-const Y_" + i + " Real)\n");
    }
    for (int i = 0; i < PIXELS; i++) {
      text.append("(assert (>= X_" + i + " 0.0))\n(assert (<= X_" + i + " 1.0))\n");
    }
    return text + assertion + "\n";
  }

  private static Dense dense(Random random, int outputs, int inputs) {
    double[] weights = new double[outputs * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(-64, 65) / 64.0;
    }
    return new Dense(new Matrix(outputs, inputs, weights), new double[outputs]);
  }

  /** So many images of random bytes. */
  String images(int count) throws IOException {
    byte[] pixels = new byte[count * PIXELS];
    new Random(5).nextBytes(pixels);
    return idx("images" + count, new int[] {count, 2, 2}, pixels);
  }

  String labels(int... labels) throws IOException {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return idx("labels", new int[] {labels.length}, bytes);
  }

  private String idx(String name, int[] sizes, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x800 + sizes.length);
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(content);
    return Files.write(file(name), bytes.toByteArray()).toString();
  }
}
