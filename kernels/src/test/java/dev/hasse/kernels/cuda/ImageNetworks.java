package dev.hasse.kernels.cuda;

import dev.hasse.domain.Matrix;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.network.Window;

/** Convolution networks whose channels are more than a thread or a step of the kernels takes. */
final class ImageNetworks {
  private final Numbers numbers;

  private ImageNetworks(String name) {
    this.numbers = new Numbers(name);
  }

  /**
   * Strides, groups, dilation, padding, and a residual sum of branches over 20 channels, which
   * neither whole stretches of 16 nor of 8 make.
   */
  static Network residual() {
    ImageNetworks random = new ImageNetworks("residual");
    Network.Builder builder = Network.builder("residual", 2 * 7 * 6);
    int first =
        builder.affine(
            "first", random.of(2, 20, 1, new Window(7, 4, 3, 2, 1, 1), window(6, 3, 3, 2)), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int branch =
        builder.affine(
            "branch",
            random.of(20, 20, 2, new Window(4, 4, 3, 1, 2, 2), new Window(3, 3, 3, 1, 1, 1)),
            relu);
    int sum = builder.add("sum", branch, relu);
    int second = builder.activation("second", new Relu(), sum);
    int mixed =
        builder.affine("mixed", random.of(20, 18, 1, Window.over(4), Window.over(3)), second);
    int third = builder.activation("third", new Relu(), mixed);
    return builder.build(builder.affine("last", random.dense(3, 18 * 4 * 3), third));
  }

  /** Zero padding by an index map, pooling by groups of one channel, and sigmoids. */
  static Network pooled() {
    ImageNetworks random = new ImageNetworks("pooled");
    Network.Builder builder = Network.builder("pooled", 5 * 5);
    int padded = builder.select("padded", padding(5, 6), 0);
    int first =
        builder.affine("first", random.of(1, 6, 1, window(6, 3, 2, 2), window(6, 3, 2, 2)), padded);
    int sigmoid = builder.activation("sigmoid", new Sigmoid(), first);
    int pooled =
        builder.affine(
            "pooled", random.of(6, 6, 6, window(3, 2, 2, 1), window(3, 2, 2, 1)), sigmoid);
    int relu = builder.activation("relu", new Relu(), pooled);
    int dense = builder.affine("dense", random.dense(7, 24), relu);
    int second = builder.activation("second", new Sigmoid(), dense);
    return builder.build(builder.affine("last", random.dense(3, 7), second));
  }

  private static Window window(int input, int output, int kernel, int stride) {
    return new Window(input, output, kernel, stride, 1, 0);
  }

  /** A frame of zeros behind an image. */
  private static Select padding(int size, int padded) {
    int[] source = new int[padded * padded];
    for (int k = 0; k < source.length; k++) {
      boolean inside = k / padded < size && k % padded < size;
      source[k] = inside ? k / padded * size + k % padded : Select.ZERO;
    }
    return new Select(size * size, source);
  }

  private Convolution of(int inputs, int outputs, int groups, Window rows, Window columns) {
    int kernel = inputs / groups * rows.kernel() * columns.kernel();
    return new Convolution(
        inputs, groups, rows, columns, vector(outputs * kernel, kernel), vector(outputs, 4), 0);
  }

  private Dense dense(int outputs, int inputs) {
    return new Dense(
        new Matrix(outputs, inputs, vector(outputs * inputs, inputs)), vector(outputs, 4), 0);
  }

  /** Numbers that keep sums of so many terms about as large as a term. */
  private double[] vector(int length, int terms) {
    double[] vector = numbers.vector(length, Style.DOUBLES);
    for (int k = 0; k < length; k++) {
      vector[k] /= Math.sqrt(terms);
    }
    return vector;
  }
}
