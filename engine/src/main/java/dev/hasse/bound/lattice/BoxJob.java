package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
  private final Consumer<SolverException> failed;
  private final List<Met> met = new ArrayList<>();
  private final double[] scores;

  /** An input of the box with the network's values at it. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Met(double[] input, NetworkBounds values) {}

  /**
   * Borrows everything.
   *
   * @param failed gets what goes wrong with a row, which then has no bound; or throws it
   */
  BoxJob(
      NetworkBounds bounds,
      int box,
      Objectives objectives,
      LinearSolver solver,
      PointCheck check,
      ActiveSolves active,
      Consumer<SolverException> failed) {
    this.bounds = bounds;
    this.box = box;
    this.objectives = objectives;
    this.solver = solver;
    this.check = check;
    this.active = active;
    this.failed = failed;
    this.scores = new double[new ReluLayers(bounds.network()).neurons()];
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

  /** Adds an input of the box to those that solves start from. */
  void meet(double[] input) {
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
    try (Program program = program(element)) {
      Map<Integer, LatticeBound> found = solve(program, rows, seconds);
      return rows.stream().map(row -> found.get(row).raised(rigorous[row])).toList();
    } catch (UnboundedException | SolverException e) {
      SolveStatus status = without(e);
      return rows.stream().map(row -> unsolved(row, status).raised(rigorous[row])).toList();
    }
  }

  /** How a box ends whose model does not take shape, or is not taken by the solver. */
  SolveStatus without(IllegalStateException failure) {
    if (failure instanceof SolverException e) {
      failed.accept(e);
      return SolveStatus.FAILED;
    }
    return SolveStatus.UNBOUNDED;
  }

  /**
   * Bounds of these rows. Every row gets its share of the time, and what one leaves over goes to
   * those after it; then those that ran out of time begin anew, where twice their share is left.
   *
   * @param seconds wall time for all of them together
   */
  Map<Integer, LatticeBound> solve(Program program, List<Integer> rows, double seconds) {
    long begin = System.nanoTime();
    double left = seconds;
    Map<Integer, LatticeBound> found = new HashMap<>();
    List<Integer> open = rows;
    double share;
    do {
      share = left / open.size();
      List<Integer> stopped = new ArrayList<>();
      for (int k = 0; k < open.size(); k++) {
        LatticeBound bound = minimize(program, open.get(k), left / (open.size() - k));
        found.merge(open.get(k), bound, (before, now) -> now.raised(before));
        if (bound.status() == SolveStatus.TIMEOUT) {
          stopped.add(open.get(k));
        }
        left = seconds - (System.nanoTime() - begin) / 1e9;
      }
      open = stopped;
    } while (!open.isEmpty() && left > Math.max(0, 2 * share * open.size()));
    return found;
  }

  /** What triangles cost the minima found so far; see {@link NetworkEncoding#addScores}. */
  double[] scores() {
    return scores;
  }

  /** One row; without time left, what the inputs met so far tell. */
  private LatticeBound minimize(Program program, int row, double secondsLeft) {
    if (!(secondsLeft > 0)) {
      return unsolved(row, SolveStatus.TIMEOUT);
    }
    program.startFrom(best(row).input);
    LatticeBound bound;
    try {
      bound = program.minimize(objectives, row, SolveLimits.seconds(secondsLeft));
    } catch (SolverException e) {
      failed.accept(e);
      program.restart();
      return unsolved(row, SolveStatus.FAILED);
    }
    program.addScores(scores);
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

  /** What is known of a row without a solve: the best value met. */
  LatticeBound unsolved(int row, SolveStatus status) {
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
