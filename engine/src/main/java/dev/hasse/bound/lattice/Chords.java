package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.relax.ReluRelaxation;

/**
 * The chord of every linearised neuron on one box, and with them the chord relaxation of the
 * network (arXiv 2604.18728): each linearised {@code relu(a)} becomes {@code slope * a + shift}.
 *
 * <p>On pre-activation bounds {@code l < 0 < u} the chord is {@code u / (u - l) * (a - l)}. Slope
 * and shift are doubles; what they are by definition is what is stored here, and the shift is
 * rounded up so that the chord never lies below the ReLU on {@code [l, u]}. Where {@code l >= 0}
 * the chord is the identity, where {@code u <= 0} it is zero. So {@code 0 <= chord - relu <= shift}
 * on {@code [l, u]}, with equality on the right at 0 ({@code docs/THEORY.md}).
 */
public final class Chords {
  private final Network network;
  private final RelaxationElement element;
  private final NetworkBounds bounds;

  private Chords(RelaxationElement element, NetworkBounds bounds) {
    this.network = bounds.network();
    this.element = element;
    this.bounds = bounds;
  }

  /**
   * The chords of an element of the lattice.
   *
   * @param element of the bounds' network
   * @param bounds of one box, finite at every linearised neuron
   */
  public static Chords of(RelaxationElement element, NetworkBounds bounds) {
    if (!element.layers().nodes().equals(new ReluLayers(bounds.network()).nodes())) {
      throw new IllegalArgumentException(
          "an element of another network than " + bounds.network() + ": " + element.layers());
    }
    if (bounds.of(bounds.network().node(0)).count() != 1) {
      throw new IllegalArgumentException(
          "bounds of "
              + bounds.of(bounds.network().node(0)).count()
              + " boxes; a chord relaxation belongs to one");
    }
    Chords chords = new Chords(element, bounds);
    for (Node relu : element.layers().nodes()) {
      for (int i = 0; i < relu.size(); i++) {
        chords.requireFinite(relu, i);
      }
    }
    return chords;
  }

  /** The chords of every neuron: the top of the lattice. */
  public static Chords top(NetworkBounds bounds) {
    return of(RelaxationElement.top(bounds.network()), bounds);
  }

  private void requireFinite(Node relu, int neuron) {
    double l = lower(relu, neuron);
    double u = upper(relu, neuron);
    if (!isExact(relu, neuron) && (Double.isInfinite(l) || Double.isInfinite(u))) {
      throw new IllegalArgumentException(
          "no chord for neuron %d of '%s': its bounds are [%s, %s]"
              .formatted(neuron, relu.name(), l, u));
    }
  }

  /** The network that is relaxed. */
  public Network network() {
    return network;
  }

  public RelaxationElement element() {
    return element;
  }

  /** The bounds that the chords were drawn on. */
  public NetworkBounds bounds() {
    return bounds;
  }

  /** Whether a neuron of a ReLU node keeps its ReLU. */
  public boolean isExact(Node relu, int neuron) {
    return element.isExact(new Neuron(element.layers().layer(relu), neuron));
  }

  /** The slope of the neuron's chord, in [0, 1]; that of an exact neuron is not used. */
  public double slope(Node relu, int neuron) {
    return ReluRelaxation.upperSlope(lower(relu, neuron), upper(relu, neuron));
  }

  /** What the neuron's chord is at 0: the most that it exceeds the ReLU by. */
  public double shift(Node relu, int neuron) {
    double l = lower(relu, neuron);
    double u = upper(relu, neuron);
    return ReluRelaxation.upperIntercept(l, u, ReluRelaxation.upperSlope(l, u));
  }

  /** Lower bound of what the neuron reads. */
  public double lower(Node relu, int neuron) {
    return bounds.before(relu).lower(0, neuron);
  }

  /** Upper bound of what the neuron reads. */
  public double upper(Node relu, int neuron) {
    return bounds.before(relu).upper(0, neuron);
  }
}
