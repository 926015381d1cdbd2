package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.numeric.Outward;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The parameters, their gradient and the state of Adam (Kingma and Ba 2015, arXiv 1412.6980), and
 * what a step makes of them: penalties, a bound on the gradient's norm, Adam with ND4J's constants.
 * Values lie off heap, where the device reads them.
 *
 * <p>Adam is a loop of our own, since ND4J's takes longer than a natural loss and its gradient: 5.7
 * ms for 269,322 parameters, this one 0.8 (docs/notes/training.md).
 */
final class AdamSteps {
  private static final float KEPT_OF_MEAN = 0.9f;
  private static final float KEPT_OF_SQUARE = 0.999f;
  private static final float SMALLEST = 1e-8f;

  private final Parameters parameters;
  private final StepOptions options;
  private final FloatBuffer values;
  private final FloatBuffer gradient;
  private final float[] means;
  private final float[] squares;
  private final float[] slopes;
  private final float[] points;

  AdamSteps(Parameters parameters, StepOptions options) {
    int count = parameters.count();
    this.parameters = parameters;
    this.options = options;
    this.values = offHeap(count);
    this.gradient = offHeap(count);
    this.means = new float[count];
    this.squares = new float[count];
    this.slopes = new float[count];
    this.points = new float[count];
  }

  private static FloatBuffer offHeap(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  FloatBuffer values() {
    return values;
  }

  FloatBuffer gradient() {
    return gradient;
  }

  /** A copy of Adam's means of the gradient and of its square. */
  float[] state() {
    float[] copy = Arrays.copyOf(means, means.length + squares.length);
    System.arraycopy(squares, 0, copy, means.length, squares.length);
    return copy;
  }

  /** Takes parameters, and Adam's state where training goes on. */
  void set(float[] newValues, float[] newState) {
    values.put(0, newValues);
    System.arraycopy(newState, 0, means, 0, means.length);
    System.arraycopy(newState, means.length, squares, 0, squares.length);
  }

  float[] copyOfValues() {
    float[] copy = new float[parameters.count()];
    values.get(0, copy);
    return copy;
  }

  /** Adds the penalties to the gradient and returns its norm, not finite where a value is not. */
  double finishGradient() {
    gradient.get(0, slopes);
    if (options.isPenalized()) {
      addPenalties();
    }
    double sum = 0;
    for (float slope : slopes) {
      sum += (double) slope * slope;
    }
    double norm = Math.sqrt(sum);
    if (norm > options.largestNorm() && Double.isFinite(norm)) {
      float factor = Outward.floatNearest(options.largestNorm() / norm);
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] *= factor;
      }
    }
    if (options.isPenalized()) {
      gradient.put(0, slopes);
    }
    return norm;
  }

  /** Biases pay none. */
  private void addPenalties() {
    values.get(0, points);
    float decay = Outward.floatNearest(options.weightDecay());
    float sparsity = Outward.floatNearest(options.sparsity());
    for (Parameters.Place place : parameters.places()) {
      for (int k = place.weights(); k < place.weights() + place.weightCount(); k++) {
        slopes[k] += decay * points[k] + sparsity * Math.signum(points[k]);
      }
    }
  }

  /**
   * One step against the gradient that {@link #finishGradient} left.
   *
   * @param step steps before this one
   * @param epoch counted from 0
   */
  void step(int step, int epoch) {
    double ofMean = 1 - power(KEPT_OF_MEAN, step + 1);
    double ofSquare = 1 - power(KEPT_OF_SQUARE, step + 1);
    float rate = Outward.floatNearest(options.rate(epoch) * Math.sqrt(ofSquare) / ofMean);
    values.get(0, points);
    for (int k = 0; k < points.length; k++) {
      float slope = slopes[k];
      means[k] = KEPT_OF_MEAN * means[k] + (1 - KEPT_OF_MEAN) * slope;
      squares[k] = KEPT_OF_SQUARE * squares[k] + (1 - KEPT_OF_SQUARE) * slope * slope;
      points[k] -= rate * means[k] / (Outward.floatNearest(Math.sqrt(squares[k])) + SMALLEST);
    }
    values.put(0, points);
  }

  private static double power(double base, int exponent) {
    double result = 1;
    double square = base;
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
