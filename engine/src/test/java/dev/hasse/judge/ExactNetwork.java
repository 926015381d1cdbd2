package dev.hasse.judge;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/** A network evaluated without rounding, at points whose coordinates are doubles. */
public final class ExactNetwork {
  private final Network network;

  public ExactNetwork(Network network) {
    this.network = network;
  }

  /** Activations of every node at a point, by node id; stored weights are the true ones. */
  public Dyadic[][] values(double[] point) {
    ExactBounds[] bounds = ExactBounds.of(network, BoxBatch.single(point, point), 0);
    Dyadic[][] values = new Dyadic[bounds.length][];
    for (Node node : network.nodes()) {
      values[node.id()] = bounds[node.id()].lower();
    }
    return values;
  }

  /** The network's outputs at a point. */
  public Dyadic[] outputs(double[] point) {
    return values(point)[network.output().id()];
  }
}
