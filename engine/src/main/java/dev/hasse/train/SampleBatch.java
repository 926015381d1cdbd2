package dev.hasse.train;

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
  private final Room room;

  /** An array of one thread, used again: fresh ones cost more to fill than the samples take. */
  static final class Room {
    private float[] values = new float[0];

    private float[] atLeast(int length) {
      if (values.length < length) {
        values = new float[length];
      }
      return values;
    }
  }

  /**
   * @param inputs {@code [sample][value]} of the whole batch
   * @param labels of the whole batch
   * @param width values a sample
   * @param room borrowed; of the calling thread
   */
  SampleBatch(float[] inputs, int[] labels, int width, int from, int to, Room room) {
    this.inputs = inputs;
    this.labels = labels;
    this.width = width;
    this.from = from;
    this.to = to;
    this.room = room;
  }

  int count() {
    return to - from;
  }

  int label(int sample) {
    return labels[from + sample];
  }

  /** Some of these samples. */
  SampleBatch part(int first, int count) {
    return new SampleBatch(inputs, labels, width, from + first, from + first + count, room);
  }

  Values points(TrainingLane lane) {
    float[] values = room.atLeast(count() * width);
    System.arraycopy(inputs, from * width, values, 0, count() * width);
    return lane.upload(count(), width, values);
  }

  /** The same samples with their inputs elsewhere, {@code [sample][value]} of the whole batch. */
  SampleBatch at(float[] points) {
    return new SampleBatch(points, labels, width, from, to, room);
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

  /** For each sample and other class j the form {@code y_label - y_j}, classes in order. */
  Values margins(TrainingLane lane, int classes) {
    return margins(lane, classes, Arrays.copyOfRange(labels, from, to));
  }

  /** The same for each of some labels. */
  private static Values margins(TrainingLane lane, int classes, int[] labels) {
    int others = classes - 1;
    float[] forms = new float[labels.length * others * classes];
    for (int k = 0; k < labels.length; k++) {
      for (int other = 0; other < others; other++) {
        int row = (k * others + other) * classes;
        forms[row + labels[k]] = 1;
        forms[row + otherClass(labels[k], other)] = -1;
      }
    }
    return lane.upload(labels.length * others, classes, forms);
  }

  /** The labels of these samples, each once, from the smallest on. */
  private int[] distinctLabels() {
    return Arrays.stream(labels, from, to).distinct().sorted().toArray();
  }

  /** The forms of {@link #margins} once for each label that there is; see {@link #groups}. */
  Values marginsOfLabels(TrainingLane lane, int classes) {
    return margins(lane, classes, distinctLabels());
  }

  /** Which of the forms of {@link #marginsOfLabels} are a sample's. */
  int[] groups() {
    int[] distinct = distinctLabels();
    return Arrays.stream(labels, from, to)
        .map(label -> Arrays.binarySearch(distinct, label))
        .toArray();
  }

  /** The class of a sample's margin number {@code other}. */
  int classOf(int sample, int other) {
    return otherClass(label(sample), other);
  }

  private static int otherClass(int label, int other) {
    return other < label ? other : other + 1;
  }
}
