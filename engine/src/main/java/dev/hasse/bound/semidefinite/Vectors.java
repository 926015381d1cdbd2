package dev.hasse.bound.semidefinite;

/** Sums over vectors of doubles, rounded as it comes. */
final class Vectors {
  private Vectors() {}

  /** The inner product; in four sums, because one would wait for each addition. */
  static double dot(double[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      a += x[k] * y[k];
      b += x[k + 1] * y[k + 1];
      c += x[k + 2] * y[k + 2];
      d += x[k + 3] * y[k + 3];
    }
    for (; k < x.length; k++) {
      a += x[k] * y[k];
    }
    return (a + b) + (c + d);
  }

  static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  /** Adds {@code factor * other}. */
  static void add(double[] target, double factor, double[] other) {
    for (int k = 0; k < target.length; k++) {
      target[k] += factor * other[k];
    }
  }

  static void scale(double[] target, double factor) {
    for (int k = 0; k < target.length; k++) {
      target[k] *= factor;
    }
  }

  static double[] difference(double[] x, double[] y) {
    double[] result = x.clone();
    add(result, -1, y);
    return result;
  }
}
