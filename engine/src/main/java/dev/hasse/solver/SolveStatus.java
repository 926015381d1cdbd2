package dev.hasse.solver;

/** How a solve ended. Everything else that a solver may say is a {@link SolverException}. */
public enum SolveStatus {
  /** Solved up to the solver's tolerances. */
  OPTIMAL,
  /** The time limit came first; bounds hold as far as the solver got. */
  TIMEOUT,
  /** The node limit came first. */
  NODE_LIMIT,
  /** {@link SolverInstance#interrupt()} came first. */
  INTERRUPTED,
  /**
   * The solver claims that no point is feasible, or that either none is or the objective has no
   * lower bound: presolve may leave open which.
   */
  INFEASIBLE,
  /** The objective has no lower bound. */
  UNBOUNDED,
  /** The solver failed or contradicted what it solves; nothing that it said is used. */
  FAILED;

  /** Whether bounds are good although the solve did not finish. */
  public boolean isStopped() {
    return this == TIMEOUT || this == NODE_LIMIT || this == INTERRUPTED;
  }
}
