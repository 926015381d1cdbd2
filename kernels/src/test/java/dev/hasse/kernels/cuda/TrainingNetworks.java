package dev.hasse.kernels.cuda;

import dev.hasse.domain.Matrix;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Window;

/** Small classifiers for training, with weights that keep activations about 1. */
final class TrainingNetworks {
  private final Numbers numbers;

  private TrainingNetworks(String name) {
    this.numbers = new Numbers(name);
  }

  /** Three layers. */
  static Network dense() {
    TrainingNetworks random = new TrainingNetworks("dense classifier");
    Network.Builder builder = Network.builder("dense", 19);
    int first = builder.affine("first", random.dense(34, 19), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int second = builder.affine("second", random.dense(17, 34), relu);
    int again = builder.activation("again", new Relu(), second);
    return builder.build(builder.affine("last", random.dense(4, 17), again));
  }

  /**
   * A scaled image, zero padding by an index map, a strided convolution, a residual sum of a
   * convolution of groups, a dense layer.
   */
  static Network residual() {
    TrainingNetworks random = new TrainingNetworks("residual classifier");
    Network.Builder builder = Network.builder("residual", 2 * 5 * 5);
    int scaled = builder.affine("scaled", random.scale(50), 0);
    int padded = builder.select("padded", padding(), scaled);
    Window strided = new Window(6, 3, 2, 2, 1, 0);
    int first = builder.affine("first", random.of(2, 6, 1, strided), padded);
    int relu = builder.activation("relu", new Relu(), first);
    Window same = new Window(3, 3, 3, 1, 1, 1);
    int branch = builder.affine("branch", random.of(6, 6, 2, same), relu);
    int sum = builder.add("sum", branch, relu);
    int second = builder.activation("second", new Relu(), sum);
    int dense = builder.affine("dense", random.dense(11, 6 * 3 * 3), second);
    int third = builder.activation("third", new Relu(), dense);
    return builder.build(builder.affine("last", random.dense(3, 11), third));
  }

  /** A frame of zeros behind both channels. */
  private static Select padding() {
    int[] source = new int[2 * 6 * 6];
    for (int k = 0; k < source.length; k++) {
      int row = k % 36 / 6;
      int column = k % 6;
      source[k] = row < 5 && column < 5 ? k / 36 * 25 + row * 5 + column : Select.ZERO;
    }
    return new Select(50, source);
  }

  private Scale scale(int width) {
    return numbers.scale(width, Style.FLOATS, 0);
  }

  private Convolution of(int inputs, int outputs, int groups, Window window) {
    int size = inputs / groups * window.kernel() * window.kernel();
    return new Convolution(
        inputs, groups, window, window, vector(outputs * size, size), vector(outputs, 9), 0);
  }

  private Dense dense(int outputs, int inputs) {
    return new Dense(
        new Matrix(outputs, inputs, vector(outputs * inputs, inputs)), vector(outputs, 9), 0);
  }

  private double[] vector(int length, int terms) {
    double[] vector = numbers.vector(length, Style.FLOATS);
    for (int k = 0; k < length; k++) {
      vector[k] *= Math.sqrt(3.0 / terms);
    }
    return vector;
  }
}
