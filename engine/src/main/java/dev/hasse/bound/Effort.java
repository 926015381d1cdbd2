package dev.hasse.bound;

import dev.hasse.numeric.Outward;

/**
 * How long slopes and multipliers of rows are optimised.
 *
 * @param steps of ascent; 0 for the adaptive slopes alone
 * @param firstRate how far a slope in [0, 1] moves in the first step, about
 * @param decay what each step keeps of the rate
 */
public record Effort(int steps, double firstRate, double decay) {
  /** No ascent. */
  public static final Effort NONE = new Effort(0, 0, 1);

  private static final double USUAL_RATE = 0.25;
  private static final double USUAL_DECAY = 0.96;

  public Effort {
    if (steps < 0 || firstRate < 0 || !(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException(steps + " steps of " + firstRate + ", decay " + decay);
    }
  }

  /** So many steps at the usual rates. */
  public static Effort of(int steps) {
    return new Effort(steps, USUAL_RATE, USUAL_DECAY);
  }

  float rate(int step) {
    double rate = firstRate;
    for (int k = 1; k < step; k++) {
      rate *= decay;
    }
    return Outward.floatNearest(rate);
  }
}
