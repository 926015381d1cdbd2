package dev.hasse.compute;

import dev.hasse.judge.Numbers;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Boxes at ReLUs, rows over their outputs, and what the verbs of training make of them by their
 * definitions: functions of one neuron, in doubles, with a coefficient a, and a box of centre c and
 * radius r. Derivatives are central differences of these.
 *
 * @param each rows a sample
 */
record TriangleCase(int samples, int each, int width) {
  /**
   * What a central difference may be off by, in shares of the magnitudes that it is made of: steps
   * of 1e-5 where third derivatives are below 1000 and rounding costs 1e-11.
   */
  static final double DIFFERENCE = 1e-6;

  private static final double STEP = 1e-5;

  private static final int KINDS = 10;

  /** One test a case. */
  static Stream<DynamicTest> tests(Consumer<TriangleCase> test) {
    return Stream.of(
            new TriangleCase(1, 1, 1),
            new TriangleCase(7, 1, 3),
            new TriangleCase(1, 7, 17),
            new TriangleCase(3, 9, 64),
            new TriangleCase(65, 1, 65),
            new TriangleCase(2, 32, 130),
            new TriangleCase(7, 3, 129))
        .map(c -> DynamicTest.dynamicTest(c + ", seed " + Numbers.SEED, () -> test.accept(c)));
  }

  Numbers numbers() {
    return new Numbers(this);
  }

  int rows() {
    return samples * each;
  }

  int sample(int row) {
    return row / each;
  }

  /**
   * Boxes of all kinds: active, inactive, unstable, without width, ending at 0, around it. The
   * bounds of unstable ones are at least 1/4 from 0, where no difference meets the kink.
   *
   * @param centre receives the centres
   * @param radius receives the radii
   */
  void fill(float[] centre, float[] radius) {
    Numbers numbers = numbers();
    for (int k = 0; k < centre.length; k++) {
      float size = (float) (0.25 + numbers.uniform());
      float more = (float) (0.25 + numbers.uniform());
      int kind = numbers.below(KINDS);
      centre[k] =
          switch (kind) {
            case 0, 4 -> size + more;
            case 1, 5 -> -size - more;
            case 2, 8 -> size;
            case 3, 9 -> -size;
            default -> 0;
          };
      radius[k] =
          switch (kind) {
            case 0, 1 -> size;
            case 2, 3 -> size + more;
            case 4, 5, 6 -> 0;
            case 7 -> more;
            default -> size;
          };
    }
  }

  /** Whether a bound is at the ReLU's kink, or the line below changes. */
  static boolean isKink(double c, double r) {
    return c + r == 0 || c - r == 0 || (c == 0 && r > 0);
  }

  static double positive(double value) {
    return Math.max(value, 0);
  }

  static double centre(double c, double r) {
    return (positive(c + r) + positive(c - r)) / 2;
  }

  static double radius(double c, double r) {
    return (positive(c + r) - positive(c - r)) / 2;
  }

  /** What a row's coefficient becomes. */
  static double coefficient(double a, double c, double r) {
    double lower = c - r;
    double upper = c + r;
    if (upper <= 0) {
      return 0;
    }
    if (lower >= 0) {
      return a;
    }
    if (a < 0) {
      return a * upper / (upper - lower);
    }
    return upper > -lower ? a : 0;
  }

  /** What a neuron adds to a row's constant. */
  static double constant(double a, double c, double r) {
    double lower = c - r;
    double upper = c + r;
    return a < 0 && lower < 0 && upper > 0 ? -a * lower * upper / (upper - lower) : 0;
  }

  /** What a neuron adds to a row's least value. */
  static double least(double a, double c, double r) {
    return a * c - Math.abs(a) * r;
  }

  static double derivative(DoubleUnaryOperator function, double at) {
    return (function.applyAsDouble(at + STEP) - function.applyAsDouble(at - STEP)) / (2 * STEP);
  }
}
