package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.Arrays;

/** A network with other parameters. */
public final class TrainedNetwork {
  private final Parameters parameters;
  private final float[] values;
  private final Network.Builder builder;

  private TrainedNetwork(Parameters parameters, float[] values, String name) {
    this.parameters = parameters;
    this.values = values;
    this.builder = Network.builder(name, parameters.network().inputs());
  }

  /**
   * The network of {@code parameters} with these values, exactly.
   *
   * @param values finite, in the order of {@link Parameters}
   * @param name of the new network
   */
  public static Network of(Parameters parameters, float[] values, String name) {
    if (values.length != parameters.count()) {
      throw new IllegalArgumentException(values.length + " values, expected " + parameters.count());
    }
    TrainedNetwork copy = new TrainedNetwork(parameters, values, name);
    int last = 0;
    for (Node node : parameters.network().nodes()) {
      last = node.op().accept(copy.new Copy(node));
    }
    return copy.builder.build(last);
  }

  private double[] doubles(int from, int count) {
    double[] result = new double[count];
    Arrays.setAll(result, k -> values[from + k]);
    return result;
  }

  private final class Copy implements OpVisitor<Integer> {
    private final Node node;

    Copy(Node node) {
      this.node = node;
    }

    @Override
    public Integer input(Input op) {
      return 0;
    }

    @Override
    public Integer affine(Affine op) {
      Affine map =
          parameters
              .place(node)
              .map(
                  place ->
                      filled(
                          op,
                          doubles(place.weights(), place.weightCount()),
                          doubles(place.bias(), place.biasCount())))
              .orElse(op);
      return builder.affine(node.name(), map, node.input());
    }

    private Affine filled(Affine op, double[] weights, double[] bias) {
      if (op instanceof Convolution map) {
        return new Convolution(
            map.inputChannels(), map.groups(), map.rows(), map.columns(), weights, bias, 0);
      }
      return new Dense(new Matrix(op.outputs(), op.inputs(), weights), bias);
    }

    @Override
    public Integer activation(Activation op) {
      return builder.activation(node.name(), op, node.input());
    }

    @Override
    public Integer add(Add op) {
      return builder.add(node.name(), node.inputs().get(0), node.inputs().get(1));
    }

    @Override
    public Integer select(Select op) {
      return builder.select(node.name(), op, node.input());
    }
  }
}
