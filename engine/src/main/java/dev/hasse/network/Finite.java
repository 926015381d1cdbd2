package dev.hasse.network;

/** Weights are finite numbers: everything else would make every bound the whole line. */
final class Finite {
  private Finite() {}

  static void require(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a " + what + " is " + value);
    }
  }

  /** A relative error that leaves at least the sign of what it is an error of. */
  static double relativeError(double value) {
    if (!(value >= 0 && value < 0.5)) {
      throw new IllegalArgumentException("a relative error of " + value + ", expected 0 to 0.5");
    }
    return value;
  }

  static double[] copyOf(String what, double[] values) {
    for (double value : values) {
      require(what, value);
    }
    return values.clone();
  }
}
