package dev.hasse.bound;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One block of rows with slopes and multipliers of its own at every ReLU, optimised by projected
 * gradient ascent (alpha-CROWN, Xu et al. 2021, arXiv 2011.13824; beta-CROWN, Wang et al. 2021,
 * arXiv 2103.06624). Whatever the parameters are, each walk gives bounds, so the best of all steps
 * is kept.
 *
 * <p>The gradient costs one forward pass of points: the minimiser of each row over its box, pushed
 * through the lines that the row took ({@link Lane#ascend}).
 */
final class SlopeOptimization implements AutoCloseable {
  private final NodeBounds known;
  private final Lane lane;
  private final Effort effort;
  private final Tensor.Slopes[] slopes;
  private final Tensor.Rows[] taken;
  private final float[][] values;
  private final Deadline deadline;
  private final OutputMultipliers multipliers;

  /**
   * @param values parameters to begin with, by node, {@code [row][neuron]} flat; null for the
   *     adaptive slopes
   */
  SlopeOptimization(NodeBounds known, Effort effort, float[][] values, Deadline deadline) {
    this(known, effort, values, null, deadline);
  }

  /**
   * @param multipliers of the constraints on the outputs that the rows are bounded under, or null
   */
  SlopeOptimization(
      NodeBounds known,
      Effort effort,
      float[][] values,
      OutputMultipliers multipliers,
      Deadline deadline) {
    int nodes = known.network().nodes().size();
    this.known = known;
    this.lane = known.lane();
    this.effort = effort;
    this.slopes = new Tensor.Slopes[nodes];
    this.taken = new Tensor.Rows[nodes];
    this.values = values;
    this.multipliers = multipliers;
    this.deadline = deadline;
  }

  /**
   * The best bounds of the rows. Ends after one step where no row passed a ReLU.
   *
   * @param start makes the rows, anew for each step
   * @param target where all bounds are above, the ascent ends
   * @param each takes the bounds of each step
   */
  double[] run(
      Supplier<BackSubstitution.Start> start, double target, Consumer<Tensor.RowBounds> each) {
    double[] best = null;
    for (int step = 1; ; step++) {
      deadline.check();
      releaseRows();
      BackSubstitution.Start from = start.get();
      RowWalk walk = new RowWalk(known, this::throughActivation, 0);
      walk.arrive(from.node(), from.rows());
      int last = from.node();
      if (multipliers != null) {
        last = known.network().output().id();
        walk.arrive(last, multipliers.rows(known));
      }
      try (Tensor.Rows rows = walk.run(last);
          Tensor.RowBounds bounds = lane.concretize(rows, known.interval(0))) {
        each.accept(bounds);
        double[] found = bounds.download();
        best = best == null ? found : larger(best, found);
        if (step > effort.steps()
            || Arrays.stream(slopes).allMatch(Objects::isNull)
            || Arrays.stream(best).allMatch(bound -> bound > target)) {
          return best;
        }
        ascend(rows, step);
      }
    }
  }

  private static double[] larger(double[] left, double[] right) {
    double[] larger = new double[left.length];
    Arrays.setAll(larger, k -> Math.max(left[k], right[k]));
    return larger;
  }

  private Tensor.Rows throughActivation(Node node, Tensor.Rows rows) {
    if (!(node.op() instanceof Relu)) {
      try (rows) {
        return lane.backActivation(node, rows, known.relaxation(node));
      }
    }
    int id = node.id();
    taken[id] = rows;
    if (slopes[id] == null) {
      float[] given = values == null ? null : values[id];
      slopes[id] = lane.slopes(node, rows, known.interval(node.input()), given);
    }
    return lane.backActivation(node, rows, known.relaxation(node), slopes[id]);
  }

  private void ascend(Tensor.Rows rows, int step) {
    Tensor.Points[] points = new Tensor.Points[taken.length];
    points[0] = lane.minimizer(rows, known.interval(0));
    try {
      for (int id = 0; id < taken.length; id++) {
        if (taken[id] != null) {
          forward(points, known.network().node(id).input());
        }
      }
      float rate = effort.rate(step);
      if (multipliers != null) {
        Tensor.Points outputs = forward(points, known.network().output().id());
        multipliers.ascend(outputs.download(), step, rate);
      }
      for (int id = 0; id < taken.length; id++) {
        if (taken[id] != null) {
          int input = known.network().node(id).input();
          lane.ascend(slopes[id], taken[id], points[input], step, rate);
        }
      }
    } finally {
      for (Tensor.Points some : points) {
        close(some);
      }
    }
  }

  /** The points at a node, from those at the input. */
  private Tensor.Points forward(Tensor.Points[] points, int id) {
    if (points[id] == null) {
      Node node = known.network().node(id);
      Tensor.Points before = forward(points, node.input());
      if (node.op() instanceof Affine) {
        points[id] = lane.forwardAffine(node, before);
      } else if (node.op() instanceof Select) {
        points[id] = lane.forwardSelect(node, before);
      } else if (node.op() instanceof Add) {
        points[id] = lane.forwardAdd(before, forward(points, node.inputs().get(1)));
      } else if (taken[id] != null) {
        points[id] =
            lane.forwardRelaxed(node, before, taken[id], known.relaxation(node), slopes[id]);
      } else {
        points[id] = lane.forwardActivation(node, before);
      }
    }
    return points[id];
  }

  /** The parameters at a ReLU node as they are now, or null where no row passed it. */
  float[] values(int node) {
    return slopes[node] == null ? null : slopes[node].download();
  }

  /** The parameters of all ReLU nodes that rows passed, null elsewhere. */
  float[][] values() {
    float[][] all = new float[slopes.length][];
    for (int id = 0; id < slopes.length; id++) {
      all[id] = values(id);
    }
    return all;
  }

  /** The coefficients with which the last rows came to a ReLU node, or null. */
  float[] coefficients(int node) {
    return taken[node] == null ? null : taken[node].download();
  }

  private void releaseRows() {
    for (int id = 0; id < taken.length; id++) {
      close(taken[id]);
      taken[id] = null;
    }
  }

  private static void close(Tensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }

  @Override
  public void close() {
    releaseRows();
    for (Tensor.Slopes each : slopes) {
      close(each);
    }
  }
}
