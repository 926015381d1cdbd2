package dev.hasse.judge;

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

/** The same network with every convolution written out as a matrix. */
public final class DenseTwin implements OpVisitor<Integer> {
  private final Network.Builder builder;
  private Node node;

  private DenseTwin(Network network) {
    this.builder = Network.builder(network.name(), network.inputs());
  }

  /** The twin; nodes keep their ids. */
  public static Network of(Network network) {
    DenseTwin twin = new DenseTwin(network);
    int last = 0;
    for (Node node : network.nodes()) {
      twin.node = node;
      last = node.op().accept(twin);
    }
    return twin.builder.build(last);
  }

  @Override
  public Integer input(Input input) {
    return 0;
  }

  @Override
  public Integer affine(Affine affine) {
    boolean sparse = affine instanceof Convolution;
    return builder.affine(node.name(), sparse ? dense(affine) : affine, node.input());
  }

  private static Dense dense(Affine affine) {
    double[] weights = new double[affine.outputs() * affine.inputs()];
    double[] bias = new double[affine.outputs()];
    for (int i = 0; i < bias.length; i++) {
      int row = i * affine.inputs();
      affine.forEachTerm(i, (j, weight) -> weights[row + j] = weight);
      bias[i] = affine.bias(i);
    }
    Matrix matrix = new Matrix(affine.outputs(), affine.inputs(), weights);
    return new Dense(matrix, bias, affine.relativeError());
  }

  @Override
  public Integer activation(Activation activation) {
    return builder.activation(node.name(), activation, node.input());
  }

  @Override
  public Integer add(Add add) {
    return builder.add(node.name(), node.inputs().get(0), node.inputs().get(1));
  }

  @Override
  public Integer select(Select select) {
    return builder.select(node.name(), select, node.input());
  }
}
