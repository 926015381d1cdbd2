package dev.hasse.train;

/** The one sentence about an option that is out of range. */
final class Requirement {
  private Requirement() {}

  /**
   * @throws IllegalArgumentException unless it holds
   */
  static void holds(boolean holds, String what, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + found + ", expected " + expected);
    }
  }

  static boolean isFiniteAndNotNegative(double value) {
    return value >= 0 && Double.isFinite(value);
  }

  static boolean isFiniteAndPositive(double value) {
    return value > 0 && Double.isFinite(value);
  }
}
