package dev.hasse.format.onnx;

import dev.hasse.network.Scale;
import dev.hasse.network.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Averages and maxima over windows of an image. */
final class PoolingRules {
  private PoolingRules() {}

  /**
   * A convolution of every channel by itself. Where windows hold unlike numbers of pixels, as
   * padding that does not count makes them, it is a sum of pixels and then a factor for each pixel.
   */
  static Value average(OperationNode node, GraphBuilder graph) throws ModelException {
    Image image = Image.of(node);
    Windows windows = Windows.of(node, image, kernel(node));
    boolean countsPadding = node.integer("count_include_pad", 0) != 0;
    if (countsPadding
        && (passesPadding(windows.rows(), windows.rowsAfter())
            || passesPadding(windows.columns(), windows.columnsAfter()))) {
      throw new ModelException(
          "a window that ceil_mode lets pass the padding, with count_include_pad, is not supported");
    }
    int[] rowCounts = counts(windows.rows(), countsPadding);
    int[] columnCounts = counts(windows.columns(), countsPadding);
    return average(node, graph, image, windows, rowCounts, columnCounts);
  }

  /** The average of each channel, for signals of any rank from 3. */
  static Value globalAverage(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal signal = node.signal(0);
    Image line = line(node, signal.shape());
    Window all = all(line.columns());
    int[] count = {all.kernel()};
    Windows windows = new Windows(Window.over(1), all, 0, 0);
    Signal result = average(node, graph, line, windows, new int[] {1}, count);
    return result.reshaped(pooledShape(signal.shape()));
  }

  /** A mean over all axes behind batch and channel. */
  static Value mean(OperationNode node, GraphBuilder graph) throws ModelException {
    Shape shape = node.signal(0).shape();
    Optional<List<Long>> written =
        node.has(1) ? Optional.of(node.constant(1).integers()) : node.integers("axes");
    TreeSet<Integer> axes = new TreeSet<>();
    for (long axis : written.orElse(List.of())) {
      axes.add(shape.axis(axis, shape.rank()));
    }
    if (shape.rank() < 3 || axes.size() != shape.rank() - 2 || axes.first() != 2) {
      throw new ModelException(
          "a mean over axes %s of shape %s is not supported; all behind batch and channel only"
              .formatted(written.orElse(List.of()), shape));
    }
    Signal result = (Signal) globalAverage(node, graph);
    return node.integer("keepdims", 1) != 0
        ? result
        : result.reshaped(Shape.of(1, shape.dimension(1)));
  }

  static Value maximum(OperationNode node, GraphBuilder graph) throws ModelException {
    Image image = Image.of(node);
    Windows windows = Windows.of(node, image, kernel(node));
    return WindowMaxima.of(node.name(), graph, image, windows.rows(), windows.columns()).signal();
  }

  /** The maximum of each channel, for signals of any rank from 3. */
  static Value globalMaximum(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal signal = node.signal(0);
    Image line = line(node, signal.shape());
    Window all = all(line.columns());
    return WindowMaxima.of(node.name(), graph, line, Window.over(1), all)
        .signal()
        .reshaped(pooledShape(signal.shape()));
  }

  private static Signal average(
      OperationNode node,
      GraphBuilder graph,
      Image image,
      Windows windows,
      int[] rowCounts,
      int[] columnCounts)
      throws ModelException {
    WeightArithmetic arithmetic = new WeightArithmetic();
    boolean uniform = isUniform(rowCounts) && isUniform(columnCounts);
    double weight = uniform ? arithmetic.inverse((double) rowCounts[0] * columnCounts[0]) : 1;
    long kernelSize = (long) windows.rows().kernel() * windows.columns().kernel();
    GraphBuilder.requireSize(kernelSize);
    double[] kernel = new double[(int) kernelSize];
    Arrays.fill(kernel, weight);
    Signal sums =
        image.eachChannel(
            graph,
            node.name(),
            Optional.of(windows.rows()),
            Optional.of(windows.columns()),
            kernel,
            arithmetic.relativeError());
    if (uniform) {
      return sums;
    }
    double[] factors = new double[sums.shape().elements()];
    for (int i = 0; i < factors.length; i++) {
      int row = i / columnCounts.length % rowCounts.length;
      double count = (double) rowCounts[row] * columnCounts[i % columnCounts.length];
      factors[i] = arithmetic.inverse(count);
    }
    Scale scale = new Scale(factors, new double[factors.length], arithmetic.relativeError());
    return graph.affine(node.name() + ":mean", scale, sums, sums.shape());
  }

  private static List<Long> kernel(OperationNode node) throws ModelException {
    Optional<List<Long>> kernel = node.integers("kernel_shape");
    if (kernel.isEmpty()) {
      throw new ModelException(node.operation() + " without kernel_shape");
    }
    return kernel.orElseThrow();
  }

  /** How many values each window averages along an axis. */
  private static int[] counts(Window window, boolean countsPadding) throws ModelException {
    GraphBuilder.requireSize(window.output());
    int[] counts = new int[window.output()];
    for (int o = 0; o < counts.length; o++) {
      if (countsPadding) {
        counts[o] = window.kernel();
        continue;
      }
      for (int k = 0; k < window.kernel(); k++) {
        counts[o] += window.source(o, k) >= 0 ? 1 : 0;
      }
      if (counts[o] == 0) {
        throw new ModelException("a window over nothing but padding");
      }
    }
    return counts;
  }

  private static boolean passesPadding(Window window, int after) {
    long end =
        (window.output() - 1L) * window.stride() + (window.kernel() - 1L) * window.dilation();
    return end >= (long) window.padding() + window.input() + after;
  }

  private static boolean isUniform(int[] counts) {
    return Arrays.stream(counts).allMatch(count -> count == counts[0]);
  }

  /** One window over all pixels. */
  private static Window all(int pixels) {
    return new Window(pixels, 1, pixels, 1, 1, 0);
  }

  private static Image line(OperationNode node, Shape shape) throws ModelException {
    if (shape.rank() < 3 || shape.dimension(0) != 1) {
      throw new ModelException(
          "%s of a signal of shape %s is not supported".formatted(node.operation(), shape));
    }
    int pixels = shape.elements(2, shape.rank());
    Signal flat = node.signal(0).reshaped(Shape.of(1, shape.dimension(1), pixels));
    return new Image(flat, 3, shape.dimension(1), 1, pixels);
  }

  private static Shape pooledShape(Shape shape) throws ModelException {
    Long[] dimensions = new Long[shape.rank()];
    Arrays.fill(dimensions, 1L);
    dimensions[1] = (long) shape.dimension(1);
    return Shape.checked(Arrays.asList(dimensions));
  }
}
