package dev.hasse.bound;

/**
 * How bounds of pre-activations are narrowed to the points where constraints on the outputs hold.
 *
 * @param neurons of each region at most: those whose relaxations cost the constraints' bounds most
 * @param effort for their bounds
 */
public record Narrowing(int neurons, Effort effort) {
  /** Bounds of all points. */
  public static final Narrowing NONE = new Narrowing(0, Effort.NONE);
}
