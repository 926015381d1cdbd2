package dev.hasse.bound.lattice;

import dev.hasse.bound.Ascent;
import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;

/** A network on a backend, and what the lattice's parts need of it. */
public final class OpenNetwork implements AutoCloseable {
  private final ComputeBackend backend;
  private final Session session;
  private final BoundAnalysis analysis;
  private final PointCheck check;

  public OpenNetwork(Network network) {
    this(network, "reference");
  }

  public OpenNetwork(Network network, String backendName) {
    this.backend = AvailableBackend.open(backendName);
    this.session = backend.load(network);
    this.analysis = new BoundAnalysis(session);
    this.check = new PointCheck(network);
  }

  /** The solver that comes with Hasse; it must run wherever the tests do. */
  public static LinearSolver scip() {
    try {
      return Solvers.open(Solvers.SCIP);
    } catch (SolverUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  public BoundAnalysis analysis() {
    return analysis;
  }

  /** Another analysis of the same network; the caller closes it. */
  BoundAnalysis ascending(Ascent ascent) {
    return new BoundAnalysis(session, ascent);
  }

  public NetworkBounds crown(BoxBatch boxes) {
    return analysis.nodes(boxes, BoundMethod.CROWN);
  }

  /** One element's program on the first box, as the solver answers, not intersected. */
  Program program(BoxBatch box, RelaxationElement element, LinearSolver solver) {
    return new Program(crown(box), 0, element, solver, check, new ActiveSolves());
  }

  @Override
  public void close() {
    check.close();
    analysis.close();
    session.close();
    backend.close();
  }
}
