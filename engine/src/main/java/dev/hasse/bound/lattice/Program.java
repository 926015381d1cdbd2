package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.solver.DualBound;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverInstance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One network over one box at one element, loaded into a solver, for any number of objectives. What
 * the solver claims is checked: a bound of a linear program is computed again from its multipliers,
 * outward-rounded; every point is pushed through the network; a claim that they contradict, or that
 * nothing is feasible, is tried again with wider variables' bounds, and then an error. One thread.
 */
final class Program implements AutoCloseable {
  /** By how much pre-activations' bounds are widened: above solvers' rounding, below their 1e-6. */
  private static final double[] WIDENINGS = {1e-7, 1e-5, 1e-3};

  /** How far a solver's values may be from the network's, relative to the larger of 1 and them. */
  private static final double TOLERANCE = 1e-4;

  /**
   * How far a solver's bound may be off in shares of the magnitudes that its objective adds up, and
   * how much of that everybody knows to expect of a bound with this guarantee. SCIP was seen to be
   * off by 2e-11 of them, which was 0.0088 (docs/SOUNDNESS.md).
   */
  private static final double SHARE_OF_MAGNITUDE = 1e-9;

  private static final double EXPECTED = 1e-6;

  private final NetworkBounds bounds;
  private final int box;
  private final RelaxationElement element;
  private final LinearSolver solver;
  private final PointCheck check;
  private final ActiveSolves active;
  private int attempt;
  private NetworkEncoding encoding;
  private SolverInstance instance;
  private Optional<NetworkBounds> start = Optional.empty();
  private Optional<double[]> multipliers = Optional.empty();

  /** Borrows solver, check and active solves. */
  Program(
      NetworkBounds bounds,
      int box,
      RelaxationElement element,
      LinearSolver solver,
      PointCheck check,
      ActiveSolves active) {
    this.bounds = bounds;
    this.box = box;
    this.element = element;
    this.solver = solver;
    this.check = check;
    this.active = active;
    load();
  }

  private void load() {
    encoding = new NetworkEncoding(bounds, box, element, WIDENINGS[attempt]);
    instance = solver.open(encoding.model());
    active.add(instance);
    start.ifPresent(values -> instance.startFrom(encoding.point(values)));
  }

  /** Number of binaries: unstable neurons that the element keeps exact. */
  int binaries() {
    return encoding.model().integers();
  }

  /** Unstable neurons that the element linearises, in order. */
  List<Neuron> linearised() {
    return encoding.linearised();
  }

  /**
   * The search begins at the network's values at this input of the box, and no bound may be above
   * them.
   */
  void startFrom(double[] input) {
    NetworkBounds values = check.at(input);
    start = Optional.of(values);
    instance.startFrom(encoding.point(values));
  }

  /**
   * A lower bound of one row of the objectives.
   *
   * @throws SolverException where the solver's claims stay impossible
   */
  LatticeBound minimize(Objectives objectives, int row, SolveLimits limits) {
    while (true) {
      LinearForm form = encoding.objective(objectives, row);
      Solution solution = instance.minimize(form, limits);
      multipliers = solution.multipliers();
      LatticeBound bound = bound(solution, form, objectives, row);
      Optional<String> impossible =
          impossible(solution, bound, form, leastKnown(bound, objectives, row));
      if (impossible.isEmpty()) {
        return bound;
      }
      if (attempt + 1 == WIDENINGS.length) {
        throw new SolverException(
            "%s on box %d at %s, objective %d: %s"
                .formatted(solver.name(), box, element, row, impossible.get()));
      }
      attempt++;
      unload();
      load();
    }
  }

  /** Adds what the triangles cost the last minimum; see {@link NetworkEncoding#addScores}. */
  void addScores(double[] score) {
    multipliers.ifPresent(found -> encoding.addScores(found, score));
  }

  private LatticeBound bound(Solution solution, LinearForm form, Objectives objectives, int row) {
    boolean linear = binaries() == 0;
    double lower;
    if (linear) {
      double[] found =
          solution.multipliers().orElseGet(() -> new double[instance.model().rows().size()]);
      lower = DualBound.lower(instance.model(), form, found);
    } else {
      lower = solution.dualBound() - excess(objectives, row);
    }
    double concrete = Double.POSITIVE_INFINITY;
    double[] point = {};
    if (hasNumbers(solution)) {
      point = encoding.input(solution.primal().get());
      concrete = PointCheck.upper(check.at(point), objectives, row);
    }
    return new LatticeBound(
        lower,
        linear ? Guarantee.RIGOROUS : Guarantee.SOLVER_TOLERANCE,
        solution.status(),
        concrete,
        point,
        solution.nodes(),
        solution.seconds());
  }

  /** By how much a solver's bound may be off beyond what is expected. */
  private double excess(Objectives objectives, int row) {
    return Math.max(0, SHARE_OF_MAGNITUDE * encoding.magnitude(objectives, row) - EXPECTED);
  }

  /**
   * Begins anew after a failure, with a model for which all is to be tried.
   *
   * @throws SolverException where the solver takes no model any more; nothing is to be asked then
   */
  void restart() {
    attempt = 0;
    unload();
    load();
  }

  /** Whether there is a point, and not-a-number nowhere in it. */
  private static boolean hasNumbers(Solution solution) {
    return solution.primal().isPresent()
        && Arrays.stream(solution.primal().get()).allMatch(Double::isFinite);
  }

  /** The smaller of the values at the solver's point and at the start. */
  private double leastKnown(LatticeBound bound, Objectives objectives, int row) {
    double atStart =
        start
            .map(values -> PointCheck.upper(values, objectives, row))
            .orElse(Double.POSITIVE_INFINITY);
    return Math.min(bound.concrete(), atStart);
  }

  /** Why the solver's claims cannot be true, if so. */
  private Optional<String> impossible(
      Solution solution, LatticeBound bound, LinearForm form, double leastKnown) {
    if (solution.status() == SolveStatus.INFEASIBLE || solution.status() == SolveStatus.UNBOUNDED) {
      return Optional.of(
          "claimed to be " + solution.status() + ", though every input of the box is feasible");
    }
    if (solution.primal().isPresent() && !hasNumbers(solution)) {
      return Optional.of("claimed a point that is not made of numbers");
    }
    if (bound.lower() > leastKnown + allowed(leastKnown)) {
      return Optional.of(
          "bound %s is above %s, the value at an input".formatted(bound.lower(), leastKnown));
    }
    boolean isNetwork = element.isBottom() || relaxesNothing();
    if (isNetwork && solution.primal().isPresent()) {
      double claimed = form.at(solution.primal().get());
      if (Math.abs(claimed - bound.concrete()) > allowed(bound.concrete())) {
        return Optional.of(
            "claimed value %s, but the network has %s at that input"
                .formatted(claimed, bound.concrete()));
      }
    }
    return Optional.empty();
  }

  private static double allowed(double value) {
    return TOLERANCE * Math.max(1, Math.abs(value));
  }

  private boolean relaxesNothing() {
    return encoding.linearised().isEmpty();
  }

  private void unload() {
    if (instance != null) { // else the last load failed
      active.remove(instance);
      instance.close();
      instance = null;
    }
  }

  @Override
  public void close() {
    unload();
  }
}
