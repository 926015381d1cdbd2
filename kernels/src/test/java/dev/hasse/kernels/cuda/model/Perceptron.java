package dev.hasse.kernels.cuda.model;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The shape of a dense ReLU network. Counts depend on nothing else where every neuron is unstable,
 * so weights are random, biases 0 and the boxes centred at 0: the worst case for CROWN.
 *
 * @param name as tables call it
 * @param widths of the input, the hidden layers and the output
 */
record Perceptron(String name, List<Integer> widths) {
  static final Perceptron ACAS_XU = of("ACAS Xu, 5-50x6-5", "5-50-50-50-50-50-50-5");
  static final Perceptron MNIST_4 = of("mnistfc 256x4", "784-256-256-256-256-10");
  static final Perceptron MNIST_6 = of("mnistfc 256x6", "784-256-256-256-256-256-256-10");

  static Perceptron of(String name, String widths) {
    return new Perceptron(
        name, Pattern.compile("-").splitAsStream(widths).map(Integer::valueOf).toList());
  }

  /** Such as {@code 5-50-50-5}. */
  String shape() {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  Network network() {
    SplittableRandom random = new SplittableRandom(7);
    Network.Builder builder = Network.builder(name, widths.get(0));
    int node = 0;
    for (int k = 1; k < widths.size(); k++) {
      int inputs = widths.get(k - 1);
      int outputs = widths.get(k);
      double range = Math.sqrt(3.0 / inputs);
      double[] weights = random.doubles((long) inputs * outputs, -range, range).toArray();
      Dense dense = new Dense(new Matrix(outputs, inputs, weights), new double[outputs]);
      node = builder.affine("affine " + k, dense, node);
      if (k + 1 < widths.size()) {
        node = builder.activation("relu " + k, new Relu(), node);
      }
    }
    return builder.build(node);
  }

  BoxBatch boxes(int count) {
    int inputs = widths.get(0);
    return BoxBatch.around(inputs, new double[count * inputs], 1, -1, 1);
  }
}
