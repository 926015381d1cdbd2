package dev.hasse.bound.lattice;

import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * {@code f - s}, a network minus its chord relaxation, as one network: two branches from the input
 * and their difference. What comes before the first linearised neuron is shared. A bound of its
 * outputs bounds the divergence {@code max_i |f_i(x) - s_i(x)|} (arXiv 2604.18728).
 */
public final class DifferenceNetwork {
  private DifferenceNetwork() {}

  /** The difference, with the inputs and outputs of the original. */
  public static Network of(Chords chords) {
    Network network = chords.network();
    Network.Builder builder = Network.builder(network.name() + ":difference", network.inputs());
    int[] original = new int[network.nodes().size()];
    for (Node node : network.nodes()) {
      original[node.id()] = node.op().accept(new Copy(node, builder, original));
    }
    int relaxed = new ChordBranch(chords, builder, original).append();
    double[] minusOne = new double[network.outputs()];
    Arrays.fill(minusOne, -1);
    int negated =
        builder.affine("negated", new Scale(minusOne, new double[minusOne.length], 0), relaxed);
    return builder.build(builder.add("difference", original[network.output().id()], negated));
  }

  /** The node of {@code f} in a network that {@link #of} made. */
  public static Node network(Network difference) {
    return difference.node(difference.output().inputs().get(0));
  }

  /** The node of {@code s} in a network that {@link #of} made. */
  public static Node relaxation(Network difference) {
    Node negated = difference.node(difference.output().inputs().get(1));
    return difference.node(negated.input());
  }

  private static final class Copy implements OpVisitor<Integer> {
    private final Node node;
    private final Network.Builder builder;
    private final int[] copies;

    Copy(Node node, Network.Builder builder, int[] copies) {
      this.node = node;
      this.builder = builder;
      this.copies = copies;
    }

    private int input(int k) {
      return copies[node.inputs().get(k)];
    }

    @Override
    public Integer input(Input input) {
      return 0;
    }

    @Override
    public Integer affine(Affine affine) {
      return builder.affine(node.name(), affine, input(0));
    }

    @Override
    public Integer activation(Activation activation) {
      return builder.activation(node.name(), activation, input(0));
    }

    @Override
    public Integer add(Add add) {
      return builder.add(node.name(), input(0), input(1));
    }

    @Override
    public Integer select(Select select) {
      return builder.select(node.name(), select, input(0));
    }
  }
}
