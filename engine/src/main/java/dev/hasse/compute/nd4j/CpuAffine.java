package dev.hasse.compute.nd4j;

import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/**
 * An affine map in float32 with what it takes to be sound about it: W_f, b_f and bounds on how far
 * the true weights and biases are from them.
 *
 * <p>The true weight satisfies {@code |W - W_f| <= relative * |W_f|} except for weights too small
 * for that (below 2^-126 and no zero), which are 0 in W_f and appear as {@code dust}, the sum of
 * their magnitudes for each output.
 */
final class CpuAffine implements AutoCloseable {
  private static final double SMALLEST_NORMAL = 0x1p-126;

  private final int inputs;
  private final int outputs;
  private final boolean diagonal;
  private final float[] weights;
  private final float[] transposed;
  private final float[] bias;
  private final double[] biasError;
  private final double[] dust;
  private final double[] weightSum;
  private final double relative;
  private final boolean exact;
  private final Scratch device;
  private final Scratch deviceMagnitudes;

  private CpuAffine(Affine affine, boolean diagonal, double[] weights, double[] bias) {
    this.inputs = affine.inputs();
    this.outputs = affine.outputs();
    this.diagonal = diagonal;
    this.weights = new float[weights.length];
    this.bias = new float[outputs];
    this.biasError = new double[outputs];
    this.dust = new double[outputs];
    this.weightSum = new double[outputs];
    boolean rounded = false;
    boolean dusty = false;
    int rowLength = diagonal ? 1 : inputs;
    double largestFactor = Outward.addUp(1, affine.relativeError());
    for (int i = 0; i < outputs; i++) {
      for (int k = i * rowLength; k < (i + 1) * rowLength; k++) {
        float nearest = Outward.floatNearest(weights[k]);
        if (Math.abs(nearest) < SMALLEST_NORMAL && weights[k] != 0) {
          dust[i] = Outward.addUp(dust[i], Outward.mulUp(Math.abs(weights[k]), largestFactor));
          dusty = true;
        } else {
          this.weights[k] = nearest;
          rounded |= nearest != weights[k];
          weightSum[i] = Outward.addUp(weightSum[i], Math.abs(nearest));
        }
      }
      this.bias[i] = Outward.floatNearest(bias[i]);
      biasError[i] =
          Outward.addUp(
              Math.abs(bias[i] - this.bias[i]),
              Outward.mulUp(affine.relativeError(), Math.abs(bias[i])));
      dusty |= biasError[i] != 0;
    }
    // |W - fl(W)| <= u |fl(W)| for round to nearest; a relative error of W itself comes on top.
    this.relative =
        (affine.relativeError() + (rounded ? RoundingError.FLOAT_UNIT : 0)) * (1 + 0x1p-20);
    this.exact = relative == 0 && !dusty;
    this.transposed = diagonal ? null : transpose(this.weights, outputs, inputs);
    this.device = diagonal ? null : Scratch.of(this.weights);
    this.deviceMagnitudes = diagonal ? null : Scratch.of(magnitudes(this.weights));
  }

  /** One entry a node; null where the node is no affine map. */
  static CpuAffine[] of(Network network) {
    CpuAffine[] all = new CpuAffine[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        all[node.id()] = affine.acceptForm(new Forms());
      }
    }
    return all;
  }

  private static final class Forms implements AffineVisitor<CpuAffine> {
    @Override
    public CpuAffine dense(Dense dense) {
      return of(dense);
    }

    @Override
    public CpuAffine scale(Scale scale) {
      return of(scale);
    }
  }

  private static CpuAffine of(Dense dense) {
    double[] bias = new double[dense.outputs()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = dense.bias(i);
    }
    return new CpuAffine(dense, false, dense.weights().values(), bias);
  }

  private static CpuAffine of(Scale scale) {
    double[] weights = new double[scale.outputs()];
    double[] bias = new double[scale.outputs()];
    for (int i = 0; i < bias.length; i++) {
      weights[i] = scale.scale(i);
      bias[i] = scale.shift(i);
    }
    return new CpuAffine(scale, true, weights, bias);
  }

  private static float[] transpose(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  private static float[] magnitudes(float[] matrix) {
    float[] result = new float[matrix.length];
    for (int k = 0; k < matrix.length; k++) {
      result[k] = Math.abs(matrix[k]);
    }
    return result;
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /**
   * Whether the map is diagonal; then {@link #weights} is the diagonal and there is no device copy.
   */
  boolean diagonal() {
    return diagonal;
  }

  /** {@code outputs x inputs} row-major, or the diagonal. Not to be changed. */
  float[] weights() {
    return weights;
  }

  /** {@code inputs x outputs} row-major. Not to be changed. */
  float[] transposed() {
    return transposed;
  }

  /** Not to be changed. */
  float[] bias() {
    return bias;
  }

  /** At least {@code |b - b_f|} of one output. */
  double biasError(int output) {
    return biasError[output];
  }

  /** At least the sum of magnitudes of weights that were left out as too small. */
  double dust(int output) {
    return dust[output];
  }

  /** At least the sum of magnitudes of W_f's row. */
  double weightSum(int output) {
    return weightSum[output];
  }

  /** Bound of {@code |W - W_f| / |W_f|}. */
  double relative() {
    return relative;
  }

  /** Whether W_f and b_f are the true ones. */
  boolean exact() {
    return exact;
  }

  /** Off heap, {@code outputs x inputs}. */
  Scratch device() {
    return device;
  }

  /** Off heap, |W_f|, {@code outputs x inputs}. */
  Scratch deviceMagnitudes() {
    return deviceMagnitudes;
  }

  @Override
  public void close() {
    if (!diagonal) {
      device.close();
      deviceMagnitudes.close();
    }
  }
}
