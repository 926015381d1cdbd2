package dev.hasse.bound;

import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;

/** What layer-by-layer methods ask of the graph. */
final class LayerStructure {
  private final boolean[] pastActivation;
  private final Node[] readingActivation;
  private final Node outputBeforeActivations;

  private LayerStructure(
      boolean[] pastActivation, Node[] readingActivation, Node outputBeforeActivations) {
    this.pastActivation = pastActivation;
    this.readingActivation = readingActivation;
    this.outputBeforeActivations = outputBeforeActivations;
  }

  static LayerStructure of(Network network) {
    int nodes = network.nodes().size();
    boolean[] past = new boolean[nodes];
    Node[] reading = new Node[nodes];
    for (Node node : network.nodes()) {
      for (int input : node.inputs()) {
        past[node.id()] |= past[input] || network.node(input).op() instanceof Activation;
      }
      if (node.op() instanceof Activation) {
        reading[node.input()] = node;
      }
    }
    Node last = network.output();
    while (last.op() instanceof Activation || last.op() instanceof Select) {
      last = network.node(last.input());
    }
    return new LayerStructure(past, reading, last);
  }

  /** Whether some activation lies between the input and this node's output, itself excluded. */
  boolean isPastActivation(Node node) {
    return pastActivation[node.id()];
  }

  /** An activation that reads this node, or null. */
  Node readingActivation(Node node) {
    return readingActivation[node.id()];
  }

  /**
   * The output node, or where it is an activation the node before: once the pre-activation is
   * bounded, intervals through an activation lose nothing.
   */
  Node outputBeforeActivations() {
    return outputBeforeActivations;
  }
}
