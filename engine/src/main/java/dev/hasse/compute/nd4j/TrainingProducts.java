package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Factor;

/** Products with the maps that are trained, and those that their gradients consist of. */
final class TrainingProducts implements AutoCloseable {
  /** Multiplications of a product that OpenBLAS's kernels for AVX-512 do without copies. */
  private static final int UNPACKED = 1_000_000;

  /** Columns of a product that goes well with these kernels. */
  private static final int PANEL = TrainedMap.PANEL;

  private static final int ROWS = 4;

  /** More rows than these pay for panels: they are made once a step, and save packing. */
  private static final int FEW = 128;

  /** The same where boxes pass, which take the same maps as points. */
  private static final int FEW_WITH_BOXES = 7;

  /** Terms of a sum at a time. */
  private static final int TERMS = 256;

  /** Rows whose gradients go into one product. */
  private static final int SAMPLES = 128;

  /** The same for a gradient that stays in the cache between products. */
  private static final int SAMPLES_OF_SMALL = 48;

  private static final int SMALL = 1 << 16; // weights

  private final OpenBlas blas;
  private final TrainingConvolution convolutions;
  private final Scratch byBias = new Scratch();
  private float[] diagonal = new float[0];
  private float[] sums = new float[0];
  private boolean boxesPass; // since the last release

  TrainingProducts(OpenBlas blas) {
    this.blas = blas;
    this.convolutions = new TrainingConvolution(blas);
  }

  @Override
  public void close() {
    convolutions.close();
    byBias.close();
  }

  /** Forgets what has passed, so that the next micro-batch is treated by itself. */
  void release() {
    boxesPass = false;
  }

  /** {@code to = x F'}. */
  void forward(TrainedMap map, Factor factor, CpuValues x, CpuValues to) {
    boxesPass |= factor == Factor.MAGNITUDES;
    if (map.diagonal()) {
      scale(map, map.matrix(factor), x, to);
    } else if (map.geometry() != null) {
      convolutions.forward(map.geometry(), map.matrix(factor), x, to);
    } else if (paysPanels(map, factor, x)) {
      multiply(x, map.transposedPanels(), map.inputs(), map.outputs(), to);
    } else {
      blas.productTransposed(
          x.rows(),
          map.outputs(),
          map.inputs(),
          x.offHeap().pointer(),
          map.matrix(factor).pointer(),
          to.result().pointer());
    }
  }

  /** {@code to = y F}. */
  void back(TrainedMap map, Factor factor, CpuValues y, CpuValues to) {
    if (map.diagonal()) {
      scale(map, map.matrix(factor), y, to);
    } else if (map.geometry() != null) {
      convolutions.back(map.geometry(), map.matrix(factor), y, to);
    } else if (paysPanels(map, factor, y)) {
      multiply(y, map.panels(), map.outputs(), map.inputs(), to);
    } else {
      blas.product(
          y.rows(),
          map.inputs(),
          map.outputs(),
          y.offHeap().pointer(),
          map.matrix(factor).pointer(),
          to.result().pointer());
    }
  }

  private boolean paysPanels(TrainedMap map, Factor factor, CpuValues rows) {
    return factor == Factor.WEIGHTS
        && rows.rows() > (boxesPass ? FEW_WITH_BOXES : FEW)
        && Math.min(map.inputs(), map.outputs()) >= PANEL
        && blas.multipliesInPlace();
  }

  /** {@code to = rows M}, M is {@code depth x width} in panels: small products, done in place. */
  private void multiply(CpuValues rows, Scratch panels, int depth, int width, CpuValues to) {
    Scratch from = rows.offHeap();
    Scratch result = to.result();
    int terms = evenly(depth, TERMS, 1);
    int height = evenly(rows.rows(), UNPACKED / (PANEL * terms) / ROWS * ROWS, ROWS);
    for (int column = 0; column < width; column += PANEL) {
      int columns = Math.min(PANEL, width - column);
      for (int term = 0; term < depth; term += terms) {
        for (int row = 0; row < rows.rows(); row += height) {
          blas.addProduct(
              Math.min(height, rows.rows() - row),
              columns,
              Math.min(terms, depth - term),
              from.pointer(row * depth + term),
              depth,
              panels.pointer(column * depth + term * columns),
              term == 0 ? 0 : 1,
              result.pointer(row * width + column),
              width);
        }
      }
    }
  }

  /** The size of even parts, of at most so many each, as a multiple of a number. */
  private static int evenly(int count, int most, int multiple) {
    int parts = (count + most - 1) / most;
    int each = (count + parts - 1) / parts;
    return (each + multiple - 1) / multiple * multiple;
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
   * With kernels that multiply small matrices where they are: samples a few at a time, and of these
   * products as many outputs and inputs as they take that way.
   */
  private void addWeightGradient(
      TrainedMap map, int rows, Scratch y, Scratch x, float begin, Scratch gradient) {
    int outputs = map.outputs();
    int inputs = map.inputs();
    boolean inPlace = blas.multipliesInPlace();
    int samples = map.count() <= SMALL ? SAMPLES_OF_SMALL : SAMPLES;
    int each = inPlace ? evenly(rows, samples, 1) : rows;
    int width = inPlace ? Math.min(PANEL, inputs) : inputs;
    int height = inPlace ? UNPACKED / (width * each) / ROWS * ROWS : outputs;
    for (int row = 0; row < rows; row += each) {
      for (int j = 0; j < inputs; j += width) {
        for (int i = 0; i < outputs; i += height) {
          blas.addTransposedProduct(
              Math.min(height, outputs - i),
              Math.min(width, inputs - j),
              Math.min(each, rows - row),
              y.pointer(row * outputs + i),
              outputs,
              x.pointer(row * inputs + j),
              inputs,
              row == 0 ? begin : 1,
              gradient.pointer(i * inputs + j),
              inputs);
        }
      }
    }
  }

  // Biases of maps with one for each output
  // --------------------------------------------------------

  /** {@code to = rows b}. */
  void biases(TrainedMap map, CpuValues rows, CpuValues to) {
    blas.productWithVector(
        rows.rows(),
        rows.width(),
        rows.offHeap().pointer(),
        rows.width(),
        map.biasOffHeap().pointer(),
        to.result().pointer());
  }

  /** {@code rows += of b'}. */
  void addBiases(TrainedMap map, CpuValues of, CpuValues rows) {
    blas.addOuterProduct(
        rows.rows(),
        rows.width(),
        of.offHeap().pointer(),
        map.biasOffHeap().pointer(),
        rows.changedOffHeap().pointer());
  }

  /** {@code gradient += rows' of}. */
  void addBiasGradient(CpuValues rows, CpuValues of, float[] gradient) {
    int width = rows.width();
    byBias.ensure(width);
    if (sums.length < width) {
      sums = new float[width];
    }
    blas.transposedProductWithVector(
        width, rows.rows(), rows.offHeap().pointer(), of.offHeap().pointer(), byBias.pointer());
    byBias.get(sums, 0, width);
    TriangleLoops.addTimes(gradient, 1, sums, width);
  }
}
