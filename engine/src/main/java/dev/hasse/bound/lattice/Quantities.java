package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.Arrays;

/**
 * What stands for each value of a network in a linear model: a variable, or where it hardly varies
 * over the box, its bounds. Rows widen by the bounds of what has no variable, so leaving a variable
 * out only loosens, by at most {@link #NEGLIGIBLE} times a weight.
 *
 * <p>Without this, networks with neurons near 1e-15 gave models with coefficients that solvers take
 * for zero and bounds closer together than their tolerances: SCIP called one infeasible whatever
 * the objective.
 */
final class Quantities {
  /** A value whose bounds are this close gets no variable; solvers promise feasibility to 1e-6. */
  static final double NEGLIGIBLE = 1e-9;

  private static final int UNKNOWN = -2;
  private static final int NONE = -1;

  private final NetworkBounds bounds;
  private final int box;
  private final int[][] variable;

  Quantities(NetworkBounds bounds, int box) {
    this.bounds = bounds;
    this.box = box;
    Network network = bounds.network();
    this.variable = new int[network.nodes().size()][];
    for (Node node : network.nodes()) {
      variable[node.id()] = new int[node.size()];
      Arrays.fill(variable[node.id()], UNKNOWN);
    }
  }

  Network network() {
    return bounds.network();
  }

  double lower(int node, int neuron) {
    return of(node).lower(box, neuron);
  }

  double upper(int node, int neuron) {
    return of(node).upper(box, neuron);
  }

  private Bounds of(int node) {
    return bounds.nodes().get(node);
  }

  boolean isKnown(int node, int neuron) {
    return variable[node][neuron] != UNKNOWN;
  }

  void put(int node, int neuron, int to) {
    variable[node][neuron] = to;
  }

  void putNone(int node, int neuron) {
    variable[node][neuron] = NONE;
  }

  /** Whether a value has a variable; it must be known. */
  boolean isVariable(int node, int neuron) {
    return variable[node][neuron] >= 0;
  }

  int variable(int node, int neuron) {
    if (variable[node][neuron] < 0) {
      throw new IllegalStateException("value " + neuron + " of node " + node + " has no variable");
    }
    return variable[node][neuron];
  }

  /** Whether a value varies so little that its bounds will do. */
  boolean isNegligible(int node, int neuron) {
    return upper(node, neuron) - lower(node, neuron) <= NEGLIGIBLE;
  }
}
