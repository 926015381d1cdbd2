package dev.hasse.bound;

import dev.hasse.network.Activation;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;

/** What layer-by-layer methods ask of the graph. */
final class LayerStructure {
  private final boolean[] exactByIntervals;
  private final Node[] readingActivation;
  private final Node outputBeforeActivations;

  private LayerStructure(
      boolean[] exactByIntervals, Node[] readingActivation, Node outputBeforeActivations) {
    this.exactByIntervals = exactByIntervals;
    this.readingActivation = readingActivation;
    this.outputBeforeActivations = outputBeforeActivations;
  }

  static LayerStructure of(Network network) {
    int nodes = network.nodes().size();
    boolean[] box = new boolean[nodes];
    boolean[] exact = new boolean[nodes];
    Node[] reading = new Node[nodes];
    for (Node node : network.nodes()) {
      boolean overBox = !node.inputs().isEmpty() && box[node.input()];
      boolean keepsBox = node.op() instanceof Select || node.op() instanceof Scale;
      box[node.id()] = node.op() instanceof Input || (overBox && keepsBox);
      exact[node.id()] = box[node.id()] || (overBox && node.op() instanceof Affine);
      if (node.op() instanceof Activation) {
        reading[node.input()] = node;
      }
    }
    Node last = network.output();
    while (last.op() instanceof Activation || last.op() instanceof Select) {
      last = network.node(last.input());
    }
    return new LayerStructure(exact, reading, last);
  }

  /**
   * Whether one interval step is exact here: the node is an affine map of coordinates that vary
   * independently. Rows could add nothing.
   */
  boolean isExactByIntervals(Node node) {
    return exactByIntervals[node.id()];
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
