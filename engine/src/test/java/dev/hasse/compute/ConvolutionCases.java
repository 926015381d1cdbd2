package dev.hasse.compute;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of awkward shapes: strides, padding, dilation, groups, windows wider than images.
 */
final class ConvolutionCases {
  /**
   * A shape.
   *
   * @param rows input, output, kernel, stride, dilation, padding along the vertical axis
   * @param columns the same along the horizontal axis
   * @param channels input channels, output channels, groups
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shape(String name, int[] rows, int[] columns, int... channels) {
    Window[] windows() {
      return new Window[] {window(rows), window(columns)};
    }

    private static Window window(int[] w) {
      return new Window(w[0], w[1], w[2], w[3], w[4], w[5]);
    }
  }

  private static int[] window(int... numbers) {
    return numbers;
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("one pixel", window(1, 1, 1, 1, 1, 0), window(1, 1, 1, 1, 1, 0), 1, 1, 1),
          new Shape("1x1", window(5, 5, 1, 1, 1, 0), window(7, 7, 1, 1, 1, 0), 3, 2, 1),
          new Shape("1x1 groups", window(3, 3, 1, 1, 1, 0), window(4, 4, 1, 1, 1, 0), 6, 4, 2),
          new Shape("1x1 stride 2", window(5, 3, 1, 2, 1, 0), window(6, 3, 1, 2, 1, 0), 2, 3, 1),
          new Shape("3x3 same", window(8, 8, 3, 1, 1, 1), window(9, 9, 3, 1, 1, 1), 2, 3, 1),
          new Shape("3x3 stride 2", window(8, 4, 3, 2, 1, 1), window(8, 4, 3, 2, 1, 1), 3, 4, 1),
          new Shape("4x4 stride 2", window(8, 4, 4, 2, 1, 1), window(9, 4, 4, 2, 1, 1), 2, 2, 1),
          new Shape(
              "stride 3 beyond", window(11, 3, 2, 3, 1, 0), window(7, 3, 2, 3, 1, 1), 1, 2, 1),
          new Shape("dilated", window(9, 5, 3, 1, 2, 0), window(9, 9, 3, 1, 2, 2), 2, 2, 1),
          new Shape("dilated strided", window(9, 5, 3, 2, 3, 3), window(8, 3, 2, 2, 2, 0), 2, 2, 1),
          new Shape("1xN", window(3, 3, 1, 1, 1, 0), window(33, 29, 5, 1, 1, 0), 2, 2, 1),
          new Shape("Nx1", window(31, 30, 4, 1, 1, 1), window(2, 2, 1, 1, 1, 0), 1, 3, 1),
          new Shape("depthwise", window(6, 3, 2, 2, 1, 0), window(6, 3, 2, 2, 1, 0), 5, 5, 5),
          new Shape("multiplied", window(5, 5, 3, 1, 1, 1), window(4, 4, 3, 1, 1, 1), 3, 6, 3),
          new Shape("groups", window(5, 3, 3, 2, 1, 1), window(5, 5, 3, 1, 1, 1), 4, 6, 2),
          new Shape("to one", window(6, 4, 3, 1, 1, 0), window(6, 4, 3, 1, 1, 0), 4, 1, 1),
          new Shape("window beyond", window(2, 3, 5, 1, 1, 2), window(3, 2, 7, 2, 1, 3), 2, 2, 1),
          new Shape("only padding", window(2, 5, 1, 1, 1, 2), window(2, 3, 2, 3, 1, 3), 1, 2, 1),
          new Shape("wide", window(17, 9, 3, 2, 1, 1), window(19, 19, 3, 1, 1, 1), 2, 3, 1));

  private ConvolutionCases() {}

  static List<AffineCase> all() {
    List<AffineCase> cases = new ArrayList<>();
    for (Shape shape : SHAPES) {
      cases.add(of(shape, Style.INTEGERS, 0));
      cases.add(of(shape, Style.DOUBLES, 0));
    }
    for (Shape shape : SHAPES.subList(0, 10)) {
      cases.add(of(shape, Style.FLOATS, AffineCase.INEXACT_WEIGHTS));
      cases.add(of(shape, Style.AWKWARD, 0));
    }
    return cases;
  }

  private static AffineCase of(Shape shape, Style style, double relativeError) {
    String name = "convolution " + shape.name + AffineCase.suffix(style, relativeError);
    Numbers numbers = new Numbers(name);
    Convolution convolution =
        numbers.convolution(shape.windows(), shape.channels, style, relativeError);
    return new AffineCase(name, style, convolution, numbers.boxes(3, convolution.inputs(), style));
  }
}
