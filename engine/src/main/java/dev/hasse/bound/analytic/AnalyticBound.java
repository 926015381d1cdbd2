package dev.hasse.bound.analytic;

import dev.hasse.bound.lattice.Chords;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;

/**
 * The analytic bound of the divergence: with {@code s - f = sum_k P_k g_k}, where {@code P_k} maps
 * an error at ReLU layer k to the output of the relaxation and {@code 0 <= g_k <= gbar_k} is the
 * gap between chord and ReLU there, {@code |s_i - f_i|} is at most the larger of {@code sum_k
 * [P_k]_+ gbar_k} and {@code sum_k [P_k]_- gbar_k} in row i ({@code docs/THEORY.md}; the identity
 * behind arXiv 2604.18728's bounds). Rigorous: every product is an interval, rounded outwards.
 *
 * <p>For any graph, residual sums included: {@code P_k} sums over all ways to the output. A neuron
 * that stays exact passes an error on times some number in [0, 1] and adds none.
 */
public final class AnalyticBound implements OpVisitor<Void> {
  private final Chords chords;
  private final Network network;
  private final IntervalRows[] pending;
  private final double[] above;
  private final double[] below;
  private Node node;

  private AnalyticBound(Chords chords) {
    this.chords = chords;
    this.network = chords.network();
    this.pending = new IntervalRows[network.nodes().size()];
    this.above = new double[network.outputs()];
    this.below = new double[network.outputs()];
  }

  /**
   * For each output an upper bound of {@code |f_i(x) - s_i(x)|} over the box, {@code RIGOROUS}
   * where the bounds that the chords were drawn on are.
   */
  public static double[] of(Chords chords) {
    AnalyticBound bound = new AnalyticBound(chords);
    bound.walk();
    double[] result = new double[bound.above.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.max(bound.above[i], bound.below[i]);
    }
    return result;
  }

  private void walk() {
    rows(network.output().id()).setIdentity();
    for (int id = network.output().id(); id > 0; id--) {
      node = network.node(id);
      node.op().accept(this);
      pending[id] = null;
    }
  }

  /** Rows of P over a node, zero at first. */
  private IntervalRows rows(int id) {
    if (pending[id] == null) {
      pending[id] = new IntervalRows(network.outputs(), network.node(id).size());
    }
    return pending[id];
  }

  @Override
  public Void input(Input input) {
    return null; // no error there
  }

  @Override
  public Void affine(Affine affine) {
    if (node.input() == 0) {
      return null;
    }
    IntervalRows from = rows(node.id());
    IntervalRows to = rows(node.input());
    for (int row = 0; row < above.length; row++) {
      for (int i = 0; i < affine.outputs(); i++) {
        if (!from.isZero(row, i)) {
          int target = row;
          int output = i;
          affine.forEachTerm(
              i,
              (j, weight) -> to.addScaled(target, j, weight, affine.relativeError(), from, output));
        }
      }
    }
    return null;
  }

  @Override
  public Void activation(Activation activation) {
    IntervalRows from = rows(node.id());
    IntervalRows to = rows(node.input());
    for (int i = 0; i < node.size(); i++) {
      boolean exact = chords.isExact(node, i);
      double gap = exact ? 0 : chords.shift(node, i);
      double slope = exact ? 0 : chords.slope(node, i);
      for (int row = 0; row < above.length; row++) {
        if (exact) {
          to.addWithZero(row, i, from);
        } else {
          above[row] = from.addPositive(above[row], row, i, gap);
          below[row] = from.addNegative(below[row], row, i, gap);
          to.addScaled(row, i, slope, 0, from, i);
        }
      }
    }
    return null;
  }

  @Override
  public Void add(Add add) {
    for (int input : node.inputs()) {
      IntervalRows to = rows(input);
      for (int row = 0; row < above.length; row++) {
        for (int i = 0; i < node.size(); i++) {
          to.addScaled(row, i, 1, 0, rows(node.id()), i);
        }
      }
    }
    return null;
  }

  @Override
  public Void select(Select select) {
    for (int row = 0; row < above.length; row++) {
      for (int i = 0; i < node.size(); i++) {
        if (select.source(i) != Select.ZERO) {
          rows(node.input()).addScaled(row, select.source(i), 1, 0, rows(node.id()), i);
        }
      }
    }
    return null;
  }

  /** A matrix of intervals, {@code [output][neuron]} flat. */
  private static final class IntervalRows {
    private final int width;
    private final double[] lower;
    private final double[] upper;

    IntervalRows(int rows, int width) {
      this.width = width;
      this.lower = new double[Math.multiplyExact(rows, width)];
      this.upper = new double[lower.length];
    }

    void setIdentity() {
      for (int i = 0; i < width; i++) {
        lower[i * width + i] = 1;
        upper[i * width + i] = 1;
      }
    }

    boolean isZero(int row, int column) {
      return lower[row * width + column] == 0 && upper[row * width + column] == 0;
    }

    /** Adds another matrix's entry times a factor that is known up to a relative error. */
    void addScaled(
        int row, int column, double factor, double error, IntervalRows from, int fromColumn) {
      int at = row * width + column;
      double low = from.lower[row * from.width + fromColumn];
      double high = from.upper[row * from.width + fromColumn];
      if (factor == 0 || (low == 0 && high == 0)) {
        return;
      }
      if (factor < 0) {
        double mirrored = -low;
        low = -high;
        high = mirrored;
      }
      double most = Outward.mulUp(Math.abs(factor), Outward.addUp(1, error));
      double least = Outward.mulDown(Math.abs(factor), Outward.subDown(1, error));
      lower[at] = Outward.addDown(lower[at], Outward.mulDown(low, low < 0 ? most : least));
      upper[at] = Outward.addUp(upper[at], Outward.mulUp(high, high < 0 ? least : most));
    }

    /** Adds another matrix's entry times all of [0, 1]. */
    void addWithZero(int row, int column, IntervalRows from) {
      int at = row * width + column;
      lower[at] = Outward.addDown(lower[at], Math.min(0, from.lower[at]));
      upper[at] = Outward.addUp(upper[at], Math.max(0, from.upper[at]));
    }

    /** {@code sum + [entry]_+ * gap}, rounded up. */
    double addPositive(double sum, int row, int column, double gap) {
      return Outward.addUp(sum, Outward.mulUp(Math.max(0, upper[row * width + column]), gap));
    }

    /** {@code sum + [entry]_- * gap}, rounded up. */
    double addNegative(double sum, int row, int column, double gap) {
      return Outward.addUp(sum, Outward.mulUp(Math.max(0, -lower[row * width + column]), gap));
    }
  }
}
