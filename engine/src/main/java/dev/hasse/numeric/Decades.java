package dev.hasse.numeric;

/** Powers of ten of quantities that grow exponentially; for fits, no bound rests on them. */
public final class Decades {
  private Decades() {}

  /** The decimal logarithm, to nearest up to an ulp; not-a-number below 0. */
  public static double of(double value) {
    return Math.log10(value);
  }
}
