package dev.hasse.bench;

import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/**
 * The bytes that a call must move whatever it does: every weight once as a float, both bounds of
 * every input and every output of each box as doubles. What passes between layers may stay in
 * caches and is not counted, so the operations a byte are the most that they can be.
 */
final class LeastTraffic {
  private LeastTraffic() {}

  static double of(Network network, int boxes) {
    double weights = 0;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        weights += weights(affine);
      }
    }
    double values = 2.0 * (network.inputs() + network.outputs());
    return Float.BYTES * weights + Double.BYTES * values * boxes;
  }

  private static double weights(Affine affine) {
    if (affine instanceof Dense) {
      return (double) affine.inputs() * affine.outputs();
    }
    return affine instanceof Convolution convolution
        ? (double) convolution.outputChannels() * convolution.kernelSize()
        : affine.outputs();
  }
}
