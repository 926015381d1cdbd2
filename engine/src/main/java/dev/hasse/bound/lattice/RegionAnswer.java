package dev.hasse.bound.lattice;

import dev.hasse.domain.Guarantee;

/**
 * What a solver found out about a region.
 *
 * @param kind the answer
 * @param guarantee of {@code bound}
 * @param bound a lower bound, over the region, of the largest left side; infinite where the region
 *     has no point
 * @param point of {@link Kind#POINT} an input of the box, else empty
 * @param binaries of the program
 * @param seconds wall time
 * @param reason of {@link Kind#OPEN} why; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record RegionAnswer(
    Kind kind,
    Guarantee guarantee,
    double bound,
    double[] point,
    int binaries,
    double seconds,
    String reason) {
  /** What is known. */
  public enum Kind {
    /** No point of the region satisfies the conjunction. */
    EXCLUDED,
    /** Outputs at this input of the box satisfy it, by outward-rounded arithmetic. */
    POINT,
    /** Neither. */
    OPEN
  }
}
