package dev.hasse.judge;

import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * The activations that a network would have if nothing ever cancelled or was cut off: magnitudes of
 * weights, biases and inputs, activations passed by. Rounding errors of a whole network are
 * proportional to these.
 */
public final class NetworkMagnitudes {
  private NetworkMagnitudes() {}

  /**
   * The largest such activation of any node.
   *
   * @param inputs magnitudes of the inputs
   */
  public static double largest(Network network, double[] inputs) {
    double[][] known = new double[network.nodes().size()][];
    double largest = 0;
    for (Node node : network.nodes()) {
      known[node.id()] = node.op().accept(new Step(node, known, inputs));
      largest = Math.max(largest, Arrays.stream(known[node.id()]).max().orElseThrow());
    }
    return largest;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(Node node, double[][] known, double[] inputs) implements OpVisitor<double[]> {
    @Override
    public double[] input(Input input) {
      return inputs;
    }

    @Override
    public double[] affine(Affine affine) {
      return Magnitudes.affine(affine, known[node.input()]);
    }

    @Override
    public double[] activation(Activation activation) {
      return known[node.input()];
    }

    @Override
    public double[] add(Add add) {
      double[] sum = known[node.inputs().get(0)].clone();
      double[] other = known[node.inputs().get(1)];
      Arrays.setAll(sum, i -> sum[i] + other[i]);
      return sum;
    }

    @Override
    public double[] select(Select select) {
      double[] all = known[node.input()];
      double[] selected = new double[select.outputs()];
      Arrays.setAll(selected, i -> select.source(i) == Select.ZERO ? 0 : all[select.source(i)]);
      return selected;
    }
  }
}
