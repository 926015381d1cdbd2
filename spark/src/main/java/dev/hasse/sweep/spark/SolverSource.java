package dev.hasse.sweep.spark;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import dev.hasse.sweep.LatticeSource;
import java.util.Optional;

/** One solver for all networks of a task, there only where a method wants one. */
final class SolverSource implements LatticeSource, AutoCloseable {
  private final Optional<LinearSolver> solver;
  private final int threads;

  SolverSource(boolean wanted, int threads) throws SolverUnavailableException {
    this.solver = wanted ? Optional.of(Solvers.open(Solvers.SCIP)) : Optional.empty();
    this.threads = threads;
  }

  @Override
  public LatticeAnalysis open(BoundAnalysis analysis, double secondsPerQuestion) {
    return new LatticeAnalysis(
        analysis, solver.orElseThrow(), new LatticeOptions(threads, secondsPerQuestion));
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void close() {
    solver.ifPresent(LinearSolver::close);
  }
}
