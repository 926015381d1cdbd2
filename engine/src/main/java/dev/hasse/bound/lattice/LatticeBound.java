package dev.hasse.bound.lattice;

import dev.hasse.domain.Guarantee;
import dev.hasse.solver.SolveStatus;

/**
 * What is known of the minimum of one linear form of the outputs over one box, after a solve.
 *
 * @param lower a lower bound of the form over the box, at the element that was solved
 * @param guarantee of {@code lower}
 * @param status how the solve ended; where it was stopped the bounds hold as far as it got
 * @param concrete a value that the form does not exceed at {@code point}: an upper bound of the
 *     network's minimum, rounded up; infinity without a point
 * @param point an input of the box, the best that was met; empty where there was none
 * @param nodes of the branch-and-bound tree
 * @param seconds wall time
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record LatticeBound(
    double lower,
    Guarantee guarantee,
    SolveStatus status,
    double concrete,
    double[] point,
    long nodes,
    double seconds) {
  /** The same with the tighter of this lower bound and a rigorous one. */
  LatticeBound raised(double rigorous) {
    if (rigorous < lower) {
      return this;
    }
    return new LatticeBound(rigorous, Guarantee.RIGOROUS, status, concrete, point, nodes, seconds);
  }
}
