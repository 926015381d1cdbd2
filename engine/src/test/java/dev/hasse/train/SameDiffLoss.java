package dev.hasse.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Node;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The robust loss of a perceptron of dense layers as a graph of ND4J's SameDiff, in double, written
 * down from the definitions without anything of ours: boxes up the layers, forms of the logits back
 * down. Its gradient is by automatic differentiation.
 */
final class SameDiffLoss {
  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final List<SDVariable> weights = new ArrayList<>();
  private final List<SDVariable> biases = new ArrayList<>();
  private final List<SDVariable> centres = new ArrayList<>();
  private final List<SDVariable> radii = new ArrayList<>();

  SameDiffLoss(LossCase of, float[] values) {
    this.parameters = of.parameters();
    for (Parameters.Place place : parameters.places()) {
      int outputs = place.biasCount();
      int inputs = place.weightCount() / outputs;
      INDArray matrix = slice(values, place.weights(), outputs, inputs);
      INDArray row = slice(values, place.bias(), 1, outputs);
      weights.add(graph.var("w" + weights.size(), matrix));
      biases.add(graph.var("b" + biases.size(), row));
    }
    for (Node node : of.network().nodes()) {
      if (node.inputs().size() > 1) {
        throw new IllegalArgumentException(of + " is no perceptron");
      }
    }
  }

  private static INDArray slice(float[] values, int from, int rows, int columns) {
    double[] part = new double[rows * columns];
    for (int k = 0; k < part.length; k++) {
      part[k] = values[from + k];
    }
    return Nd4j.create(part, new long[] {rows, columns}, 'c');
  }

  /**
   * The gradient of the mean loss of some samples, in the order of the parameters.
   *
   * @param crown whether forms go on through the ReLUs, or end at the boxes of the last
   */
  float[] gradient(float[] inputs, int[] labels, double radius, boolean crown) {
    int width = inputs.length / labels.length;
    INDArray centre = slice(inputs, 0, labels.length, width);
    centres.add(graph.constant("centre", centre));
    radii.add(graph.constant("radius", Nd4j.zerosLike(centre).addi(radius)));
    for (int layer = 0; layer + 1 < weights.size(); layer++) {
      boxesUp(layer);
    }
    SDVariable margins = margins(labels, crown).reshape(labels.length, LossCase.CLASSES - 1);
    SDVariable sums = graph.math.exp(margins.neg()).sum(1).add(1);
    SDVariable loss = graph.math.log(sums).mean();
    graph.setLossVariables(loss);
    List<String> names = new ArrayList<>();
    weights.forEach(variable -> names.add(variable.name()));
    biases.forEach(variable -> names.add(variable.name()));
    return flat(silently(names));
  }

  /** SameDiff prints a line for each operation that it differentiates. */
  private Map<String, INDArray> silently(List<String> names) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      return graph.calculateGradients(Map.of(), names);
    } finally {
      System.setOut(out);
    }
  }

  private float[] flat(Map<String, INDArray> gradients) {
    float[] all = new float[parameters.count()];
    for (int layer = 0; layer < weights.size(); layer++) {
      Parameters.Place place = parameters.places().get(layer);
      double[] ofWeights = gradients.get(weights.get(layer).name()).dup('c').data().asDouble();
      for (int k = 0; k < place.weightCount(); k++) {
        all[place.weights() + k] = (float) ofWeights[k];
      }
      double[] ofBias = gradients.get(biases.get(layer).name()).dup('c').data().asDouble();
      for (int k = 0; k < place.biasCount(); k++) {
        all[place.bias() + k] = (float) ofBias[k];
      }
    }
    return all;
  }

  private SDVariable relu(SDVariable x) {
    return graph.nn.relu(x, 0);
  }

  /** The box before ReLU number {@code layer}, from that after the ReLU before. */
  private void boxesUp(int layer) {
    SDVariable turned = graph.transpose(weights.get(layer));
    SDVariable before = lastCentre(layer);
    SDVariable radiusBefore = lastRadius(layer);
    centres.add(before.mmul(turned).add(biases.get(layer)));
    radii.add(radiusBefore.mmul(graph.math.abs(turned)));
  }

  /** Centres of the boxes that a layer reads: the input's, or those after a ReLU. */
  private SDVariable lastCentre(int layer) {
    return layer == 0 ? centres.get(0) : upper(layer).add(lower(layer)).mul(0.5);
  }

  private SDVariable lastRadius(int layer) {
    return layer == 0 ? radii.get(0) : upper(layer).sub(lower(layer)).mul(0.5);
  }

  private SDVariable upper(int layer) {
    return relu(centres.get(layer).add(radii.get(layer)));
  }

  private SDVariable lower(int layer) {
    return relu(centres.get(layer).sub(radii.get(layer)));
  }

  /** Lower bounds of {@code y_label - y_j}, one a row of a column. */
  private SDVariable margins(int[] labels, boolean crown) {
    int others = LossCase.CLASSES - 1;
    int count = labels.length * others;
    INDArray forms = Nd4j.zeros(DataType.DOUBLE, count, LossCase.CLASSES);
    INDArray repeat = Nd4j.zeros(DataType.DOUBLE, count, labels.length);
    for (int row = 0; row < count; row++) {
      int label = labels[row / others];
      int other = row % others;
      forms.putScalar(row, label, 1);
      forms.putScalar(row, other < label ? other : other + 1, -1);
      repeat.putScalar(row, row / others, 1);
    }
    SDVariable each = graph.constant("repeat", repeat);
    SDVariable rows = graph.constant("forms", forms);
    int last = weights.size() - 1;
    SDVariable constants = rows.mmul(graph.transpose(biases.get(last)));
    rows = rows.mmul(weights.get(last));
    for (int layer = last; crown && layer > 0; layer--) {
      SDVariable above = relu(centres.get(layer).add(radii.get(layer)));
      SDVariable below = relu(radii.get(layer).sub(centres.get(layer)));
      SDVariable slope = above.div(above.add(below));
      SDVariable intercept = slope.mul(below);
      SDVariable lowerSlope = graph.math.sign(above.sub(below)).add(1).mul(0.5);
      SDVariable negative = relu(rows.neg()).neg();
      constants = constants.add(negative.mul(each.mmul(intercept)).sum(true, 1));
      rows = relu(rows).mul(each.mmul(lowerSlope)).add(negative.mul(each.mmul(slope)));
      constants = constants.add(rows.mmul(graph.transpose(biases.get(layer - 1))));
      rows = rows.mmul(weights.get(layer - 1));
    }
    int at = crown ? 0 : last;
    SDVariable middle = rows.mul(each.mmul(lastCentre(at))).sum(true, 1);
    SDVariable spread = graph.math.abs(rows).mul(each.mmul(lastRadius(at))).sum(true, 1);
    return constants.add(middle).sub(spread);
  }
}
