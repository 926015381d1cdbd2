package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import java.util.ArrayList;
import java.util.List;

/** Which value of the network each variable of a model stands for, or which side of which kink. */
final class Origins {
  private record Origin(int variable, int node, int neuron, boolean side) {}

  private final List<Origin> all = new ArrayList<>();

  void value(int variable, int node, int neuron) {
    all.add(new Origin(variable, node, neuron, false));
  }

  void side(int variable, int node, int neuron) {
    all.add(new Origin(variable, node, neuron, true));
  }

  /**
   * The model's point for these values of the network's nodes.
   *
   * @param values enclosures at one input, one box
   */
  double[] point(int variables, NetworkBounds values) {
    double[] point = new double[variables];
    for (Origin origin : all) {
      Bounds node = values.nodes().get(origin.node);
      double value = node.lower(0, origin.neuron) / 2 + node.upper(0, origin.neuron) / 2;
      point[origin.variable] = origin.side ? (value > 0 ? 1 : 0) : value;
    }
    return point;
  }
}
