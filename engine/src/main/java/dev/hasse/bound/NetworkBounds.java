package dev.hasse.bound;

import dev.hasse.domain.Bounds;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.List;

/**
 * Bounds of every node of a network for each box of a batch, the input's box among them.
 *
 * @param network the network that is bounded
 * @param nodes one entry a node, in the network's order
 */
public record NetworkBounds(Network network, List<Bounds> nodes) {
  public NetworkBounds {
    nodes = List.copyOf(nodes);
    if (nodes.size() != network.nodes().size()) {
      throw new IllegalArgumentException(
          nodes.size() + " bounds for the " + network.nodes().size() + " nodes of " + network);
    }
  }

  /** Bounds of one node's values. */
  public Bounds of(Node node) {
    return nodes.get(node.id());
  }

  /** Bounds of the values that an activation reads. */
  public Bounds before(Node activation) {
    return nodes.get(activation.input());
  }
}
