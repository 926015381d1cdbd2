package dev.hasse.format.onnx;

import dev.hasse.network.Convolution;
import dev.hasse.network.Window;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signal as channels of pixels. A signal of one spatial axis is an image one row high.
 *
 * @param rank of the signal's shape, 3 or 4
 */
record Image(Signal signal, int rank, int channels, int rows, int columns) {

  /** Views a signal of shape [1, channels, pixels] or [1, channels, rows, columns] as an image. */
  static Image of(OperationNode node) throws ModelException {
    Signal signal = node.signal(0);
    Shape shape = signal.shape();
    int rank = shape.rank();
    if (rank < 3 || rank > 4) {
      throw new ModelException(
          "%s of a signal of shape %s is not supported; one or two axes behind batch and channel only"
              .formatted(node.operation(), shape));
    }
    if (shape.dimension(0) != 1) {
      throw new ModelException(
          "%s of a signal of shape %s: the batch must be 1".formatted(node.operation(), shape));
    }
    return new Image(
        signal,
        rank,
        shape.dimension(1),
        rank == 3 ? 1 : shape.dimension(2),
        shape.dimension(rank - 1));
  }

  /** Number of axes that windows move along. */
  int axes() {
    return rank - 2;
  }

  /** Pixels along one of those axes. */
  int pixels(int axis) {
    return signal.shape().dimension(axis + 2);
  }

  /** The shape of a signal of this rank with other pixels and channels. */
  Shape shape(int otherChannels, Window rowWindow, Window columnWindow) throws ModelException {
    return shape(otherChannels, rowWindow.output(), columnWindow.output());
  }

  private Shape shape(int otherChannels, int otherRows, int otherColumns) throws ModelException {
    Long[] dimensions = {1L, (long) otherChannels, (long) otherRows, (long) otherColumns};
    return Shape.checked(
        rank == 4
            ? Arrays.asList(dimensions)
            : Arrays.asList(dimensions[0], dimensions[1], dimensions[3]));
  }

  /** This image with another signal of other pixels behind it. */
  Image with(Signal other, int otherRows, int otherColumns) throws ModelException {
    Signal shaped = other.reshaped(shape(channels, otherRows, otherColumns));
    return new Image(shaped, rank, channels, otherRows, otherColumns);
  }

  /** A convolution of each channel by itself with the same weights, without bias. */
  Signal eachChannel(
      GraphBuilder graph,
      String name,
      Optional<Window> along,
      Optional<Window> across,
      double[] kernel,
      double relativeError)
      throws ModelException {
    Window rowWindow = along.orElse(Window.over(rows));
    Window columnWindow = across.orElse(Window.over(columns));
    Shape result = shape(channels, rowWindow, columnWindow);
    GraphBuilder.requireSize((long) channels * kernel.length);
    double[] weights = new double[channels * kernel.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = kernel[i % kernel.length];
    }
    double[] bias = new double[channels];
    Convolution convolution =
        new Convolution(channels, channels, rowWindow, columnWindow, weights, bias, relativeError);
    return graph.affine(name, convolution, signal, result);
  }
}
