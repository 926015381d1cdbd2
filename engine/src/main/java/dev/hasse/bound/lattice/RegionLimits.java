package dev.hasse.bound.lattice;

/**
 * What an answer about a region may cost.
 *
 * @param binaries with more unstable neurons than this the question is refused; with 0 it is a
 *     linear program or nothing
 * @param seconds of wall time, positive
 * @param linear whether unstable neurons get their triangle and no binary, however many there are
 */
public record RegionLimits(int binaries, double seconds, boolean linear) {
  public RegionLimits {
    if (binaries < 0 || !(seconds > 0)) {
      throw new IllegalArgumentException(binaries + " binaries, " + seconds + " s");
    }
  }

  /** The network itself. */
  public static RegionLimits exact(int binaries, double seconds) {
    return new RegionLimits(binaries, seconds, false);
  }

  /** A linear program with triangles. */
  public static RegionLimits linear(double seconds) {
    return new RegionLimits(0, seconds, true);
  }
}
