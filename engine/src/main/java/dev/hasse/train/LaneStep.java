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
    int each = samplesAtOnce(batch.count());
    for (int from = 0; from < batch.count(); from += each) {
      int mark = lane.mark();
      BoxPart part = new BoxPart(lane, boxes, from, Math.min(each, batch.count() - from));
      addMargins(batch.part(from, part.count()), part);
      part.addGradients();
      if (from > 0) { // what the first part made includes the gradients by all boxes
        lane.release(mark);
      }
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
    int others = network.outputs() - 1;
    int least = 1 + (rowsAtOnce - 1) / others;
    int parts = Math.max(1, count / least);
    return (count + parts - 1) / parts;
  }

  private void addMargins(SampleBatch batch, BoxPart boxes) {
    Values forms = batch.margins(lane, network.outputs());
    float crown = Outward.floatNearest(weights.crownShare());
    RowPass byIntervals = crown < 1 ? new RowPass(lane, boxes, network, forms, false) : null;
    RowPass byCrown = crown > 0 ? new RowPass(lane, boxes, network, forms, true) : null;
    Values margins = lane.zeros(forms.rows(), 1);
    if (byIntervals != null) {
      lane.add(margins, 1 - crown, byIntervals.bounds());
    }
    if (byCrown != null) {
      lane.add(margins, crown, byCrown.bounds());
    }
    Values gradient = lane.upload(forms.rows(), 1, byMargins(lane.download(margins)));
    if (byIntervals != null) {
      byIntervals.back(scaled(gradient, 1 - crown));
    }
    if (byCrown != null) {
      byCrown.back(scaled(gradient, crown));
    }
  }

  private float[] byMargins(double[] margins) {
    int others = network.outputs() - 1;
    float[] result = new float[margins.length];
    for (int from = 0; from < margins.length; from += others) {
      robust +=
          CrossEntropy.ofMargins(
              margins, from, others, factor * (1 - weights.naturalShare()), result);
      boolean isCertified = true;
      for (int other = 0; other < others; other++) {
        isCertified &= margins[from + other] > 0;
      }
      certified += isCertified ? 1 : 0;
    }
    return result;
  }

  private Values scaled(Values values, float by) {
    if (by == 1) {
      return values;
    }
    Values result = lane.zeros(values.rows(), values.width());
    lane.add(result, by, values);
    return result;
  }
}
