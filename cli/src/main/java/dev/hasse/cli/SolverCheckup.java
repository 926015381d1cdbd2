package dev.hasse.cli;

import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverProvider;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.util.List;
import java.util.Optional;

/** The solvers of linear and mixed-integer programs. */
final class SolverCheckup {
  List<Finding> findings() {
    return Solvers.providers().stream().map(SolverCheckup::finding).toList();
  }

  private static Finding finding(SolverProvider provider) {
    try (LinearSolver solver = provider.open(Optional.empty())) {
      return Finding.found(provider.name(), solver.version());
    } catch (SolverUnavailableException e) {
      return Finding.missing(provider.name(), e.getMessage());
    }
  }
}
