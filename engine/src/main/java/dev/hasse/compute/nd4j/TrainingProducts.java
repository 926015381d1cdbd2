package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Factor;

/**
 * Products with the maps that are trained, and those that their gradients consist of. Operands and
 * results are on the heap, where the loops between products want them; they are copied, which costs
 * a few percent of a product.
 */
final class TrainingProducts implements AutoCloseable {
  private final OpenBlas blas;
  private final ConvolutionProduct convolutions;
  private final Scratch left = new Scratch();
  private final Scratch right = new Scratch();
  private final Scratch result = new Scratch();

  TrainingProducts(OpenBlas blas) {
    this.blas = blas;
    this.convolutions = new ConvolutionProduct(blas);
  }

  @Override
  public void close() {
    convolutions.close();
    left.close();
    right.close();
    result.close();
  }

  /** {@code to = x F'}. */
  void forward(TrainedMap map, Factor factor, CpuValues x, CpuValues to) {
    if (map.diagonal()) {
      scale(map.weights(factor), x, to);
      return;
    }
    left.put(x.at(), x.length());
    result.ensure(to.length());
    if (map.geometry() == null) {
      blas.productTransposed(
          x.rows(),
          map.outputs(),
          map.inputs(),
          left.pointer(),
          map.offHeap(factor).pointer(),
          result.pointer());
    } else {
      convolutions.forward(
          map.geometry(), map.weights(factor), map.offHeap(factor), left, x.rows(), result);
    }
    result.get(to.at(), 0, to.length());
  }

  /** {@code to = y F}. */
  void back(TrainedMap map, Factor factor, CpuValues y, CpuValues to) {
    if (map.diagonal()) {
      scale(map.weights(factor), y, to);
      return;
    }
    left.put(y.at(), y.length());
    result.ensure(to.length());
    if (map.geometry() == null) {
      blas.product(
          y.rows(),
          map.inputs(),
          map.outputs(),
          left.pointer(),
          map.offHeap(factor).pointer(),
          result.pointer());
    } else {
      convolutions.back(
          map.geometry(), map.weights(factor), map.offHeap(factor), left, y.rows(), result, 0);
    }
    result.get(to.at(), 0, to.length());
  }

  private static void scale(float[] by, CpuValues x, CpuValues to) {
    for (int row = 0; row < x.rows(); row++) {
      int at = row * by.length;
      for (int i = 0; i < by.length; i++) {
        to.at()[at + i] = by[i] * x.at()[at + i];
      }
    }
  }

  /**
   * {@code gradient += y' x}, of a convolution summed over its positions.
   *
   * @param gradient like the map's weights
   */
  void addWeightGradient(TrainedMap map, CpuValues y, CpuValues x, WeightGradient gradient) {
    left.put(y.at(), y.length());
    right.put(x.at(), x.length());
    if (map.geometry() == null) {
      blas.addTransposedProduct(
          map.outputs(),
          map.inputs(),
          y.rows(),
          left.pointer(),
          right.pointer(),
          gradient.begin(),
          gradient.sum().pointer());
    } else {
      convolutions.addWeightGradient(
          map.geometry(), left, right, y.rows(), gradient.begin(), gradient.sum());
    }
  }
}
