package dev.hasse.bound.lattice;

import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.List;

/** The ReLU nodes of a network in topological order, and a number for each of their neurons. */
public final class ReluLayers {
  private final List<Node> nodes;
  private final int[] offset;

  /**
   * The layers of a network.
   *
   * @throws UnsupportedOpException where an activation is no ReLU: the lattice has no other
   */
  public ReluLayers(Network network) {
    for (Node node : network.nodes()) {
      if (node.op() instanceof Activation && !(node.op() instanceof Relu)) {
        throw new UnsupportedOpException(node, "the lattice of relaxations");
      }
    }
    this.nodes = network.nodes().stream().filter(node -> node.op() instanceof Relu).toList();
    this.offset = new int[nodes.size() + 1];
    for (int k = 0; k < nodes.size(); k++) {
      offset[k + 1] = offset[k] + nodes.get(k).size();
    }
  }

  /** The ReLU nodes, first to last. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Number of ReLU nodes. */
  public int count() {
    return nodes.size();
  }

  /** Number of ReLUs of all layers together. */
  public int neurons() {
    return offset[nodes.size()];
  }

  /** Number of ReLUs of a layer. */
  public int size(int layer) {
    return offset[layer + 1] - offset[layer];
  }

  /** The neuron's number among all, layer by layer. */
  public int number(Neuron neuron) {
    if (neuron.layer() >= count() || neuron.index() >= size(neuron.layer())) {
      throw new IllegalArgumentException(neuron + " in a network with " + this);
    }
    return offset[neuron.layer()] + neuron.index();
  }

  /** The neuron with this number. */
  public Neuron neuron(int number) {
    int layer = 0;
    while (offset[layer + 1] <= number) {
      layer++;
    }
    return new Neuron(layer, number - offset[layer]);
  }

  /** The layer that a ReLU node is, or -1. */
  public int layer(Node node) {
    return nodes.indexOf(node);
  }

  @Override
  public String toString() {
    return "ReLU layers of sizes " + nodes.stream().map(Node::size).toList();
  }
}
