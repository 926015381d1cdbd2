package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.CrossEntropy;
import dev.hasse.numeric.Outward;
import java.util.List;

/** The loss and its gradient on one lane, for a few samples at a time; sums, not means. */
final class LaneStep {
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
    if (weights.naturalShare() < 1) {
      addRobust(batch);
    }
    if (weights.naturalShare() > 0) {
      addNatural(batch);
    }
    lane.release();
  }

  private void addNatural(SampleBatch batch) {
    GraphPass<Values> pass =
        new GraphPass<>(
            network,
            new PointVerbs(lane),
            batch.points(lane),
            batch.count(),
            network.output().id());
    LogitLoss loss = LogitLoss.of(lane, pass, network, batch, factor * weights.naturalShare());
    natural += loss.sum();
    correct += loss.correct();
    pass.back();
  }

  private void addRobust(SampleBatch batch) {
    GraphPass<Box> boxes =
        new GraphPass<>(
            network, new BoxVerbs(lane), batch.boxes(lane, weights), batch.count(), lastActivation);
    float crown = Outward.floatNearest(weights.crownShare());
    double[] margins = new double[batch.count() * others];
    RowPass byIntervals = crown < 1 ? intervals(batch, boxes) : null;
    if (byIntervals != null) {
      addTimes(margins, 1 - crown, byIntervals.bounds(), 0);
    }
    float[] gradient = new float[margins.length];
    int each = crown > 0 ? samplesAtOnce(batch.count()) : batch.count();
    for (int from = 0; from < batch.count(); from += each) {
      int count = Math.min(each, batch.count() - from);
      int mark = lane.mark();
      BoxPart part = new BoxPart(lane, boxes, from, count);
      RowPass byCrown = null;
      if (crown > 0) {
        Values forms = batch.part(from, count).margins(lane, network.outputs());
        byCrown = RowPass.crown(lane, part, network, forms);
        addTimes(margins, crown, byCrown.bounds(), from * others);
      }
      addLoss(margins, from, count, gradient);
      if (byCrown != null) {
        byCrown.back(scaled(gradient, from * others, count * others, crown));
      }
      part.addGradients();
      if (from > 0) { // what the first part made includes the gradients by all boxes
        lane.release(mark);
      }
    }
    if (byIntervals != null) {
      byIntervals.back(scaled(gradient, 0, gradient.length, 1 - crown));
    }
    regularisers += batch.count() * addRegularisers(boxes, factor * batch.count());
    boxes.back();
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

  private RowPass intervals(SampleBatch batch, GraphPass<Box> boxes) {
    return RowPass.intervals(
        lane,
        new BoxPart(lane, boxes, 0, batch.count()),
        network,
        batch.marginsOfLabels(lane, network.outputs()),
        others,
        batch.groups());
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
