package dev.hasse.bound.lattice;

import dev.hasse.network.Network;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * An element of the lattice of relaxations of a network: the set of neurons that stay exact; all
 * others are linearised. The order is that of tightness: {@code a.isBelow(b)} when a keeps every
 * neuron exact that b does, and then every bound of a is at least as tight as the same bound of b.
 * The top linearises every neuron, the bottom is the network itself. Immutable.
 *
 * <p>Elements of one network only may be combined.
 */
public final class RelaxationElement {
  private final ReluLayers layers;
  private final BitSet exact;

  private RelaxationElement(ReluLayers layers, BitSet exact) {
    this.layers = layers;
    this.exact = exact;
  }

  /** Every neuron linearised. */
  public static RelaxationElement top(Network network) {
    return new RelaxationElement(new ReluLayers(network), new BitSet());
  }

  /** The network itself. */
  public static RelaxationElement bottom(Network network) {
    ReluLayers layers = new ReluLayers(network);
    BitSet all = new BitSet();
    all.set(0, layers.neurons());
    return new RelaxationElement(layers, all);
  }

  /** Exact on the neurons of one layer, counted from 0. */
  public static RelaxationElement layer(Network network, int layer) {
    ReluLayers layers = new ReluLayers(network);
    BitSet some = new BitSet();
    for (int i = 0; i < layers.size(layer); i++) {
      some.set(layers.number(new Neuron(layer, i)));
    }
    return new RelaxationElement(layers, some);
  }

  /** Exact on these neurons. */
  public static RelaxationElement of(Network network, Collection<Neuron> neurons) {
    return top(network).with(neurons);
  }

  /** This element with some more neurons exact. */
  public RelaxationElement with(Collection<Neuron> neurons) {
    BitSet more = (BitSet) exact.clone();
    neurons.forEach(neuron -> more.set(layers.number(neuron)));
    return new RelaxationElement(layers, more);
  }

  /** The greatest element below both: exact where either is. */
  public RelaxationElement meet(RelaxationElement other) {
    requireSameNetwork(other);
    BitSet both = (BitSet) exact.clone();
    both.or(other.exact);
    return new RelaxationElement(layers, both);
  }

  /** The least element above both: exact where both are. */
  public RelaxationElement join(RelaxationElement other) {
    requireSameNetwork(other);
    BitSet common = (BitSet) exact.clone();
    common.and(other.exact);
    return new RelaxationElement(layers, common);
  }

  /** Whether this element keeps exact whatever the other does; every element is below itself. */
  public boolean isBelow(RelaxationElement other) {
    requireSameNetwork(other);
    BitSet missing = (BitSet) other.exact.clone();
    missing.andNot(exact);
    return missing.isEmpty();
  }

  public boolean isExact(Neuron neuron) {
    return exact.get(layers.number(neuron));
  }

  /** Number of exact neurons. */
  public int exactCount() {
    return exact.cardinality();
  }

  public boolean isTop() {
    return exact.isEmpty();
  }

  public boolean isBottom() {
    return exact.cardinality() == layers.neurons();
  }

  /** The exact neurons, in order. */
  public List<Neuron> exactNeurons() {
    return exact.stream().mapToObj(layers::neuron).toList();
  }

  public ReluLayers layers() {
    return layers;
  }

  private void requireSameNetwork(RelaxationElement other) {
    if (!layers.nodes().equals(other.layers.nodes())) {
      throw new IllegalArgumentException(
          "elements of different networks: " + layers + " and " + other.layers);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RelaxationElement element
        && layers.nodes().equals(element.layers.nodes())
        && exact.equals(element.exact);
  }

  @Override
  public int hashCode() {
    return exact.hashCode();
  }

  @Override
  public String toString() {
    return exactCount() + " of " + layers.neurons() + " neurons exact";
  }
}
