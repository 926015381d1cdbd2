package dev.hasse.bound.analytic;

import dev.hasse.bound.lattice.ChordNetwork;
import dev.hasse.bound.lattice.Chords;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * The upper bound U of the published experiment of arXiv 2604.18728 <em>as coded, which is no
 * bound</em>: the largest upper end of an interval pass through the chord network that cuts every
 * interval at 0 from below after every affine map, as if a ReLU followed. The chord network has no
 * ReLU and takes negative values, so the cut loses some of them, and U can fall below the
 * divergence; for the paper's random networks it does at depths 18, 22, 24 and 26. Here to show
 * that, and for comparison; not to be used as a bound. Rounded to nearest.
 */
public final class PublishedUpperBound implements OpVisitor<PublishedUpperBound.Interval> {
  private final Chords chords;
  private final Interval[] known;
  private Node node;

  private PublishedUpperBound(Chords chords, int nodes) {
    this.chords = chords;
    this.known = new Interval[nodes];
  }

  /** U, for networks whose last operation is a ReLU, as all of the paper's are. */
  public static double of(Chords chords) {
    Network relaxed = ChordNetwork.of(chords);
    PublishedUpperBound walk = new PublishedUpperBound(chords, relaxed.nodes().size());
    for (Node node : relaxed.nodes()) {
      walk.node = node;
      walk.known[node.id()] = node.op().accept(walk);
    }
    return Arrays.stream(walk.known[relaxed.output().id()].upper)
        .map(Math::abs)
        .max()
        .orElseThrow();
  }

  /** Interval ends of a node's values. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Interval(double[] lower, double[] upper) {
    static Interval empty(int size) {
      return new Interval(new double[size], new double[size]);
    }

    Interval cutAtZero() {
      Arrays.setAll(lower, i -> Math.max(0, lower[i]));
      Arrays.setAll(upper, i -> Math.max(0, upper[i]));
      return this;
    }
  }

  @Override
  public Interval input(Input input) {
    Interval box = Interval.empty(node.size());
    Arrays.setAll(box.lower, i -> chords.bounds().of(node).lower(0, i));
    Arrays.setAll(box.upper, i -> chords.bounds().of(node).upper(0, i));
    return box;
  }

  @Override
  public Interval affine(Affine affine) {
    Interval from = known[node.input()];
    Interval image = Interval.empty(affine.outputs());
    for (int i = 0; i < affine.outputs(); i++) {
      int output = i;
      image.lower[i] = affine.bias(i);
      image.upper[i] = affine.bias(i);
      affine.forEachTerm(
          i,
          (j, weight) -> {
            image.lower[output] += weight * (weight < 0 ? from.upper[j] : from.lower[j]);
            image.upper[output] += weight * (weight < 0 ? from.lower[j] : from.upper[j]);
          });
    }
    return image.cutAtZero();
  }

  @Override
  public Interval activation(Activation activation) {
    Interval from = known[node.input()];
    return new Interval(from.lower.clone(), from.upper.clone()).cutAtZero();
  }

  @Override
  public Interval add(Add add) {
    Interval left = known[node.inputs().get(0)];
    Interval right = known[node.inputs().get(1)];
    Interval sum = Interval.empty(node.size());
    Arrays.setAll(sum.lower, i -> left.lower[i] + right.lower[i]);
    Arrays.setAll(sum.upper, i -> left.upper[i] + right.upper[i]);
    return sum;
  }

  @Override
  public Interval select(Select select) {
    Interval from = known[node.input()];
    Interval chosen = Interval.empty(node.size());
    for (int i = 0; i < node.size(); i++) {
      if (select.source(i) != Select.ZERO) {
        chosen.lower[i] = from.lower[select.source(i)];
        chosen.upper[i] = from.upper[select.source(i)];
      }
    }
    return chosen;
  }
}
