package dev.hasse.verify;

/**
 * How a property is decided.
 *
 * @param seconds the time limit
 * @param batch boxes that are bounded together
 * @param samples points of each box that the attack begins with
 * @param seed of the attack's points
 */
public record VerifyOptions(double seconds, int batch, int samples, long seed) {
  public VerifyOptions {
    if (!(seconds > 0) || batch < 1 || samples < 0) {
      throw new IllegalArgumentException(seconds + " s, " + batch + " boxes, " + samples);
    }
  }

  /** The usual ones. */
  public static VerifyOptions within(double seconds) {
    return new VerifyOptions(seconds, 1024, 4096, 1);
  }
}
