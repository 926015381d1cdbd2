package dev.hasse.format.onnx;

import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Maxima over windows of an image along one axis, by pairwise maxima {@code max(a, b) = b + relu(a
 * - b)}: where {@code a <= b} that is {@code b + 0}, else {@code b + (a - b) = a}. This holds in
 * real arithmetic and needs no constants but 1 and -1, so it is exact. Windows of two axes are
 * maxima along one of maxima along the other.
 *
 * <p>The maximum of n pixels is that of the first and of the last n/2 of them, rounded up, which
 * may overlap; both come from the same step before, so there are log2 n steps, and neighbouring
 * windows share what they have in common. The difference a - b is a convolution of two weights.
 *
 * <p>Positions outside the image are worth minus infinity. Each step knows which of its windows
 * hold any pixel. Where only one of a and b does, the difference is multiplied by zero and that one
 * takes the place of b, so that the result is that one. What stands for a window without pixels is
 * never used.
 *
 * <p>Interval bounds of {@code b + relu(a - b)} are looser than the maximum of two intervals, since
 * they forget that both b are the same; linear bounds know it.
 */
final class WindowMaxima {
  private final String name;
  private final GraphBuilder graph;
  private final boolean vertical;
  private final Window window;
  private final Maxima pixels;

  private WindowMaxima(
      String name, GraphBuilder graph, Image image, boolean vertical, Window window) {
    this.name = name;
    this.graph = graph;
    this.vertical = vertical;
    this.window = window;
    boolean[] all = new boolean[vertical ? image.rows() : image.columns()];
    Arrays.fill(all, true);
    this.pixels = new Maxima(image, new Starts(0, 1, all.length), all);
  }

  /** The maxima over windows of both axes. */
  static Image of(String name, GraphBuilder graph, Image image, Window rows, Window columns)
      throws ModelException {
    Image tall = new WindowMaxima(name, graph, image, true, rows).maxima();
    return new WindowMaxima(name, graph, tall, false, columns).maxima();
  }

  private Image maxima() throws ModelException {
    Starts starts = new Starts(-window.padding(), window.stride(), window.output());
    Maxima maxima = maxima(window.kernel(), starts);
    for (boolean holds : maxima.holds) {
      if (!holds) {
        throw new ModelException("a window over nothing but padding");
      }
    }
    return maxima.image;
  }

  private Maxima maxima(int length, Starts starts) throws ModelException {
    GraphBuilder.requireSize(starts.count);
    if (length == 1) {
      return larger(pixels, starts, 0);
    }
    int half = (length + 1) / 2;
    int shift = (length - half) * window.dilation();
    return larger(half == 1 ? pixels : maxima(half, starts.and(shift)), starts, shift);
  }

  /** The larger of what {@code before} has at each start, and {@code shift} pixels further on. */
  private Maxima larger(Maxima before, Starts starts, int shift) throws ModelException {
    int count = starts.count;
    boolean[] holds = new boolean[count];
    double[] both = new double[count];
    int[] first = new int[count];
    int[] second = new int[count];
    for (int i = 0; i < count; i++) {
      int a = before.starts.indexOf(starts.at(i));
      int b = before.starts.indexOf(starts.at(i) + shift);
      boolean holdsA = before.holdsAt(a);
      boolean holdsB = before.holdsAt(b);
      holds[i] = holdsA || holdsB;
      both[i] = holdsA && holdsB ? 1 : 0;
      first[i] = holdsA && !holdsB ? a : Select.ZERO;
      second[i] = holdsB ? b : Select.ZERO;
    }
    Signal larger = selected(before.image, second);
    if (shift > 0) {
      if (Arrays.stream(first).anyMatch(a -> a != Select.ZERO)) {
        larger = graph.add(name + ":either", larger, selected(before.image, first));
      }
      Signal difference = masked(difference(before, starts, shift), both, before.image);
      Signal excess = graph.activation(name + ":relu", new Relu(), difference);
      larger = graph.add(name, larger, excess.reshaped(larger.shape()));
    }
    return new Maxima(resized(before.image, larger, count), starts, holds);
  }

  /** {@code a - b} at every start, both 0 where they are outside. */
  private Signal difference(Maxima before, Starts starts, int shift) throws ModelException {
    int grid = before.starts.step;
    Window pair =
        new Window(
            before.holds.length,
            starts.count,
            2,
            Math.max(1, starts.step / grid),
            shift / grid,
            -before.starts.indexOf(starts.first));
    Optional<Window> along = Optional.of(pair);
    return vertical
        ? before.image.eachChannel(
            graph, name + ":difference", along, Optional.empty(), new double[] {1, -1}, 0)
        : before.image.eachChannel(
            graph, name + ":difference", Optional.empty(), along, new double[] {1, -1}, 0);
  }

  private Signal masked(Signal difference, double[] both, Image image) throws ModelException {
    if (Arrays.stream(both).allMatch(one -> one == 1)) {
      return difference;
    }
    double[] mask = new double[difference.shape().elements()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = both[vertical ? i / image.columns() % both.length : i % both.length];
    }
    Scale scale = new Scale(mask, new double[mask.length], 0);
    return graph.affine(name + ":mask", scale, difference, difference.shape());
  }

  /** The image's rows, or columns, at these places of the axis. */
  private Signal selected(Image image, int[] places) throws ModelException {
    int rows = vertical ? places.length : image.rows();
    int columns = vertical ? image.columns() : places.length;
    Shape shape = Shape.checked(List.of(1L, (long) image.channels(), (long) rows, (long) columns));
    GraphBuilder.requireSize(shape.elements());
    int[] source = new int[shape.elements()];
    for (int i = 0; i < source.length; i++) {
      int row = i / columns % rows;
      int place = places[vertical ? row : i % columns];
      int pixel = vertical ? place * columns + i % columns : row * image.columns() + place;
      source[i] =
          place == Select.ZERO
              ? Select.ZERO
              : i / (rows * columns) * image.rows() * image.columns() + pixel;
    }
    return graph.selected(name + ":select", image.signal(), shape, source);
  }

  private Image resized(Image image, Signal signal, int count) throws ModelException {
    return vertical
        ? image.with(signal, count, image.columns())
        : image.with(signal, image.rows(), count);
  }

  /**
   * Maxima over windows of one length.
   *
   * @param image the maxima as pixels
   * @param holds whether a window holds any pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Maxima(Image image, Starts starts, boolean[] holds) {
    boolean holdsAt(int index) {
      return index >= 0 && index < holds.length && holds[index];
    }
  }

  /** Where windows start, in pixels: {@code first}, {@code first + step} and so on. */
  private record Starts(int first, int step, int count) {
    int at(int index) {
      return first + index * step;
    }

    int indexOf(int start) {
      return Math.floorDiv(start - first, step);
    }

    /** The coarsest regular starts that hold these and those so many pixels further on. */
    Starts and(int shift) {
      int grid = count == 1 ? shift : gcd(step, shift);
      return new Starts(first, grid, (at(count - 1) + shift - first) / grid + 1);
    }

    private static int gcd(int a, int b) {
      return b == 0 ? a : gcd(b, a % b);
    }
  }
}
