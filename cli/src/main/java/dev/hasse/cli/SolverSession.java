package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.verify.Optimizers;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What methods that optimise run on, for one network; there only where a method wants it. */
final class SolverSession implements AutoCloseable {
  /** Boxes to solve at once: each takes long, and progress should show. */
  private static final int CHUNK = 8;

  private final Optional<LinearSolver> solver;
  private final Optimizers optimizers;
  private final SolverOptions options;
  private final Queue<SolverException> failures = new ConcurrentLinkedQueue<>();

  /**
   * Borrows the analysis.
   *
   * @throws dev.hasse.compute.UnsupportedOpException where a method cannot do with the network
   */
  SolverSession(BoundAnalysis analysis, List<BoundMethod> methods, SolverOptions options)
      throws SolverUnavailableException, OutputFileException {
    this.options = options;
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
            solver.map(
                open -> new LatticeAnalysis(analysis, open, options.options(), failures::add)),
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

  /** Says, too, what failed: where a solve did, the bound is what was known before. */
  @Override
  public void close() {
    optimizers.close();
    solver.ifPresent(LinearSolver::close);
    if (!failures.isEmpty()) {
      options.say(
          failures.size()
              + (failures.size() == 1 ? " solve" : " solves")
              + " failed and left the bounds known before; the first: "
              + failures.peek().getMessage());
    }
  }
}
