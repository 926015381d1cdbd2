package dev.hasse.bound.analytic;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.Optional;

/**
 * How the maximum of the divergence over a box is found exactly: two mixed-integer programs an
 * output, the largest and the smallest {@code f_i - s_i}. Does not own the solver.
 *
 * @param solver of the programs
 * @param options threads, and the time for all programs of a box together
 */
public record ExactSolve(LinearSolver solver, LatticeOptions options) {
  /**
   * The maximum as far as the solver got.
   *
   * @param upper the largest dual bound: {@code SOLVER_TOLERANCE}
   * @param lower the divergence at the best point that the solver met, evaluated rigorously
   * @param optimal the share of the programs that were solved to optimality
   */
  public record Maximum(double upper, double lower, double optimal) {}

  /**
   * Solves.
   *
   * @param box one box, finite
   * @throws dev.hasse.solver.SolverException where the solver fails, as with numbers too large for
   *     its tolerances
   */
  Maximum maximum(ComputeBackend backend, Network difference, BoxBatch box) {
    try (Session session = backend.load(difference);
        BoundAnalysis analysis = new BoundAnalysis(session);
        LatticeAnalysis lattice = new LatticeAnalysis(analysis, solver, options)) {
      double upper = 0;
      double lower = 0;
      double optimal = 0;
      Objectives signs = Objectives.bothSides(1, difference.outputs());
      for (LatticeBound bound :
          lattice.objectives(box, signs, RelaxationElement.bottom(difference))) {
        upper = Math.max(upper, -bound.lower());
        lower = Math.max(lower, -bound.concrete());
        optimal += bound.status() == SolveStatus.OPTIMAL ? 1 : 0;
      }
      return new Maximum(upper, lower, optimal / signs.rows());
    }
  }

  /** A maximum, or why there is none. */
  public record Attempt(Optional<Maximum> maximum, Optional<String> failure) {
    static final Attempt NONE = new Attempt(Optional.empty(), Optional.empty());
  }
}
