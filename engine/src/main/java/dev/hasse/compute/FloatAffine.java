package dev.hasse.compute;

import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/**
 * An affine map in float32 with what it takes to be sound about it: W_f, b_f and bounds on how far
 * the true weights and biases are from them. What every backend that computes in float32 uploads.
 *
 * <p>The true weight satisfies {@code |W - W_f| <= relative * |W_f|} except for weights too small
 * for that (below 2^-126 and no zero), which are 0 in W_f and appear as {@code dust}, the sum of
 * their magnitudes for each output.
 */
public final class FloatAffine {
  private static final double SMALLEST_NORMAL = 0x1p-126;

  /** An absolute term far above what underflow in one operation can lose, and far below weights. */
  private static final double TINY = 0x1p-120;

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

  private FloatAffine(Affine affine, boolean diagonal, double[] weights, double[] bias) {
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
  }

  /** One entry a node; null where the node is no affine map. */
  public static FloatAffine[] of(Network network) {
    FloatAffine[] all = new FloatAffine[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        all[node.id()] = affine.acceptForm(new Forms());
      }
    }
    return all;
  }

  private static final class Forms implements AffineVisitor<FloatAffine> {
    @Override
    public FloatAffine dense(Dense dense) {
      return of(dense);
    }

    @Override
    public FloatAffine scale(Scale scale) {
      return of(scale);
    }

    @Override
    public FloatAffine convolution(Convolution convolution) {
      throw new IllegalStateException("no convolution in float32 yet");
    }
  }

  private static FloatAffine of(Dense dense) {
    double[] bias = new double[dense.outputs()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = dense.bias(i);
    }
    return new FloatAffine(dense, false, dense.weights().values(), bias);
  }

  private static FloatAffine of(Scale scale) {
    double[] weights = new double[scale.outputs()];
    double[] bias = new double[scale.outputs()];
    for (int i = 0; i < bias.length; i++) {
      weights[i] = scale.scale(i);
      bias[i] = scale.shift(i);
    }
    return new FloatAffine(scale, true, weights, bias);
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

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return outputs;
  }

  /** Whether the map is diagonal; then {@link #weights} is the diagonal. */
  public boolean diagonal() {
    return diagonal;
  }

  /** {@code outputs x inputs} row-major, or the diagonal. Not to be changed. */
  public float[] weights() {
    return weights;
  }

  /** {@code inputs x outputs} row-major, or null for a diagonal. Not to be changed. */
  public float[] transposed() {
    return transposed;
  }

  /** b_f. Not to be changed. */
  public float[] bias() {
    return bias;
  }

  /** At least {@code |b - b_f|} of one output. */
  public double biasError(int output) {
    return biasError[output];
  }

  /** At least the sum of magnitudes of weights that were left out as too small. */
  public double dust(int output) {
    return dust[output];
  }

  /** At least the sum of magnitudes of W_f's row. */
  public double weightSum(int output) {
    return weightSum[output];
  }

  /** Bound of {@code |W - W_f| / |W_f|}. */
  public double relative() {
    return relative;
  }

  /** Whether W_f and b_f are the true ones. */
  public boolean exact() {
    return exact;
  }

  /** Whether any weight was left out as too small. */
  public boolean dusty() {
    for (double sum : dust) {
      if (sum != 0) {
        return true;
      }
    }
    return false;
  }

  /** Number of products in one output's sum. */
  private int terms() {
    return diagonal ? 1 : inputs;
  }

  /**
   * The factor g by which a radius r about a centre c grows before the products: with gamma for the
   * length of the sums, {@code (1 - gamma) (r + g (|c| + r)) >= r + (gamma + relative) (|c| + r)},
   * and eight units for the roundings on the way to r itself (docs/SOUNDNESS.md, "Radius
   * inflation").
   */
  public float radiusInflation() {
    double gamma = RoundingError.floatGammaOfComputed(terms() + 1L, relative);
    return Outward.floatUp(gamma + 10 * RoundingError.FLOAT_UNIT);
  }

  /** Twice what the bias's rounding and underflow can move an output of an interval step. */
  public float finishError(int output) {
    double underflow = TINY * (terms() + 1 + weightSum[output]);
    return Outward.floatUp(2 * biasError[output] + underflow);
  }

  /**
   * What a magnitude {@code |W_f| xmax} of one output gets besides: {@code |b_f|}, and the errors
   * that are not proportional to it, divided by the unit roundoff, because every price multiplies a
   * magnitude by at least two units (docs/SOUNDNESS.md, "Magnitudes").
   */
  public float magnitudeOffset(int output) {
    double extra = 2 * biasError[output] / RoundingError.FLOAT_UNIT;
    double underflow = TINY * (inputs + 1 + weightSum[output]);
    return Outward.floatUp(Math.abs(bias[output]) + extra + underflow);
  }

  /** The factor that covers the roundings of a magnitude's sum and of the two operations after. */
  public float magnitudeFactor() {
    return Outward.floatUp(1 + RoundingError.floatGammaOfComputed(terms() + 4L, 0));
  }
}
