package dev.hasse.solver;

/**
 * A solver of linear programs and, with integer variables, of mixed-integer ones. Thread-safe;
 * instances may run side by side. Whoever opened it closes it, after its instances.
 */
public interface LinearSolver extends AutoCloseable {
  /** The name it is asked for by. */
  String name();

  /** The native solvers and their versions, for results. */
  String version();

  /** Loads a model. The caller closes the instance. */
  SolverInstance open(LinearModel model);

  @Override
  void close();
}
