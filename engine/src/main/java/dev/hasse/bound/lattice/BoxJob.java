package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Some objectives of one box, one after the other on one model. Each solve starts from the best of
 * the inputs met so far, the box's centre first.
 */
final class BoxJob {
  private final NetworkBounds bounds;
  private final int box;
  private final Objectives objectives;
  private final LinearSolver solver;
  private final PointCheck check;
  private final ActiveSolves active;
  private final List<Met> met = new ArrayList<>();

  /** An input of the box with the network's values at it. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Met(double[] input, NetworkBounds values) {}

  /** Borrows everything. */
  BoxJob(
      NetworkBounds bounds,
      int box,
      Objectives objectives,
      LinearSolver solver,
      PointCheck check,
      ActiveSolves active) {
    this.bounds = bounds;
    this.box = box;
    this.objectives = objectives;
    this.solver = solver;
    this.check = check;
    this.active = active;
    meet(center());
  }

  /** The centre; of an interval with an infinite end, its number next to zero. */
  private double[] center() {
    Node input = bounds.network().node(0);
    double[] center = new double[input.size()];
    for (int i = 0; i < center.length; i++) {
      double l = bounds.of(input).lower(box, i);
      double u = bounds.of(input).upper(box, i);
      double middle = l / 2 + u / 2;
      center[i] = Math.max(l, Math.min(u, Double.isFinite(middle) ? middle : 0));
    }
    return center;
  }

  private void meet(double[] input) {
    met.add(new Met(input, check.at(input)));
  }

  /** Loads the box's model at an element; the caller closes it. */
  Program program(RelaxationElement element) {
    return new Program(bounds, box, element, solver, check, active);
  }

  /**
   * Bounds of these rows.
   *
   * @param rigorous a bound of each row that is known already
   * @param seconds wall time for all of them together
   */
  List<LatticeBound> run(
      RelaxationElement element, List<Integer> rows, double[] rigorous, double seconds) {
    long begin = System.nanoTime();
    List<LatticeBound> found = new ArrayList<>();
    try (Program program = program(element)) {
      for (int row : rows) {
        double left = seconds - (System.nanoTime() - begin) / 1e9;
        found.add(minimize(program, row, left).raised(rigorous[row]));
      }
    } catch (UnboundedException e) {
      return rows.stream()
          .map(row -> unsolved(row, SolveStatus.UNBOUNDED).raised(rigorous[row]))
          .toList();
    }
    return found;
  }

  /** One row; without time left, what the inputs met so far tell. */
  LatticeBound minimize(Program program, int row, double secondsLeft) {
    if (!(secondsLeft > 0)) {
      return unsolved(row, SolveStatus.TIMEOUT);
    }
    program.startFrom(best(row).input);
    LatticeBound bound = program.minimize(objectives, row, SolveLimits.seconds(secondsLeft));
    if (bound.point().length > 0) {
      meet(bound.point());
    }
    Met best = best(row);
    return new LatticeBound(
        bound.lower(),
        bound.guarantee(),
        bound.status(),
        value(best, row),
        best.input,
        bound.nodes(),
        bound.seconds());
  }

  private LatticeBound unsolved(int row, SolveStatus status) {
    Met best = best(row);
    return new LatticeBound(
        Double.NEGATIVE_INFINITY, Guarantee.RIGOROUS, status, value(best, row), best.input, 0, 0);
  }

  private Met best(int row) {
    return met.stream().min(Comparator.comparingDouble(m -> value(m, row))).orElseThrow();
  }

  private double value(Met input, int row) {
    return PointCheck.upper(input.values, objectives, row);
  }
}
