package dev.hasse.bound.lattice;

import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;

/**
 * Appends the chord relaxation of a network to a builder, node by node. Nodes that read nothing
 * linearised are those of the network itself, where the builder has them already.
 */
final class ChordBranch implements OpVisitor<Integer> {
  private final Chords chords;
  private final Network.Builder builder;
  private final int[] original;
  private final int[] appended;
  private Node node;

  /**
   * @param original for each node of the network the builder's node that computes it; -1 where it
   *     has none
   */
  ChordBranch(Chords chords, Network.Builder builder, int[] original) {
    this.chords = chords;
    this.builder = builder;
    this.original = original;
    this.appended = new int[original.length];
  }

  /** Appends all nodes; returns the builder's node that computes the relaxed output. */
  int append() {
    for (Node next : chords.network().nodes()) {
      node = next;
      appended[node.id()] = isUntouched() ? original[node.id()] : node.op().accept(this).intValue();
    }
    return appended[chords.network().output().id()];
  }

  private boolean isUntouched() {
    return original[node.id()] >= 0
        && !isLinearised()
        && node.inputs().stream().allMatch(input -> appended[input] == original[input]);
  }

  private boolean isLinearised() {
    if (!(node.op() instanceof Activation)) {
      return false;
    }
    for (int i = 0; i < node.size(); i++) {
      if (!chords.isExact(node, i)) {
        return true;
      }
    }
    return false;
  }

  private int input() {
    return appended[node.input()];
  }

  @Override
  public Integer input(Input input) {
    return 0;
  }

  @Override
  public Integer affine(Affine affine) {
    return builder.affine(name(), affine, input());
  }

  /** Chords where neurons are linearised, and a ReLU behind a mask where they are not. */
  @Override
  public Integer activation(Activation activation) {
    int size = node.size();
    double[] slope = new double[size];
    double[] shift = new double[size];
    double[] mask = new double[size];
    boolean anyExact = false;
    for (int i = 0; i < size; i++) {
      if (chords.isExact(node, i)) {
        mask[i] = 1;
        anyExact = true;
      } else {
        slope[i] = chords.slope(node, i);
        shift[i] = chords.shift(node, i);
      }
    }
    if (!isLinearised()) {
      return builder.activation(name(), activation, input());
    }
    int chord = builder.affine(name() + ":chord", new Scale(slope, shift, 0), input());
    if (!anyExact) {
      return chord;
    }
    int masked = builder.affine(name() + ":mask", new Scale(mask, new double[size], 0), input());
    int exact = builder.activation(name() + ":exact", new Relu(), masked);
    return builder.add(name() + ":sum", chord, exact);
  }

  @Override
  public Integer add(Add add) {
    return builder.add(name(), appended[node.inputs().get(0)], appended[node.inputs().get(1)]);
  }

  @Override
  public Integer select(Select select) {
    return builder.select(name(), select, input());
  }

  private String name() {
    return node.name() + ":relaxed";
  }
}
