package dev.hasse.compute;

import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.network.Window;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

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
  private final Convolution convolution;
  private final int pixels; // outputs that share weights and bias
  private final float[] weights;
  private final float[] transposed;
  private final float[] bias;
  private final double[] biasError;
  private final double[] dust;
  private final double[] weightSum;
  private final double relative;
  private final boolean exact;

  /**
   * Rounds the map.
   *
   * @param convolution the map itself, or null where it is none
   * @param bias one an output, or one a channel of a convolution; {@code weights} has as many rows
   */
  private FloatAffine(
      Affine affine, boolean diagonal, Convolution convolution, double[] weights, double[] bias) {
    this.inputs = affine.inputs();
    this.outputs = affine.outputs();
    this.diagonal = diagonal;
    this.convolution = convolution;
    this.pixels = convolution == null ? 1 : convolution.outputPixels();
    this.weights = new float[weights.length];
    this.bias = new float[outputs];
    this.biasError = new double[bias.length];
    this.dust = new double[bias.length];
    this.weightSum = new double[bias.length];
    boolean rounded = false;
    boolean dusty = false;
    int rowLength = terms();
    double largestFactor = Outward.addUp(1, affine.relativeError());
    for (int i = 0; i < bias.length; i++) {
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
      float nearestBias = Outward.floatNearest(bias[i]);
      Arrays.fill(this.bias, i * pixels, (i + 1) * pixels, nearestBias);
      biasError[i] =
          Outward.addUp(
              Math.abs(bias[i] - nearestBias),
              Outward.mulUp(affine.relativeError(), Math.abs(bias[i])));
      dusty |= biasError[i] != 0;
    }
    // |W - fl(W)| <= u |fl(W)| for round to nearest; a relative error of W itself comes on top.
    this.relative =
        (affine.relativeError() + (rounded ? RoundingError.FLOAT_UNIT : 0)) * (1 + 0x1p-20);
    this.exact = relative == 0 && !dusty;
    boolean dense = !diagonal && convolution == null;
    this.transposed = dense ? transpose(this.weights, outputs, inputs) : null;
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
      return of(convolution);
    }
  }

  private static FloatAffine of(Dense dense) {
    double[] bias = new double[dense.outputs()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = dense.bias(i);
    }
    return new FloatAffine(dense, false, null, dense.weights().values(), bias);
  }

  private static FloatAffine of(Scale scale) {
    double[] weights = new double[scale.outputs()];
    double[] bias = new double[scale.outputs()];
    for (int i = 0; i < bias.length; i++) {
      weights[i] = scale.scale(i);
      bias[i] = scale.shift(i);
    }
    return new FloatAffine(scale, true, null, weights, bias);
  }

  private static FloatAffine of(Convolution convolution) {
    double[] bias = new double[convolution.outputChannels()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = convolution.channelBias(i);
    }
    return new FloatAffine(convolution, false, convolution, convolution.weights(), bias);
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

  /** The geometry where the map is a convolution, else null. */
  public Convolution convolution() {
    return convolution;
  }

  /**
   * {@code outputs x inputs} row-major, the diagonal, or the kernel of a convolution, {@code
   * outputChannels x kernelSize}. Not to be changed.
   */
  public float[] weights() {
    return weights;
  }

  /** {@code inputs x outputs} row-major, or null where the map is not dense. Not to be changed. */
  public float[] transposed() {
    return transposed;
  }

  /** b_f, one an output. Not to be changed. */
  public float[] bias() {
    return bias;
  }

  /** At least {@code |b - b_f|} of one output. */
  public double biasError(int output) {
    return biasError[output / pixels];
  }

  /** At least the sum of magnitudes of weights that were left out as too small. */
  public double dust(int output) {
    return dust[output / pixels];
  }

  /** At least the sum of magnitudes of W_f's row. */
  public double weightSum(int output) {
    return weightSum[output / pixels];
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

  /** Number of products in one output's sum; those of a convolution with padding add nothing. */
  public int terms() {
    if (convolution != null) {
      return convolution.kernelSize();
    }
    return diagonal ? 1 : inputs;
  }

  /**
   * At least the number of outputs that one input reaches: the length of the sums of {@code A W}.
   */
  public int backTerms() {
    if (convolution != null) {
      long channels = convolution.outputChannels() / convolution.groups();
      long reached = channels * reached(convolution.rows()) * reached(convolution.columns());
      return (int) Math.min(outputs, reached);
    }
    return diagonal ? 1 : outputs;
  }

  /**
   * How many positions of a window can be over one pixel: position k is where {@code k * dilation}
   * has the right remainder by the stride, which one in {@code stride / gcd(stride, dilation)} has.
   */
  private static long reached(Window window) {
    int period = window.stride() / greatestDivisor(window.stride(), window.dilation());
    return (window.kernel() + period - 1L) / period;
  }

  private static int greatestDivisor(int a, int b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
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
    double underflow = TINY * (terms() + 1 + weightSum(output));
    return Outward.floatUp(2 * biasError(output) + underflow);
  }

  /**
   * What a magnitude {@code |W_f| xmax} of one output gets besides: {@code |b_f|}, and the errors
   * that are not proportional to it, divided by the unit roundoff, because every price multiplies a
   * magnitude by at least two units (docs/SOUNDNESS.md, "Magnitudes").
   */
  public float magnitudeOffset(int output) {
    double extra = 2 * biasError(output) / RoundingError.FLOAT_UNIT;
    double underflow = TINY * (inputs + 1 + weightSum(output));
    return Outward.floatUp(Math.abs(bias[output]) + extra + underflow);
  }

  /** The factor that covers the roundings of a magnitude's sum and of the two operations after. */
  public float magnitudeFactor() {
    return Outward.floatUp(1 + RoundingError.floatGammaOfComputed(terms() + 4L, 0));
  }
}
