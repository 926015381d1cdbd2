package dev.hasse.train;

import java.util.Locale;

/**
 * How far a schedule has come: 0 for the warm-up, then up to 1, then 1.
 *
 * @param warmup epochs at 0, 0 or more
 * @param length epochs from 0 to 1, 0 or more
 * @param shape of the way between
 */
public record Ramp(int warmup, int length, Shape shape) {
  /** How a ramp goes from 0 to 1. */
  public enum Shape {
    LINEAR,
    /**
     * The fourth power of the time up to a quarter of the ramp, then a line, chosen so that value
     * and slope go on without a jump (as in the published code of Zhang et al. 2020 and Xu et al.
     * 2020).
     */
    SMOOTH;

    /** In small letters, as people write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** At the end from the beginning on. */
  public static final Ramp NONE = new Ramp(0, 0, Shape.LINEAR);

  private static final double BEND = 0.25;

  public Ramp {
    Requirement.holds(warmup >= 0, "warm-up epochs", warmup, "0 or more");
    Requirement.holds(length >= 0, "ramp epochs", length, "0 or more");
  }

  /**
   * The value at a time.
   *
   * @param epoch passes over the samples so far, with the part of the present one
   * @return in [0, 1]
   */
  public double at(double epoch) {
    if (epoch < warmup) {
      return 0;
    }
    double time = length == 0 ? 1 : Math.min(1, (epoch - warmup) / length);
    return shape == Shape.LINEAR || time == 1 ? time : smooth(time);
  }

  private static double smooth(double time) {
    // p(t) = a t^4 up to BEND, a line to (1, 1) after it; equal slopes at BEND give a.
    double cubed = BEND * BEND * BEND;
    double factor = 1 / (4 * cubed * (1 - BEND) + cubed * BEND);
    if (time <= BEND) {
      return factor * time * time * time * time;
    }
    double bent = factor * cubed * BEND;
    return bent + (1 - bent) * (time - BEND) / (1 - BEND);
  }
}
