package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** An affine map and boxes of its input, of awkward sizes and numbers. */
record AffineCase(String name, Style style, Affine affine, BoxBatch boxes) {
  /** Outputs, inputs, boxes: each size in each place, not each with each. */
  private static final int[][] SMALL = {
    {1, 1, 1},
    {1, 2, 3},
    {2, 1, 2},
    {3, 3, 31},
    {2, 3, 32},
    {3, 2, 33},
    {31, 33, 3},
    {33, 31, 2},
    {32, 32, 3}
  };

  private static final int[][] LARGE = {
    {3, 255, 3},
    {257, 3, 2},
    {255, 33, 3},
    {32, 257, 2},
    {2, 1021, 3},
    {1021, 2, 2},
    {33, 1021, 1},
    {1021, 31, 2},
    {3, 2, 255},
    {2, 3, 257},
    {1, 2, 1021}
  };

  static final double INEXACT_WEIGHTS = 0x1p-20;

  /** Made once: deliberately wrong backends run the suite dozens of times. */
  private static final List<AffineCase> ALL = all();

  /** Dense and diagonal maps, convolutions. */
  private static List<AffineCase> all() {
    List<AffineCase> cases = new ArrayList<>();
    for (int[] size : SMALL) {
      for (Style style : Style.values()) {
        cases.add(dense(size, style, 0));
      }
      cases.add(dense(size, Style.DOUBLES, INEXACT_WEIGHTS));
    }
    for (int[] size : LARGE) {
      cases.add(dense(size, Style.INTEGERS, 0));
      cases.add(dense(size, Style.DOUBLES, 0));
    }
    for (int width : new int[] {1, 2, 3, 31, 32, 33, 255, 257, 1021}) {
      cases.add(scale(width, Style.INTEGERS, 0));
      cases.add(scale(width, Style.DOUBLES, 0));
      cases.add(scale(width, Style.AWKWARD, 0));
    }
    cases.add(scale(33, Style.FLOATS, INEXACT_WEIGHTS));
    cases.addAll(ConvolutionCases.all());
    return cases;
  }

  /** One test a case. */
  static Stream<DynamicTest> tests(Consumer<AffineCase> test) {
    return ALL.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> test.accept(c)));
  }

  private static AffineCase dense(int[] size, Style style, double relativeError) {
    String name =
        "dense " + size[0] + "x" + size[1] + ", boxes " + size[2] + suffix(style, relativeError);
    Numbers numbers = new Numbers(name);
    return new AffineCase(
        name,
        style,
        numbers.dense(size[0], size[1], style, relativeError),
        numbers.boxes(size[2], size[1], style));
  }

  private static AffineCase scale(int width, Style style, double relativeError) {
    String name = "scale " + width + suffix(style, relativeError);
    Numbers numbers = new Numbers(name);
    return new AffineCase(
        name, style, numbers.scale(width, style, relativeError), numbers.boxes(3, width, style));
  }

  static String suffix(Style style, double relativeError) {
    return ", " + style + (relativeError > 0 ? ", inexact weights" : "") + ", seed " + Numbers.SEED;
  }

  /** Length of the longest sum. */
  int terms() {
    return affine instanceof Convolution convolution ? convolution.kernelSize() : affine.inputs();
  }
}
