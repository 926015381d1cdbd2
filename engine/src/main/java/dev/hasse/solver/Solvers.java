package dev.hasse.solver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds solvers by name. */
public final class Solvers {
  /** The solver that comes with Hasse. */
  public static final String SCIP = "scip";

  private Solvers() {}

  /** All solvers on the class path, whether they can run here or not. */
  public static List<SolverProvider> providers() {
    return ServiceLoader.load(SolverProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Opens a solver without a log.
   *
   * @throws SolverUnavailableException when it cannot run here, or no solver has that name
   */
  public static LinearSolver open(String name) throws SolverUnavailableException {
    return open(name, Optional.empty());
  }

  /**
   * Opens a solver.
   *
   * @param log see {@link SolverProvider#open}
   * @throws SolverUnavailableException when it cannot run here, or no solver has that name
   */
  public static LinearSolver open(String name, Optional<Path> log)
      throws SolverUnavailableException {
    List<SolverProvider> providers = providers();
    for (SolverProvider provider : providers) {
      if (provider.name().equals(name)) {
        return provider.open(log);
      }
    }
    throw new SolverUnavailableException(
        "there is no solver '"
            + name
            + "'; there are: "
            + providers.stream().map(SolverProvider::name).collect(Collectors.joining(", ")));
  }
}
