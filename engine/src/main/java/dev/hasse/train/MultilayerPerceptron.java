package dev.hasse.train;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Dense layers with a ReLU between them, and the gradient of the softmax cross-entropy. All
 * parameters lie in one flat array and so does the gradient, so that an updater is one call; the
 * layers' arrays are views of it. Weights are {@code [output][input]}, samples are rows.
 */
final class MultilayerPerceptron {
  private final List<Layer> layers = new ArrayList<>();
  private final INDArray parameters;
  private final INDArray gradient;

  /** One layer's views of the flat parameters and the flat gradient. */
  private record Layer(
      INDArray weights, INDArray bias, INDArray weightGradient, INDArray biasGradient) {}

  /**
   * What one batch gave.
   *
   * @param loss mean cross-entropy, without penalties
   * @param correct how many samples were classified right
   */
  record BatchResult(double loss, int correct) {}

  /**
   * Draws weights from the normal distribution with variance 2 / inputs (He et al., "Delving deep
   * into rectifiers", 2015, equation 10); biases start at 0.
   *
   * @param sizes of the input, the hidden layers and the output
   * @param type of all arrays: FLOAT, or DOUBLE where a test differentiates numerically
   */
  MultilayerPerceptron(int[] sizes, DataType type, Random random) {
    long count = 0;
    for (int k = 1; k < sizes.length; k++) {
      count += (long) sizes[k] * (sizes[k - 1] + 1);
    }
    parameters = Nd4j.zeros(type, 1, count);
    gradient = Nd4j.zeros(type, 1, count);
    long offset = 0;
    for (int k = 1; k < sizes.length; k++) {
      int outputs = sizes[k];
      int inputs = sizes[k - 1];
      long biases = offset + (long) outputs * inputs;
      layers.add(
          new Layer(
              view(parameters, offset, outputs, inputs),
              view(parameters, biases, 1, outputs),
              view(gradient, offset, outputs, inputs),
              view(gradient, biases, 1, outputs)));
      double deviation = Math.sqrt(2.0 / inputs);
      for (long i = offset; i < biases; i++) {
        parameters.putScalar(0, i, deviation * random.nextGaussian());
      }
      offset = biases + outputs;
    }
  }

  private static INDArray view(INDArray flat, long offset, long rows, long columns) {
    return flat.get(NDArrayIndex.all(), NDArrayIndex.interval(offset, offset + rows * columns))
        .reshape('c', rows, columns);
  }

  /** All parameters, {@code [1][parameter]}; a change to it changes the network. */
  INDArray parameters() {
    return parameters;
  }

  /** The last gradient, {@code [1][parameter]}; an updater may overwrite it. */
  INDArray gradient() {
    return gradient;
  }

  /**
   * Computes the gradient of the mean cross-entropy at a batch.
   *
   * @param inputs {@code [sample][value]}
   * @param labels {@code [sample]}
   */
  BatchResult differentiate(INDArray inputs, int[] labels) {
    List<INDArray> activations = new ArrayList<>();
    activations.add(inputs);
    for (int k = 0; k < layers.size(); k++) {
      Layer layer = layers.get(k);
      INDArray sums =
          activations.get(k).mmul(layer.weights().transpose()).addiRowVector(layer.bias());
      activations.add(k + 1 < layers.size() ? Transforms.relu(sums, false) : sums);
    }
    INDArray logits = activations.get(layers.size());
    INDArray shifted = logits.subColumnVector(logits.max(true, 1));
    INDArray exponentials = Transforms.exp(shifted, true);
    INDArray totals = exponentials.sum(true, 1);
    INDArray targets = oneHot(labels, logits);

    double loss =
        (Transforms.log(totals, true).sumNumber().doubleValue()
                - shifted.mul(targets).sumNumber().doubleValue())
            / labels.length;
    INDArray slope = exponentials.diviColumnVector(totals).subi(targets).divi(labels.length);
    propagate(slope, activations);
    return new BatchResult(loss, correct(logits, labels));
  }

  /** Backward pass: from the slope of the loss in the logits to the gradient. */
  private void propagate(INDArray logitSlope, List<INDArray> activations) {
    INDArray slope = logitSlope;
    for (int k = layers.size() - 1; k >= 0; k--) {
      Layer layer = layers.get(k);
      INDArray input = activations.get(k);
      layer.weightGradient().assign(slope.transpose().mmul(input));
      layer.biasGradient().assign(slope.sum(true, 0));
      if (k > 0) {
        slope = slope.mmul(layer.weights()).muli(input.gt(0).castTo(input.dataType()));
      }
    }
  }

  /** Adds the gradient of the penalties of {@link TrainingOptions}; biases pay none. */
  void addPenaltyGradient(TrainingOptions options) {
    for (Layer layer : layers) {
      if (options.weightDecay() > 0) {
        layer.weightGradient().addi(layer.weights().mul(options.weightDecay()));
      }
      if (options.sparsity() > 0) {
        layer
            .weightGradient()
            .addi(Transforms.sign(layer.weights(), true).muli(options.sparsity()));
      }
    }
  }

  private static INDArray oneHot(int[] labels, INDArray logits) {
    INDArray targets = Nd4j.zeros(logits.dataType(), logits.shape());
    for (int i = 0; i < labels.length; i++) {
      targets.putScalar(i, labels[i], 1);
    }
    return targets;
  }

  private static int correct(INDArray logits, int[] labels) {
    long[] predicted = logits.argMax(1).toLongVector();
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += predicted[i] == labels[i] ? 1 : 0;
    }
    return correct;
  }

  /** A copy of the present state as a network of Dense and Relu nodes. */
  Network toNetwork(String name) {
    Network.Builder builder =
        Network.builder(name, Math.toIntExact(layers.get(0).weights().columns()));
    int node = 0;
    for (int k = 0; k < layers.size(); k++) {
      Layer layer = layers.get(k);
      int outputs = layer.weights().rows();
      int inputs = layer.weights().columns();
      double[] weights = layer.weights().dup('c').data().asDouble();
      double[] bias = layer.bias().dup('c').data().asDouble();
      node =
          builder.affine(
              "dense_" + (k + 1), new Dense(new Matrix(outputs, inputs, weights), bias), node);
      if (k + 1 < layers.size()) {
        node = builder.activation("relu_" + (k + 1), new Relu(), node);
      }
    }
    return builder.build(node);
  }
}
