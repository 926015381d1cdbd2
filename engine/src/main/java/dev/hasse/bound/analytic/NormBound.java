package dev.hasse.bound.analytic;

import dev.hasse.bound.lattice.Chords;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;

/**
 * The norm-only corollary of the analytic bound: with layers {@code W_1 ... W_L}, each followed by
 * a ReLU, and a box of half width {@code r}, the divergence is at most {@code L / 2 * r * prod_k
 * |W_k|}, where {@code |W|} is the largest sum of magnitudes in a row ({@code docs/THEORY.md}).
 * Exponential in depth, linear in radius, and far above {@link AnalyticBound}.
 *
 * <p>Computed by a walk up the network, which gives the same formula with residual sums too: a
 * node's interval width is at most {@code width}, its error at most {@code error}. The gaps of the
 * chords as stored, whose bounds were rounded outwards, are put in where they are larger than a
 * quarter of the width, so the bound is rigorous.
 */
public final class NormBound implements OpVisitor<NormBound.Growth> {
  private final Chords chords;
  private final Growth[] known;
  private Node node;

  private NormBound(Chords chords) {
    this.chords = chords;
    this.known = new Growth[chords.network().nodes().size()];
  }

  /** An upper bound of the divergence over the box that the chords were drawn on. */
  public static double of(Chords chords) {
    NormBound bound = new NormBound(chords);
    for (Node node : chords.network().nodes()) {
      bound.node = node;
      bound.known[node.id()] = node.op().accept(bound);
    }
    return bound.known[chords.network().output().id()].error;
  }

  /**
   * What is known of a node: the width of its intervals, and how far network and relaxation may
   * differ there.
   */
  record Growth(double width, double error) {
    Growth times(double factor) {
      return new Growth(Outward.mulUp(width, factor), Outward.mulUp(error, factor));
    }
  }

  @Override
  public Growth input(Input input) {
    double width = 0;
    for (int i = 0; i < node.size(); i++) {
      double lower = chords.bounds().of(node).lower(0, i);
      width = Math.max(width, Outward.subUp(chords.bounds().of(node).upper(0, i), lower));
    }
    return new Growth(width, 0);
  }

  @Override
  public Growth affine(Affine affine) {
    double norm = 0;
    for (int i = 0; i < affine.outputs(); i++) {
      double[] sum = new double[1];
      affine.forEachTerm(i, (j, weight) -> sum[0] = Outward.addUp(sum[0], Math.abs(weight)));
      norm = Math.max(norm, sum[0]);
    }
    double most = Outward.addUp(1, affine.relativeError());
    return known[node.input()].times(Outward.mulUp(norm, most));
  }

  @Override
  public Growth activation(Activation activation) {
    Growth before = known[node.input()];
    double gap = Outward.mulUp(before.width, 0.25);
    for (int i = 0; i < node.size(); i++) {
      if (!chords.isExact(node, i)) {
        gap = Math.max(gap, chords.shift(node, i));
      }
    }
    return new Growth(before.width, Outward.addUp(before.error, gap));
  }

  @Override
  public Growth add(Add add) {
    Growth left = known[node.inputs().get(0)];
    Growth right = known[node.inputs().get(1)];
    return new Growth(
        Outward.addUp(left.width, right.width), Outward.addUp(left.error, right.error));
  }

  @Override
  public Growth select(Select select) {
    return known[node.input()];
  }
}
