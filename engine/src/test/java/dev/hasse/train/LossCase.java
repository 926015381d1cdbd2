package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Window;
import java.util.Arrays;
import java.util.List;

/** Small classifiers of three classes whose weights are floats, with samples in [0, 1]. */
record LossCase(Network network) {
  static final int CLASSES = 3;

  static List<LossCase> all() {
    return List.of(dense(), image(), residual(), selecting());
  }

  /** Three dense layers. */
  static LossCase dense() {
    Numbers numbers = new Numbers("dense classifier");
    Network.Builder builder = Network.builder("dense", 5);
    int first = relu(builder, dense(builder, numbers, 8, 0));
    int second = relu(builder, dense(builder, numbers, 6, first));
    return new LossCase(builder.build(dense(builder, numbers, CLASSES, second)));
  }

  /** Layers as wide as panels of weights are, and wider. */
  static LossCase wide() {
    Numbers numbers = new Numbers("wide classifier");
    Network.Builder builder = Network.builder("wide", 70);
    int first = relu(builder, dense(builder, numbers, 130, 0));
    int second = relu(builder, dense(builder, numbers, 64, first));
    return new LossCase(builder.build(dense(builder, numbers, CLASSES, second)));
  }

  /** Normalisation, a convolution with stride and padding, average pooling, a dense layer. */
  static LossCase image() {
    Numbers numbers = new Numbers("image classifier");
    Network.Builder builder = Network.builder("image", 36);
    double[] scale = new double[36];
    double[] shift = new double[36];
    Arrays.fill(scale, 2);
    Arrays.fill(shift, -0.75);
    int scaled = builder.affine("normalise", new Scale(scale, shift, 0), 0);
    Window strided = new Window(6, 3, 3, 2, 1, 1);
    Convolution convolution =
        numbers.convolution(new Window[] {strided, strided}, new int[] {1, 4, 1}, Style.FLOATS, 0);
    int image = relu(builder, builder.affine("convolution", convolution, scaled));
    Window pool = new Window(3, 2, 2, 1, 1, 0);
    double[] quarters = new double[16];
    Arrays.fill(quarters, 0.25);
    int pooled =
        builder.affine(
            "pool", new Convolution(4, 4, pool, pool, quarters, new double[4], 0), image);
    return new LossCase(builder.build(dense(builder, numbers, CLASSES, pooled)));
  }

  /** Sums of two branches, within and, from ReLUs of different widths, at the end. */
  static LossCase residual() {
    Numbers numbers = new Numbers("residual classifier");
    Network.Builder builder = Network.builder("residual", 5);
    int start = relu(builder, dense(builder, numbers, 6, 0));
    int inner = relu(builder, dense(builder, numbers, 4, start));
    int branch = dense(builder, numbers, 6, inner);
    int sum = relu(builder, builder.add("sum", branch, start));
    int left = dense(builder, numbers, CLASSES, sum);
    int right = dense(builder, numbers, CLASSES, inner);
    return new LossCase(builder.build(builder.add("logits", left, right)));
  }

  /** Activations that change places, with zeros between. */
  static LossCase selecting() {
    Numbers numbers = new Numbers("selecting classifier");
    Network.Builder builder = Network.builder("selecting", 5);
    int first = relu(builder, dense(builder, numbers, 7, 0));
    Select order = new Select(7, new int[] {3, Select.ZERO, 0, 6, 1, Select.ZERO});
    int second = relu(builder, dense(builder, numbers, 5, builder.select("order", order, first)));
    int logits = dense(builder, numbers, CLASSES, second);
    Select turned = new Select(CLASSES, new int[] {1, 2, 0});
    return new LossCase(builder.build(builder.select("turned", turned, logits)));
  }

  private static int dense(Network.Builder builder, Numbers numbers, int outputs, int input) {
    Dense map = numbers.dense(outputs, builder.size(input), Style.FLOATS, 0);
    return builder.affine("dense", map, input);
  }

  private static int relu(Network.Builder builder, int input) {
    return builder.activation("relu", new Relu(), input);
  }

  Parameters parameters() {
    return Parameters.of(network);
  }

  /** The network's own weights, as a vector of its parameters. */
  float[] values() {
    Parameters parameters = parameters();
    float[] values = new float[parameters.count()];
    for (Parameters.Place place : parameters.places()) {
      Node node = network.node(place.node());
      for (int k = 0; k < place.weightCount(); k++) {
        values[place.weights() + k] = (float) weight(node, k);
      }
      for (int k = 0; k < place.biasCount(); k++) {
        values[place.bias() + k] = (float) bias(node, k);
      }
    }
    return values;
  }

  private static double weight(Node node, int k) {
    if (node.op() instanceof Dense dense) {
      Matrix weights = dense.weights();
      return weights.at(k / weights.columns(), k % weights.columns());
    }
    return ((Convolution) node.op()).weights()[k];
  }

  private static double bias(Node node, int k) {
    return node.op() instanceof Dense dense
        ? dense.bias(k)
        : ((Convolution) node.op()).channelBias(k);
  }

  /** Samples in [0, 1], {@code [sample][value]} flat; the first are the same whatever the count. */
  float[] inputs(int count) {
    Numbers numbers = new Numbers("samples of " + network.name());
    float[] inputs = new float[count * network.inputs()];
    for (int k = 0; k < inputs.length; k++) {
      inputs[k] = (float) numbers.uniform();
    }
    return inputs;
  }

  int[] labels(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, k -> (k * 7 + 2) % CLASSES);
    return labels;
  }

  @Override
  public String toString() {
    return network.name();
  }
}
