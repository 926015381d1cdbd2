package dev.hasse.sweep;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;

/** Where a sweep gets the solver for a network: sweeps know solvers by their results only. */
public interface LatticeSource {
  /**
   * A solver for one network.
   *
   * @param analysis borrowed
   * @param secondsPerQuestion that a solver may take
   * @return to be closed by the caller, before the analysis
   */
  LatticeAnalysis open(BoundAnalysis analysis, double secondsPerQuestion);

  /** Solves side by side in one analysis. */
  int threads();
}
