package dev.hasse.bound.lattice;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * The chord relaxation of an element as a plain network, which every bound method, sampling and
 * solver can take. A layer of linearised neurons is a {@link Scale}; one with exact neurons too is
 * the sum of a {@code Scale} and of a ReLU behind a mask.
 */
public final class ChordNetwork {
  private ChordNetwork() {}

  /** The relaxed network {@code s}, with the inputs and outputs of the original. */
  public static Network of(Chords chords) {
    Network network = chords.network();
    Network.Builder builder = Network.builder(network.name() + ":chords", network.inputs());
    int[] none = new int[network.nodes().size()];
    Arrays.fill(none, -1);
    return builder.build(new ChordBranch(chords, builder, none).append());
  }

  /**
   * The relaxed network of the top element as the one affine map that it is. Matrix and offset are
   * rounded to nearest at every step, so this map is near the relaxation and not the same: take it
   * for sampling, and {@link #of} where a bound is to be rigorous.
   *
   * @throws IllegalArgumentException when the element keeps a neuron exact
   */
  public static Dense affineMap(Chords chords) {
    if (!chords.element().isTop()) {
      throw new IllegalArgumentException("no affine map: " + chords.element());
    }
    Network relaxed = of(chords);
    Collapse collapse = new Collapse(relaxed);
    for (int id = relaxed.output().id(); id >= 0; id--) {
      collapse.back(relaxed.node(id));
    }
    return collapse.result();
  }

  /** Walks rows over the output down to the input, where they are the map's matrix. */
  private static final class Collapse implements OpVisitor<Void> {
    private final Network relaxed;
    private final double[][] pending;
    private final double[] offset;
    private Node node;

    Collapse(Network relaxed) {
      this.relaxed = relaxed;
      this.pending = new double[relaxed.nodes().size()][];
      this.offset = new double[relaxed.outputs()];
      double[] unit = pending(relaxed.output().id());
      for (int i = 0; i < relaxed.outputs(); i++) {
        unit[i * relaxed.outputs() + i] = 1;
      }
    }

    void back(Node next) {
      node = next;
      node.op().accept(this);
      if (node.id() > 0) {
        pending[node.id()] = null;
      }
    }

    Dense result() {
      return new Dense(new Matrix(relaxed.outputs(), relaxed.inputs(), pending(0)), offset);
    }

    /** Rows over a node, {@code [output][neuron]} flat, zero at first. */
    private double[] pending(int id) {
      if (pending[id] == null) {
        pending[id] = new double[relaxed.outputs() * relaxed.node(id).size()];
      }
      return pending[id];
    }

    @Override
    public Void input(Input input) {
      return null;
    }

    @Override
    public Void affine(Affine affine) {
      double[] rows = pending(node.id());
      double[] target = pending(node.input());
      for (int row = 0; row < offset.length; row++) {
        int start = row * affine.inputs();
        for (int i = 0; i < affine.outputs(); i++) {
          double coefficient = rows[row * affine.outputs() + i];
          offset[row] += coefficient * affine.bias(i);
          affine.forEachTerm(i, (j, weight) -> target[start + j] += coefficient * weight);
        }
      }
      return null;
    }

    @Override
    public Void activation(Activation activation) {
      throw new IllegalStateException("the top element has no activation left");
    }

    @Override
    public Void add(Add add) {
      for (int input : node.inputs()) {
        double[] target = pending(input);
        for (int k = 0; k < target.length; k++) {
          target[k] += pending(node.id())[k];
        }
      }
      return null;
    }

    @Override
    public Void select(Select select) {
      double[] rows = pending(node.id());
      double[] target = pending(node.input());
      for (int k = 0; k < rows.length; k++) {
        int source = select.source(k % node.size());
        if (source != Select.ZERO) {
          target[k / node.size() * select.inputs() + source] += rows[k];
        }
      }
      return null;
    }
  }
}
