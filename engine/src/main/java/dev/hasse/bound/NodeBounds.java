package dev.hasse.bound;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/**
 * What one pass knows of a chunk: bounds of every node, and what back-substitution derives from
 * them on demand (relaxations of activations, magnitudes of affine maps). Owns its tensors.
 */
final class NodeBounds implements AutoCloseable {
  private final Network network;
  private final Lane lane;
  private final Deadline deadline;
  private final Tensor.Interval[] intervals;
  private final Tensor.Relaxation[] relaxations;
  private final Tensor.Magnitude[] magnitudes;

  /**
   * @param deadline that walks over these bounds look at before each node
   */
  NodeBounds(Network network, Lane lane, Deadline deadline) {
    int nodes = network.nodes().size();
    this.network = network;
    this.lane = lane;
    this.deadline = deadline;
    this.intervals = new Tensor.Interval[nodes];
    this.relaxations = new Tensor.Relaxation[nodes];
    this.magnitudes = new Tensor.Magnitude[nodes];
  }

  Network network() {
    return network;
  }

  Deadline deadline() {
    return deadline;
  }

  Lane lane() {
    return lane;
  }

  /** Hands over the bounds of a node; each node once. */
  void put(Node node, Tensor.Interval bounds) {
    intervals[node.id()] = bounds;
  }

  /** Gives a node's bounds back before the others. */
  void release(int node) {
    close(intervals[node]);
    intervals[node] = null;
  }

  Tensor.Interval interval(int node) {
    return intervals[node];
  }

  Tensor.Relaxation relaxation(Node node) {
    if (relaxations[node.id()] == null) {
      relaxations[node.id()] = lane.relax(node, intervals[node.input()]);
    }
    return relaxations[node.id()];
  }

  /** To be called when the bounds that an activation's relaxation was made from have changed. */
  void forgetRelaxation(Node node) {
    close(relaxations[node.id()]);
    relaxations[node.id()] = null;
  }

  Tensor.Magnitude magnitude(Node node) {
    if (magnitudes[node.id()] == null) {
      magnitudes[node.id()] = lane.magnitude(node, intervals[node.input()]);
    }
    return magnitudes[node.id()];
  }

  @Override
  public void close() {
    for (int id = 0; id < intervals.length; id++) {
      close(intervals[id]);
      close(relaxations[id]);
      close(magnitudes[id]);
    }
  }

  private static void close(Tensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }
}
