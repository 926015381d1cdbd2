package dev.hasse.network;

/** Weights are finite numbers: everything else would make every bound the whole line. */
final class Finite {
  private Finite() {}

  static void require(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a " + what + " is " + value);
    }
  }

  static double[] copyOf(String what, double[] values) {
    for (double value : values) {
      require(what, value);
    }
    return values.clone();
  }
}
