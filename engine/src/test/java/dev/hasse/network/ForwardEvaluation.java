package dev.hasse.network;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Evaluates a network at one point in plain double arithmetic: a judge for tests. */
public final class ForwardEvaluation implements OpVisitor<double[]> {
  private final double[][] values;
  private Node node;

  private ForwardEvaluation(Network network, double[] input) {
    this.values = new double[network.nodes().size()][];
    this.values[0] = input;
    this.node = network.node(0);
  }

  /** The network's outputs at {@code input}. */
  public static double[] of(Network network, double... input) {
    ForwardEvaluation evaluation = new ForwardEvaluation(network, input.clone());
    for (Node node : network.nodes()) {
      evaluation.node = node;
      evaluation.values[node.id()] = node.op().accept(evaluation);
    }
    return evaluation.values[network.output().id()];
  }

  @Override
  public double[] input(Input input) {
    return values[0];
  }

  @Override
  public double[] affine(Affine affine) {
    double[] x = values[node.input()];
    double[] y = new double[affine.outputs()];
    for (int i = 0; i < y.length; i++) {
      int output = i;
      y[i] = affine.bias(i);
      affine.forEachTerm(i, (input, weight) -> y[output] += weight * x[input]);
    }
    return y;
  }

  @Override
  public double[] activation(Activation activation) {
    DoubleUnaryOperator function =
        activation instanceof Sigmoid ? x -> 1 / (1 + Math.exp(-x)) : x -> Math.max(0, x);
    return Arrays.stream(values[node.input()]).map(function).toArray();
  }

  @Override
  public double[] add(Add add) {
    double[] left = values[node.inputs().get(0)];
    double[] right = values[node.inputs().get(1)];
    double[] sum = new double[left.length];
    Arrays.setAll(sum, i -> left[i] + right[i]);
    return sum;
  }

  @Override
  public double[] select(Select select) {
    double[] x = values[node.input()];
    double[] y = new double[select.outputs()];
    Arrays.setAll(y, i -> select.source(i) == Select.ZERO ? 0 : x[select.source(i)]);
    return y;
  }
}
