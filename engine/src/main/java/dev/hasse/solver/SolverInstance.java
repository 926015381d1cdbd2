package dev.hasse.solver;

/**
 * One model in a solver. Minimise as often as wanted, with other objectives: the model is built
 * once, and linear programs start from the last basis. One thread at a time, except for {@link
 * #interrupt()}.
 */
public interface SolverInstance extends AutoCloseable {
  /** The model that was loaded. */
  LinearModel model();

  /**
   * A point to start the search from, in what follows.
   *
   * @param point one value a variable; need not be feasible
   */
  void startFrom(double[] point);

  /**
   * Minimises a form over the model.
   *
   * @throws SolverException when the solver fails or says what it should not
   */
  Solution minimize(LinearForm objective, SolveLimits limits);

  /** Stops the solve that runs, and all to come: they end as {@link SolveStatus#INTERRUPTED}. */
  void interrupt();

  @Override
  void close();
}
