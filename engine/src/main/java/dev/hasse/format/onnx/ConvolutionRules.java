package dev.hasse.format.onnx;

import dev.hasse.network.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Convolutions with constant weights over images of one or two axes. */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static Value convolution(OperationNode node, GraphBuilder graph) throws ModelException {
    Image image = Image.of(node);
    ConstantTensor weights = node.constant(1).requireReal();
    Shape kernel = weights.shape();
    long groups = node.integer("group", 1);
    requireKernel(image, kernel, groups);
    List<Long> pixels = new ArrayList<>();
    for (int axis = 2; axis < kernel.rank(); axis++) {
      pixels.add((long) kernel.dimension(axis));
    }
    Optional<List<Long>> written = node.integers("kernel_shape");
    if (written.isPresent() && !written.orElseThrow().equals(pixels)) {
      throw new ModelException(
          "kernel_shape " + written.orElseThrow() + " for weights of shape " + kernel);
    }
    Windows windows = Windows.of(node, image, pixels);
    Shape shape = image.shape(kernel.dimension(0), windows.rows(), windows.columns());
    GraphBuilder.requireSize(shape.elements());
    Convolution convolution =
        new Convolution(
            image.channels(),
            (int) groups,
            windows.rows(),
            windows.columns(),
            weights.values(),
            bias(node, kernel.dimension(0)),
            0);
    return graph.affine(node.name(), convolution, image.signal(), shape);
  }

  private static double[] bias(OperationNode node, int channels) throws ModelException {
    return node.has(2) ? node.constant(2).requireVector(channels).values() : new double[channels];
  }

  private static void requireKernel(Image image, Shape kernel, long groups) throws ModelException {
    if (kernel.rank() != image.rank() || kernel.elements() < 1) {
      throw new ModelException(
          "weights of shape %s for a signal of shape %s".formatted(kernel, image.signal().shape()));
    }
    if (groups < 1 || image.channels() % groups != 0 || kernel.dimension(0) % groups != 0) {
      throw new ModelException(
          "%d channels to %d in %d groups, expected a divisor of both"
              .formatted(image.channels(), kernel.dimension(0), groups));
    }
    if (kernel.dimension(1) != image.channels() / groups) {
      throw new ModelException(
          "weights of shape %s for %d channels in %d groups, expected %d in dimension 1"
              .formatted(kernel, image.channels(), groups, image.channels() / groups));
    }
  }
}
