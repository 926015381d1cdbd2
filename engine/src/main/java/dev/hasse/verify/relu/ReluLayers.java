package dev.hasse.verify.relu;

import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.List;

/** The ReLU nodes before a node, in order, and what rows cost on their way to the input. */
final class ReluLayers {
  private final Network network;
  private final Node target;
  private final List<Node> nodes;
  private final double[] walk;

  /** Those before the output. */
  ReluLayers(Network network) {
    this(network, network.output());
  }

  /**
   * @param target node that rows begin at
   */
  ReluLayers(Network network, Node target) {
    this.network = network;
    this.target = target;
    this.nodes =
        network.nodes().stream()
            .filter(node -> node.op() instanceof Relu && node.id() <= target.id())
            .toList();
    this.walk = new double[network.nodes().size()];
    for (Node node : network.nodes()) {
      double before = 0;
      for (int input : node.inputs()) {
        before = Math.max(before, walk[input]);
      }
      walk[node.id()] = before + work(node);
    }
  }

  private static double work(Node node) {
    if (node.op() instanceof Affine affine) {
      int[] terms = new int[1];
      affine.forEachTerm(affine.outputs() / 2, (input, weight) -> terms[0]++);
      return 2.0 * terms[0] * affine.outputs();
    }
    return node.size();
  }

  Network network() {
    return network;
  }

  /** The node that rows begin at. */
  Node target() {
    return target;
  }

  int count() {
    return nodes.size();
  }

  Node node(int layer) {
    return nodes.get(layer);
  }

  /** Number of neurons of all layers. */
  int neurons() {
    return nodes.stream().mapToInt(Node::size).sum();
  }

  /** About how many operations one row takes from a node to the input, by its longest way. */
  double walk(int node) {
    return walk[node];
  }
}
