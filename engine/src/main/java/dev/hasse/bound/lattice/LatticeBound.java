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
    return raised(rigorous, Guarantee.RIGOROUS);
  }

  /** The same with the tighter of this lower bound and one of the same row at another element. */
  LatticeBound raised(LatticeBound other) {
    return raised(other.lower, other.guarantee);
  }

  private LatticeBound raised(double other, Guarantee of) {
    if (other < lower || (other == lower && of != Guarantee.RIGOROUS)) {
      return this;
    }
    return new LatticeBound(other, of, status, concrete, point, nodes, seconds);
  }

  /** The same after a solve that was not needed, or not possible. */
  LatticeBound ended(SolveStatus as) {
    return new LatticeBound(lower, guarantee, as, concrete, point, 0, 0);
  }

  /**
   * The same with the value and the point of another. A bound that is a solver's and above the
   * value, which the minimum is not, is lowered to it.
   */
  LatticeBound beside(LatticeBound other) {
    double low = guarantee == Guarantee.RIGOROUS ? lower : Math.min(lower, other.concrete);
    return new LatticeBound(low, guarantee, status, other.concrete, other.point, nodes, seconds);
  }
}
