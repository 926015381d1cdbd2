package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.verify.Optimizers;
import java.util.List;
import java.util.Optional;

/** What methods that optimise run on, for one network; there only where a method wants it. */
final class SolverSession implements AutoCloseable {
  /** Boxes to solve at once: each takes long, and progress should show. */
  private static final int CHUNK = 8;

  private final Optional<LinearSolver> solver;
  private final Optimizers optimizers;

  /**
   * Borrows the analysis.
   *
   * @throws dev.hasse.compute.UnsupportedOpException where a method cannot do with the network
   */
  SolverSession(BoundAnalysis analysis, List<BoundMethod> methods, SolverOptions options)
      throws SolverUnavailableException, OutputFileException {
    Optional<SemidefiniteAnalysis> semidefinite =
        methods.contains(BoundMethod.SDP)
            ? Optional.of(new SemidefiniteAnalysis(analysis, options.options()))
            : Optional.empty();
    this.solver =
        methods.stream().anyMatch(BoundMethod::wantsSolver)
            ? Optional.of(options.open())
            : Optional.empty();
    this.optimizers =
        new Optimizers(
            solver.map(open -> new LatticeAnalysis(analysis, open, options.options())),
            semidefinite);
  }

  /** There where a method wants one. */
  Optional<LinearSolver> solver() {
    return solver;
  }

  Optimizers optimizers() {
    return optimizers;
  }

  /** How many boxes to take at once, of at most so many. */
  int chunk(int most) {
    return optimizers.isPresent() ? Math.min(most, CHUNK) : most;
  }

  @Override
  public void close() {
    optimizers.close();
    solver.ifPresent(LinearSolver::close);
  }
}
