package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import java.util.Optional;

/** A solver for one network, there only where a method wants one. */
final class SolverSession implements AutoCloseable {
  /** Boxes to solve at once: each takes long, and progress should show. */
  private static final int CHUNK = 8;

  private final Optional<LinearSolver> solver;
  private final Optional<LatticeAnalysis> lattice;

  /** Borrows the analysis. */
  SolverSession(BoundAnalysis analysis, boolean wanted, SolverOptions options)
      throws SolverUnavailableException, OutputFileException {
    this.solver = wanted ? Optional.of(options.open()) : Optional.empty();
    this.lattice = solver.map(open -> new LatticeAnalysis(analysis, open, options.options()));
  }

  Optional<LatticeAnalysis> lattice() {
    return lattice;
  }

  /** How many boxes to take at once, of at most so many. */
  int chunk(int most) {
    return lattice.isPresent() ? Math.min(most, CHUNK) : most;
  }

  @Override
  public void close() {
    lattice.ifPresent(LatticeAnalysis::close);
    solver.ifPresent(LinearSolver::close);
  }
}
