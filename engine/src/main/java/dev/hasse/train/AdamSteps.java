package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.numeric.Outward;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The parameters, their gradient and the state of ND4J's Adam, and what a step makes of them:
 * penalties, a bound on the gradient's norm, Adam. Values lie off heap, where the device reads
 * them.
 */
final class AdamSteps {
  private final Parameters parameters;
  private final StepOptions options;
  private final INDArray values;
  private final INDArray gradient;
  private final INDArray state;
  private final Adam adam = new Adam();
  private final GradientUpdater<?> updater;
  private final float[] slopes;
  private final float[] points;

  AdamSteps(Parameters parameters, StepOptions options) {
    int count = parameters.count();
    this.parameters = parameters;
    this.options = options;
    this.values = Nd4j.zeros(DataType.FLOAT, 1, count);
    this.gradient = Nd4j.zeros(DataType.FLOAT, 1, count);
    this.state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(count));
    this.updater = adam.instantiate(state, true);
    this.slopes = new float[count];
    this.points = new float[count];
  }

  FloatBuffer values() {
    return values.data().asNioFloat();
  }

  FloatBuffer gradient() {
    return gradient.data().asNioFloat();
  }

  /** A copy of Adam's means of the gradient and of its square. */
  float[] state() {
    float[] copy = new float[Math.toIntExact(state.length())];
    state.data().asNioFloat().get(0, copy);
    return copy;
  }

  /** Takes parameters, and Adam's state where training goes on. */
  void set(float[] newValues, float[] newState) {
    values().put(0, newValues);
    state.data().asNioFloat().put(0, newState);
  }

  float[] copyOfValues() {
    float[] copy = new float[parameters.count()];
    values().get(0, copy);
    return copy;
  }

  /** Adds the penalties to the gradient and returns its norm, not finite where a value is not. */
  double finishGradient() {
    gradient().get(0, slopes);
    if (options.isPenalized()) {
      addPenalties();
    }
    double squares = 0;
    for (float slope : slopes) {
      squares += (double) slope * slope;
    }
    double norm = Math.sqrt(squares);
    if (norm > options.largestNorm() && Double.isFinite(norm)) {
      float factor = Outward.floatNearest(options.largestNorm() / norm);
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] *= factor;
      }
      gradient().put(0, slopes);
    } else if (options.isPenalized()) {
      gradient().put(0, slopes);
    }
    return norm;
  }

  /** Biases pay none. */
  private void addPenalties() {
    values().get(0, points);
    float decay = Outward.floatNearest(options.weightDecay());
    float sparsity = Outward.floatNearest(options.sparsity());
    for (Parameters.Place place : parameters.places()) {
      for (int k = place.weights(); k < place.weights() + place.weightCount(); k++) {
        slopes[k] += decay * points[k] + sparsity * Math.signum(points[k]);
      }
    }
  }

  /**
   * One step against the gradient, which is lost.
   *
   * @param step steps before this one
   * @param epoch counted from 0
   */
  void step(int step, int epoch) {
    adam.setLrAndSchedule(options.rate(epoch), null);
    updater.applyUpdater(gradient, step, epoch);
    values.subi(gradient);
  }
}
