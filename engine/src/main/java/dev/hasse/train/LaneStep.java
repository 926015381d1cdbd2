package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.CrossEntropy;
import dev.hasse.numeric.Outward;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The loss and its gradient on one lane, for a few samples at a time; sums, not means. */
final class LaneStep {
  /** Rows of labels at once, at least: many labels, of few samples each, share nothing. */
  private static final int SHARED_ROWS = 1024;

  private final Network network;
  private final TrainingLane lane;
  private final LossWeights weights;
  private final double factor;
  private final int rowsAtOnce;
  private final int others; // classes than the label, so margins of a sample
  private final int lastActivation;
  private final List<Node> beforeActivations; // but the input, which nothing can change
  private double natural;
  private double robust;
  private double regularisers;
  private int correct;
  private int certified;

  /**
   * @param factor of the gradient: one over the samples of the whole batch
   * @param rowsAtOnce that the lane likes to bound
   */
  LaneStep(Network network, TrainingLane lane, LossWeights weights, double factor, int rowsAtOnce) {
    this.network = network;
    this.lane = lane;
    this.weights = weights;
    this.factor = factor;
    this.rowsAtOnce = rowsAtOnce;
    this.others = network.outputs() - 1;
    this.lastActivation =
        network.nodes().stream()
            .filter(node -> node.op() instanceof Activation)
            .mapToInt(Node::id)
            .max()
            .orElse(0);
    this.beforeActivations =
        network.nodes().stream()
            .filter(node -> node.op() instanceof Activation && node.input() != 0)
            .map(node -> network.node(node.input()))
            .distinct()
            .toList();
  }

  double natural() {
    return natural;
  }

  double robust() {
    return robust;
  }

  /** Of the terms {@link Tightness} and {@link Balance}, with their factors. */
  double regularisers() {
    return regularisers;
  }

  int correct() {
    return correct;
  }

  int certified() {
    return certified;
  }

  /**
   * Adds some samples; boxes first, since points may use what a lane makes of the weights for them.
   */
  void add(SampleBatch batch) {
    Values points = batch.points(lane);
    if (weights.naturalShare() < 1) {
      addRobust(batch, points);
    }
    if (weights.naturalShare() > 0) {
      addNatural(batch, points);
    }
    lane.release();
  }

  private void addNatural(SampleBatch batch, Values points) {
    GraphPass<Values> pass =
        new GraphPass<>(
            network, new PointVerbs(lane), points, batch.count(), network.output().id());
    LogitLoss loss = LogitLoss.of(lane, pass, network, batch, factor * weights.naturalShare());
    natural += loss.sum();
    correct += loss.correct();
    pass.back();
  }

  private void addRobust(SampleBatch batch, Values points) {
    GraphPass<Box> boxes =
        new GraphPass<>(
            network,
            new BoxVerbs(lane),
            weights.boxes(lane, points),
            batch.count(),
            lastActivation);
    boolean byIntervals = weights.crownShare() < 1;
    for (int from = 0; from < batch.count(); ) {
      int count = byIntervals ? sharing(batch, from) : batch.count();
      int mark = lane.mark();
      addMargins(batch.part(from, count), boxes, from);
      releaseUnlessFirst(from, mark);
      from += count;
    }
    regularisers += batch.count() * addRegularisers(boxes, factor * batch.count());
    boxes.back();
  }

  /** What the first samples made stays: it includes the gradients by the boxes of all. */
  private void releaseUnlessFirst(int from, int mark) {
    if (from > 0) {
      lane.release(mark);
    }
  }

  /** How many samples from one on share rows that are not too many at once. */
  private int sharing(SampleBatch batch, int from) {
    int most = Math.max(rowsAtOnce, SHARED_ROWS) / others;
    Set<Integer> labels = new HashSet<>();
    int to = from;
    while (to < batch.count() && (labels.contains(batch.label(to)) || labels.size() < most)) {
      labels.add(batch.label(to++));
    }
    return Math.max(1, to - from);
  }

  /**
   * Adds what some samples' margins give.
   *
   * @param from the first of them among those of the boxes
   */
  private void addMargins(SampleBatch some, GraphPass<Box> boxes, int from) {
    float crown = Outward.floatNearest(weights.crownShare());
    BoxPart all = new BoxPart(lane, boxes, from, some.count());
    double[] margins = new double[some.count() * others];
    RowPass byIntervals = crown < 1 ? intervals(some, all) : null;
    if (byIntervals != null) {
      addTimes(margins, 1 - crown, byIntervals.bounds(), 0);
    }
    float[] gradient = new float[margins.length];
    if (crown == 0) {
      addLoss(margins, 0, some.count(), gradient);
    } else {
      int each = samplesAtOnce(some.count());
      for (int at = 0; at < some.count(); at += each) {
        SampleBatch few = some.part(at, Math.min(each, some.count() - at));
        int mark = lane.mark();
        BoxPart part = new BoxPart(lane, boxes, from + at, few.count());
        Values forms = few.margins(lane, network.outputs());
        RowPass byCrown = RowPass.crown(lane, part, network, forms);
        addTimes(margins, crown, byCrown.bounds(), at * others);
        addLoss(margins, at, few.count(), gradient);
        byCrown.back(scaled(gradient, at * others, few.count() * others, crown));
        releaseUnlessFirst(from + at, mark);
      }
    }
    if (byIntervals != null) {
      byIntervals.back(scaled(gradient, 0, gradient.length, 1 - crown));
    }
  }

  private double addRegularisers(GraphPass<Box> boxes, double share) {
    double sum = 0;
    if (weights.tightness() > 0) {
      sum +=
          new Tightness(network.node(0), beforeActivations, lane, boxes)
              .add(weights.tightness(), share);
    }
    if (weights.balance() > 0) {
      sum += new Balance(beforeActivations, lane, boxes).add(weights.balance(), share);
    }
    return sum;
  }

  /** Of even parts, if possible none of which has fewer rows than the lane likes. */
  private int samplesAtOnce(int count) {
    int least = 1 + (rowsAtOnce - 1) / others;
    int parts = Math.max(1, count / least);
    return (count + parts - 1) / parts;
  }

  private RowPass intervals(SampleBatch some, BoxPart boxes) {
    Values forms = some.marginsOfLabels(lane, network.outputs());
    return RowPass.intervals(lane, boxes, network, forms, others, some.groups());
  }

  private static void addTimes(double[] target, double factor, double[] more, int at) {
    for (int k = 0; k < more.length; k++) {
      target[at + k] += factor * more[k];
    }
  }

  /** Of some samples, from their margins. */
  private void addLoss(double[] margins, int from, int count, float[] gradient) {
    for (int at = from * others; at < (from + count) * others; at += others) {
      robust +=
          CrossEntropy.ofMargins(
              margins, at, others, factor * (1 - weights.naturalShare()), gradient);
      boolean isCertified = true;
      for (int other = 0; other < others; other++) {
        isCertified &= margins[at + other] > 0;
      }
      certified += isCertified ? 1 : 0;
    }
  }

  private static float[] scaled(float[] values, int from, int count, float by) {
    float[] result = new float[count];
    for (int k = 0; k < count; k++) {
      result[k] = by * values[from + k];
    }
    return result;
  }
}
