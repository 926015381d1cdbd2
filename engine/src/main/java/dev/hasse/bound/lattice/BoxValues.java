package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;

/**
 * The bounds of a network's values on one box.
 *
 * @param bounds of all nodes
 * @param box which of their boxes
 */
public record BoxValues(NetworkBounds bounds, int box) {
  /** A value whose bounds are this close gets no variable; solvers promise feasibility to 1e-6. */
  private static final double NEGLIGIBLE = 1e-9;

  /**
   * Values beyond this get no variable. {@link Combination} pays for coefficients that underflow on
   * the condition that no variable is larger.
   */
  private static final double LARGEST = 0x1p160;

  public Network network() {
    return bounds.network();
  }

  public double lower(int node, int neuron) {
    return bounds.nodes().get(node).lower(box, neuron);
  }

  public double upper(int node, int neuron) {
    return bounds.nodes().get(node).upper(box, neuron);
  }

  /** Whether a value varies so little that its bounds will do. */
  public boolean isNegligible(int node, int neuron) {
    return upper(node, neuron) - lower(node, neuron) <= NEGLIGIBLE;
  }

  /**
   * Throws unless a value is bounded from both sides, by numbers that a model can do with.
   *
   * @throws UnboundedException naming the value
   */
  public void requireFinite(int node, int neuron) {
    double l = lower(node, neuron);
    double u = upper(node, neuron);
    if (!(largest(node, neuron) <= LARGEST)) {
      throw new UnboundedException(
          "value %d of node '%s' lies between %s and %s on box %d"
              .formatted(neuron, network().node(node).name(), l, u, box));
    }
  }

  /** Whether the bounds leave a ReLU over this value on both sides of its kink, noticeably. */
  boolean isUnstable(int node, int neuron) {
    return lower(node, neuron) < 0 && upper(node, neuron) > 0 && !isNegligible(node, neuron);
  }

  /** What a number lies between. */
  record Range(double lower, double upper) {}

  /** Bounds of the left side of an output constraint. */
  Range range(OutputConstraint constraint) {
    int output = network().output().id();
    double low = constraint.constant();
    double high = constraint.constant();
    for (int i = 0; i < network().outputs(); i++) {
      double c = constraint.coefficient(i);
      if (c != 0) {
        double l = c > 0 ? lower(output, i) : upper(output, i);
        double u = c > 0 ? upper(output, i) : lower(output, i);
        low = Outward.addDown(low, Outward.mulDown(c, l));
        high = Outward.addUp(high, Outward.mulUp(c, u));
      }
    }
    return new Range(low, high);
  }

  /** A bound of the value's magnitude. */
  double largest(int node, int neuron) {
    return Math.max(Math.abs(lower(node, neuron)), Math.abs(upper(node, neuron)));
  }
}
