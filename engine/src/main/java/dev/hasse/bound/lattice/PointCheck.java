package dev.hasse.bound.lattice;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;

/**
 * The network at single points, in outward-rounded doubles: what solvers' claims and
 * counterexamples are held to.
 */
public final class PointCheck implements AutoCloseable {
  private static final String JUDGE = "reference";

  private final ComputeBackend backend;
  private final Session session;
  private final BoundAnalysis analysis;

  public PointCheck(Network network) {
    try {
      this.backend = Backends.open(JUDGE);
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException("backend " + JUDGE + " runs everywhere", e);
    }
    this.session = backend.load(network);
    this.analysis = new BoundAnalysis(session);
  }

  /** Enclosures of every node's values at a point. */
  public NetworkBounds at(double[] point) {
    return over(BoxBatch.points(point.length, point));
  }

  /** Enclosures of every node's values at all points of a box. */
  public NetworkBounds over(BoxBatch box) {
    return analysis.nodes(box, BoundMethod.IBP);
  }

  /** A value that a row of the objectives does not exceed where the nodes have these values. */
  static double upper(NetworkBounds values, Objectives objectives, int row) {
    return -lower(values, objectives, row, -1);
  }

  /** A value that a row of the objectives is not below where the nodes have these values. */
  static double lower(NetworkBounds values, Objectives objectives, int row) {
    return lower(values, objectives, row, 1);
  }

  /** A lower bound of the row times {@code sign}. */
  private static double lower(NetworkBounds values, Objectives objectives, int row, int sign) {
    Bounds outputs = values.of(values.network().output());
    double sum = sign * objectives.constant(row);
    for (int i = 0; i < objectives.outputs(); i++) {
      double c = sign * objectives.coefficient(row, i);
      double value = c > 0 ? outputs.lower(0, i) : outputs.upper(0, i);
      sum = Outward.addDown(sum, Outward.mulDown(c, value));
    }
    return sum;
  }

  @Override
  public void close() {
    analysis.close();
    session.close();
    backend.close();
  }
}
