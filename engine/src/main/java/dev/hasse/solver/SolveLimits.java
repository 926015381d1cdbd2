package dev.hasse.solver;

/**
 * When a solve stops although it is not done.
 *
 * @param seconds of wall time, positive; infinity for no limit
 * @param nodes of the branch-and-bound tree, at least 1; {@link Long#MAX_VALUE} for no limit
 */
public record SolveLimits(double seconds, long nodes) {
  /** No limit. */
  public static final SolveLimits NONE = new SolveLimits(Double.POSITIVE_INFINITY, Long.MAX_VALUE);

  public SolveLimits {
    if (!(seconds > 0) || nodes < 1) {
      throw new IllegalArgumentException("a limit of " + seconds + " s and " + nodes + " nodes");
    }
  }

  /** A limit of wall time alone. */
  public static SolveLimits seconds(double seconds) {
    return new SolveLimits(seconds, Long.MAX_VALUE);
  }
}
