package dev.hasse.solver;

import java.nio.file.Path;
import java.util.Optional;

/** How a solver is found: a service. Making one costs nothing and touches nothing. */
public interface SolverProvider {
  /** See {@link LinearSolver#name()}. */
  String name();

  /**
   * Loads the native library.
   *
   * @param log a file that the native solver's own log is appended to; silent without
   * @throws SolverUnavailableException when it cannot run here, with what to do
   */
  LinearSolver open(Optional<Path> log) throws SolverUnavailableException;
}
