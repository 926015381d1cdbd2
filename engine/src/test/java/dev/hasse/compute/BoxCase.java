package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Boxes of awkward sizes and numbers, for verbs that treat every neuron alone. */
record BoxCase(String name, Style style, BoxBatch boxes) {
  private static final int[][] SIZES = {
    {1, 1}, {2, 3}, {3, 2}, {31, 33}, {33, 31}, {32, 32}, {3, 255}, {255, 3}, {2, 1021}, {257, 2}
  };

  /** Made once: deliberately wrong backends run the suite dozens of times. */
  private static final List<BoxCase> ALL = makeAll();

  private static List<BoxCase> makeAll() {
    List<BoxCase> cases = new ArrayList<>();
    for (int[] size : SIZES) {
      for (Style style : Style.values()) {
        String name = size[0] + " boxes of " + size[1] + ", " + style + ", seed " + Numbers.SEED;
        cases.add(new BoxCase(name, style, new Numbers(name).boxes(size[0], size[1], style)));
      }
    }
    cases.add(kinks());
    return cases;
  }

  static List<BoxCase> all() {
    return ALL;
  }

  /** One test a case. */
  static Stream<DynamicTest> tests(Consumer<BoxCase> test) {
    return ALL.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> test.accept(c)));
  }

  /**
   * Ends at zero, near it and at its neighbours, in double and in float, from each side to each:
   * among them chords whose slope is 1 or 0 only after rounding to float.
   */
  private static BoxCase kinks() {
    double[] ends = {
      -1,
      -1e-9,
      -Float.MIN_NORMAL,
      -Float.MIN_VALUE,
      -Double.MIN_VALUE,
      -0.0,
      0.0,
      Double.MIN_VALUE,
      Float.MIN_VALUE,
      Float.MIN_NORMAL,
      1e-9,
      1
    };
    int n = ends.length;
    double[] lower = new double[n * n];
    double[] upper = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        lower[i * n + j] = ends[Math.min(i, j)];
        upper[i * n + j] = ends[Math.max(i, j)];
      }
    }
    return new BoxCase("around the kink", Style.AWKWARD, new BoxBatch(2, n * n / 2, lower, upper));
  }

  /** Other boxes of the same shape. */
  BoxBatch another() {
    return new Numbers("another " + name).boxes(boxes.count(), boxes.dimension(), style);
  }

  /** Boxes of the same shape that overlap these. */
  BoxBatch shifted() {
    Numbers numbers = new Numbers("shifted " + name);
    double[] lower = boxes.lower();
    double[] upper = boxes.upper();
    for (int i = 0; i < lower.length; i++) {
      double width = upper[i] - lower[i];
      lower[i] += numbers.below(3) * width / 2 - width / 2;
      upper[i] = Math.max(lower[i], upper[i] + (numbers.below(3) - 1) * width / 4);
    }
    return new BoxBatch(boxes.count(), boxes.dimension(), lower, upper);
  }
}
