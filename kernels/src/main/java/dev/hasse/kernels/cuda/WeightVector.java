package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.Outward;
import java.util.Optional;

/**
 * Weights and biases of all affine maps of a network in one vector of floats: those that are
 * trained where {@link Parameters} has them, the others behind. At first all are the network's.
 */
final class WeightVector {
  private final Start[] starts;
  private final float[] values;

  /** Where those of a map begin. */
  record Start(int weights, int bias) {}

  WeightVector(Parameters parameters) {
    Network network = parameters.network();
    this.starts = new Start[network.nodes().size()];
    double[][] all = new double[starts.length][];
    int next = parameters.count();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine map) {
        double[] weights = Parameters.weights(map);
        all[node.id()] = weights;
        Optional<Parameters.Place> place = parameters.place(node);
        if (place.isPresent()) {
          starts[node.id()] = new Start(place.get().weights(), place.get().bias());
        } else {
          starts[node.id()] = new Start(next, Math.addExact(next, weights.length));
          next = Math.addExact(starts[node.id()].bias, biases(map));
        }
      }
    }
    this.values = new float[next];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine map) {
        put(map, starts[node.id()], all[node.id()]);
      }
    }
  }

  private void put(Affine map, Start start, double[] weights) {
    for (int k = 0; k < weights.length; k++) {
      values[start.weights + k] = Outward.floatNearest(weights[k]);
    }
    int biases = biases(map);
    int pixels = map.outputs() / biases;
    for (int k = 0; k < biases; k++) {
      values[start.bias + k] = Outward.floatNearest(map.bias(k * pixels));
    }
  }

  /** One an output, of a convolution one a channel. */
  static int biases(Affine map) {
    return map instanceof Convolution convolution ? convolution.outputChannels() : map.outputs();
  }

  /** Of a node that is an affine map. */
  Start start(Node node) {
    return starts[node.id()];
  }

  /** The vector; must not be changed. */
  float[] values() {
    return values;
  }
}
