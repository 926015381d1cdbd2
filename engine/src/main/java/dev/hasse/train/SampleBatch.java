package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.numeric.Outward;
import java.util.Arrays;

/** Some consecutive samples of a batch, on the host. Borrows the batch's arrays. */
final class SampleBatch {
  private final float[] inputs;
  private final int[] labels;
  private final int width;
  private final int from;
  private final int to;

  /**
   * @param inputs {@code [sample][value]} of the whole batch
   * @param labels of the whole batch
   * @param width values a sample
   */
  SampleBatch(float[] inputs, int[] labels, int width, int from, int to) {
    this.inputs = inputs;
    this.labels = labels;
    this.width = width;
    this.from = from;
    this.to = to;
  }

  int count() {
    return to - from;
  }

  int label(int sample) {
    return labels[from + sample];
  }

  Values points(TrainingLane lane) {
    return lane.upload(count(), width, Arrays.copyOfRange(inputs, from * width, to * width));
  }

  /** The same samples with their inputs elsewhere, {@code [sample][value]} of the whole batch. */
  SampleBatch at(float[] points) {
    return new SampleBatch(points, labels, width, from, to);
  }

  /**
   * Moves a point of each sample's ball by one length along the sign of a gradient, in the ball.
   *
   * @param points of the whole batch; those of these samples are changed
   * @param gradient of these samples alone
   */
  void move(float[] points, double[] gradient, float length, LossWeights ball) {
    float radius = Outward.floatNearest(ball.radius());
    float least = Outward.floatNearest(ball.clipLower());
    float most = Outward.floatNearest(ball.clipUpper());
    for (int k = from * width; k < to * width; k++) {
      double slope = gradient[k - from * width];
      float next = points[k] + (slope > 0 ? length : slope < 0 ? -length : 0);
      next = Math.min(Math.max(next, inputs[k] - radius), inputs[k] + radius);
      points[k] = Math.min(Math.max(next, least), most);
    }
  }

  /** The samples' balls, cut. */
  Box boxes(TrainingLane lane, LossWeights weights) {
    float radius = Outward.floatNearest(weights.radius());
    float least = Outward.floatNearest(weights.clipLower());
    float most = Outward.floatNearest(weights.clipUpper());
    float[] centres = new float[count() * width];
    float[] radii = new float[count() * width];
    for (int k = 0; k < centres.length; k++) {
      float value = inputs[from * width + k];
      float lower = Math.min(Math.max(value - radius, least), most);
      float upper = Math.max(Math.min(value + radius, most), least);
      centres[k] = (lower + upper) * 0.5f;
      radii[k] = (upper - lower) * 0.5f;
    }
    return new Box(lane.upload(count(), width, centres), lane.upload(count(), width, radii));
  }

  /** For each sample and other class j the form {@code y_label - y_j}, classes in order. */
  Values margins(TrainingLane lane, int classes) {
    int others = classes - 1;
    float[] forms = new float[count() * others * classes];
    for (int sample = 0; sample < count(); sample++) {
      for (int other = 0; other < others; other++) {
        int row = (sample * others + other) * classes;
        forms[row + label(sample)] = 1;
        forms[row + classOf(sample, other)] = -1;
      }
    }
    return lane.upload(count() * others, classes, forms);
  }

  /** The class of a sample's margin number {@code other}. */
  int classOf(int sample, int other) {
    return other < label(sample) ? other : other + 1;
  }
}
