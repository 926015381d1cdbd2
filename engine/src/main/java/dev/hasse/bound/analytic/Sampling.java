package dev.hasse.bound.analytic;

/**
 * How a box is sampled.
 *
 * @param count points a box, at least 1
 * @param seed of their stream; the same seed gives the same points
 */
public record Sampling(int count, long seed) {
  public Sampling {
    if (count < 1) {
      throw new IllegalArgumentException(count + " samples, expected at least 1");
    }
  }
}
