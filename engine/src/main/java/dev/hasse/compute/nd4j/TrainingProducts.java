package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Factor;

/** Products with the maps that are trained, and those that their gradients consist of. */
final class TrainingProducts implements AutoCloseable {
  /** Multiplications of a product that OpenBLAS's kernels for AVX-512 do without copies. */
  private static final int UNPACKED = 1_000_000;

  /** Columns of a product that goes well with these kernels. */
  private static final int PANEL = 64;

  private static final int ROWS = 4;

  /** Rows whose gradients go into one product. */
  private static final int SAMPLES = 128;

  private final OpenBlas blas;
  private final TrainingConvolution convolutions;
  private final Scratch result = new Scratch();
  private float[] diagonal = new float[0];

  TrainingProducts(OpenBlas blas) {
    this.blas = blas;
    this.convolutions = new TrainingConvolution(blas);
  }

  @Override
  public void close() {
    convolutions.close();
    result.close();
  }

  /** {@code to = x F'}. */
  void forward(TrainedMap map, Factor factor, CpuValues x, CpuValues to) {
    Scratch matrix = map.matrix(factor);
    if (map.diagonal()) {
      scale(map, matrix, x, to);
    } else if (map.geometry() != null) {
      convolutions.forward(map.geometry(), matrix, x, to);
    } else {
      result.ensure(to.length());
      blas.productTransposed(
          x.rows(),
          map.outputs(),
          map.inputs(),
          x.offHeap().pointer(),
          matrix.pointer(),
          result.pointer());
      result.get(to.at(), 0, to.length());
    }
  }

  /** {@code to = y F}. */
  void back(TrainedMap map, Factor factor, CpuValues y, CpuValues to) {
    Scratch matrix = map.matrix(factor);
    if (map.diagonal()) {
      scale(map, matrix, y, to);
    } else if (map.geometry() != null) {
      convolutions.back(map.geometry(), matrix, y, to);
    } else {
      result.ensure(to.length());
      blas.product(
          y.rows(),
          map.inputs(),
          map.outputs(),
          y.offHeap().pointer(),
          matrix.pointer(),
          result.pointer());
      result.get(to.at(), 0, to.length());
    }
  }

  private void scale(TrainedMap map, Scratch matrix, CpuValues x, CpuValues to) {
    int width = map.count();
    if (diagonal.length < width) {
      diagonal = new float[width];
    }
    matrix.get(diagonal, 0, width);
    for (int row = 0; row < x.rows(); row++) {
      for (int i = 0, at = row * width; i < width; i++, at++) {
        to.at()[at] = diagonal[i] * x.at()[at];
      }
    }
  }

  /** {@code gradient += y' x}, of a convolution summed over its positions. */
  void addWeightGradient(TrainedMap map, CpuValues y, CpuValues x, WeightGradient.Sum gradient) {
    if (map.geometry() != null) {
      convolutions.addWeightGradient(map.geometry(), y, x, gradient);
    } else {
      addWeightGradient(map, y.rows(), y.offHeap(), x.offHeap(), gradient.begin(), gradient.at());
    }
  }

  /**
   * Samples a few at a time, and of these products as many outputs and inputs as OpenBLAS takes
   * where they are.
   */
  private void addWeightGradient(
      TrainedMap map, int rows, Scratch y, Scratch x, float begin, Scratch gradient) {
    int outputs = map.outputs();
    int inputs = map.inputs();
    int width = Math.min(PANEL, inputs);
    int height = Math.max(1, UNPACKED / (width * SAMPLES) / ROWS * ROWS);
    for (int row = 0; row < rows; row += SAMPLES) {
      int samples = Math.min(SAMPLES, rows - row);
      float before = row == 0 ? begin : 1;
      for (int j = 0; j < inputs; j += width) {
        for (int i = 0; i < outputs; i += height) {
          blas.addTransposedProduct(
              Math.min(height, outputs - i),
              Math.min(width, inputs - j),
              samples,
              y.pointer(row * outputs + i),
              outputs,
              x.pointer(row * inputs + j),
              inputs,
              before,
              gradient.pointer(i * inputs + j),
              inputs);
        }
      }
    }
  }
}
