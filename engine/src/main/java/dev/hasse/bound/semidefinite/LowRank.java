package dev.hasse.bound.semidefinite;

import dev.hasse.bound.Deadline;
import dev.hasse.compute.DenseAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Solves the relaxation of several objectives over one box at low rank (Burer and Monteiro 2003,
 * Math. Program. 95; Chiu and Zhang 2023, arXiv 2211.17244): an augmented Lagrangian over a factor
 * of G, minimised by L-BFGS, all objectives in the same products. Now and then the multipliers of
 * each, shifted towards feasibility, go through the {@link Certificate}; where S has a negative
 * eigenvalue, its vector becomes a column of the factor (Boumal, Voroninski and Bandeira 2016,
 * arXiv 1606.04970).
 */
final class LowRank {
  private static final int RANK = 6;
  private static final int MOST_RANK = 32;

  private static final int MOST_EVALUATIONS = 50_000;

  /** Evaluations between two steps of the multipliers, at most. */
  private static final int EVALUATIONS_PER_STEP = 100;

  /** Steps of the multipliers between two proofs, at least. */
  private static final int STEPS_PER_PROOF = 5;

  /** Times as many evaluations as before the last proof come before the next, at least. */
  private static final double PATIENCE = 1.2;

  /** Eigenvalue below which the rank is raised at once, relative to the objective's norm. */
  private static final double NEGATIVE = 1e-3;

  /** Gradient below which a minimum is a minimum, of an objective of norm 1. */
  private static final double MINIMAL = 1e-5;

  /** Distance of bound and value at which it ends, relative to the objective's range. */
  private static final double TOLERANCE = 5e-5;

  private static final double ROUNDING = 1e-9;
  private static final double UNDERFLOW = 1e-290;

  /** Violation up to which a minimum counts as one of the relaxation. */
  private static final double FEASIBLE = 1e-3;

  private final LiftedProgram program;
  private final DenseAlgebra algebra;
  private final double[] weights;
  private Certificate certificate; // made when something is proved, for it is large

  LowRank(LiftedProgram program, DenseAlgebra algebra) {
    this.program = program;
    this.algebra = algebra;
    this.weights = new double[program.neurons()];
    for (int i = 0; i < weights.length; i++) {
      double sum = 1;
      for (int k = i * program.size(); k < (i + 1) * program.size(); k++) {
        sum += program.slacks()[k] * program.slacks()[k];
      }
      weights[i] = 1 / sum;
    }
  }

  /** Bytes that a problem of so many objectives takes, about. */
  static double bytes(double size, double neurons, int objectives) {
    double searches = LimitedMemory.numbers(size * (MOST_RANK + 1)) * objectives;
    return 8 * (Certificate.numbers(size) + neurons * size + searches);
  }

  /** What bounds are wanted for. */
  enum Purpose {
    /** Their values. */
    BOUND,
    /**
     * Whether all of them are positive. It ends where that is clear; one that is not positive is
     * known to a hundredth of its objective's range, or not at all where a point of the box has a
     * negative value.
     */
    SIGN;

    private static final double COARSE = 1e-2;

    /**
     * @param bound the best one proved
     * @param value the relaxation's, about, or one that it is not above
     * @param range of the objective
     */
    private boolean isServed(double bound, double value, double range) {
      double gap = value - bound;
      return this == SIGN && (bound > 0 || (gap <= COARSE * range && value + gap < 0));
    }
  }

  /**
   * Where it ended.
   *
   * @param lower the best bound proved; minus infinity if none was
   * @param multipliers that prove it; zeros if none was
   * @param steps evaluations of the augmented Lagrangian
   * @param isOptimal whether the bound is the relaxation's value, about, or enough for the purpose
   */
  record End(double lower, Multipliers multipliers, int steps, boolean isOptimal) {}

  /**
   * Bounds of all objectives, in their order.
   *
   * @param cancelled asked before each step
   */
  List<End> run(
      List<Form> objectives, Purpose purpose, Deadline deadline, BooleanSupplier cancelled) {
    LocalSearch attack = new LocalSearch(program);
    List<Target> targets = new ArrayList<>();
    for (Form objective : objectives) {
      targets.add(new Target(objective, attack.lowest(objective), purpose));
    }
    List<Target> open = new ArrayList<>(targets);
    open.removeIf(Target::hasEnded);
    while (!open.isEmpty() && !deadline.isPast() && !cancelled.getAsBoolean()) {
      if (purpose == Purpose.SIGN && targets.stream().anyMatch(Target::isRefuted)) {
        open.clear();
      } else {
        evaluate(open);
        open.removeIf(Target::hasEnded);
      }
    }
    if (!cancelled.getAsBoolean()) {
      open.forEach(Target::proveOnce);
    }
    return targets.stream().map(Target::end).toList();
  }

  /** One evaluation of each, and what follows from it. */
  private void evaluate(List<Target> open) {
    int columns = open.stream().mapToInt(target -> target.lagrangian.rank()).sum();
    double[] u = new double[Math.multiplyExact(program.size(), columns)];
    double[] products = new double[Math.multiplyExact(program.neurons(), columns)];
    int[] first = new int[open.size() + 1];
    for (int k = 0; k < open.size(); k++) {
      open.get(k).lagrangian.fill(u, first[k], columns);
      first[k + 1] = first[k] + open.get(k).lagrangian.rank();
    }
    multiply(false, u, columns, products);
    for (int k = 0; k < open.size(); k++) {
      open.get(k).lagrangian.terms(products, first[k], columns);
    }
    multiply(true, products, columns, u);
    for (int k = 0; k < open.size(); k++) {
      open.get(k).take(u, first[k], columns);
    }
  }

  /** Slacks, or their transpose, times a matrix of so many columns. */
  private void multiply(boolean transposed, double[] matrix, int columns, double[] result) {
    int rows = transposed ? program.size() : program.neurons();
    int inner = transposed ? program.neurons() : program.size();
    if (columns > 0 && program.neurons() > 0) {
      algebra.product(transposed, rows, columns, inner, program.slacks(), matrix, result);
    } else {
      Arrays.fill(result, 0);
    }
  }

  /** One objective on its way. */
  private final class Target {
    private final Form objective;
    private final Purpose purpose;
    private final AugmentedLagrangian lagrangian;
    private double goal = 0.1; // of the gradient's norm
    private double lower = Double.NEGATIVE_INFINITY;
    private Multipliers best = Multipliers.zeros(program.variables(), program.neurons());
    private int evaluations;
    private int since; // the last step of the multipliers
    private int steps; // of the multipliers since the last proof
    private int evaluationsAtProof;
    private boolean hasEnded;
    private boolean isOptimal;

    Target(Form objective, double[] start, Purpose purpose) {
      this.objective = objective;
      this.purpose = purpose;
      this.lagrangian = new AugmentedLagrangian(program, objective, weights, start, RANK);
      // No relaxation is above a value that the network takes.
      double value = Vectors.dot(objective.row(), start);
      this.isOptimal = purpose.isServed(value, value, objective.range()) && !(value > 0);
      this.hasEnded = isOptimal;
    }

    boolean hasEnded() {
      return hasEnded;
    }

    /** Whether it is clear that no positive bound will come. */
    boolean isRefuted() {
      return hasEnded && isOptimal && !(lower > 0);
    }

    End end() {
      return new End(lower, best, evaluations, isOptimal);
    }

    void take(double[] gradients, int column, int columns) {
      boolean isStep = lagrangian.answer(gradients, column, columns);
      evaluations++;
      since++;
      boolean isMinimal = isStep && lagrangian.slope() <= goal;
      if (isMinimal || (isStep && since >= EVALUATIONS_PER_STEP) || lagrangian.isStuck()) {
        since = 0;
        steps++;
        if (steps >= STEPS_PER_PROOF && evaluations >= PATIENCE * evaluationsAtProof) {
          steps = 0;
          evaluationsAtProof = evaluations;
          Lanczos.Pair smallest = prove();
          hasEnded = isOptimal || evaluations >= MOST_EVALUATIONS;
          if (isNoMinimum(smallest) && lagrangian.rank() < MOST_RANK) {
            lagrangian.raise(smallest.vector());
            return;
          }
        }
        goal = Math.max(MINIMAL, 0.8 * goal);
        lagrangian.update();
      }
    }

    /**
     * Whether what the search goes to is none of the relaxation: S is far from semidefinite, or as
     * far as the distance that is left, while hardly anything else is.
     */
    private boolean isNoMinimum(Lanczos.Pair smallest) {
      double price = -smallest.value() * program.size();
      return smallest.value() < -NEGATIVE * objective.norm()
          || (smallest.isNegative()
              && lagrangian.violation() <= FEASIBLE
              && price > TOLERANCE * objective.range());
    }

    /** So that something is proved. */
    void proveOnce() {
      if (evaluations > 0 && lower == Double.NEGATIVE_INFINITY) {
        prove();
      }
    }

    /** Takes the present multipliers to the certificate; S's smallest eigenvalue by Lanczos. */
    Lanczos.Pair prove() {
      Multipliers multipliers = lagrangian.multipliers();
      DiagonalShift shifted = DiagonalShift.of(program, objective, multipliers);
      certificate = certificate == null ? new Certificate(program) : certificate;
      double proved = certificate.bound(objective, shifted.multipliers());
      if (proved > lower) {
        lower = proved;
        best = shifted.multipliers();
      }
      double value = Math.max(lagrangian.cost(), multipliers.level());
      double range = objective.range();
      double tolerance = TOLERANCE * range + ROUNDING * Math.abs(value) + UNDERFLOW;
      boolean isAtOptimum = lagrangian.violation() <= FEASIBLE && value - lower <= tolerance;
      isOptimal = isAtOptimum || purpose.isServed(lower, value, range);
      return shifted.smallest();
    }
  }
}
