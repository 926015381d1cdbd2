package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import dev.hasse.numeric.Outward;
import java.util.List;

/**
 * The tightness term of the warm-up regulariser of Shi et al. 2021 (arXiv 2103.17268, section 4.2):
 * the mean over the m nodes before activations of {@code max(0, tau - d0 / di) / tau} with {@code
 * tau = 0.5}, where d0 is the mean radius of the input boxes and di that of the node's. It keeps
 * boxes from growing with depth at the start of training. The means are over the samples of a
 * micro-batch, not of the whole batch.
 */
final class Tightness {
  private static final double TAU = 0.5;

  private final TrainingLane lane;
  private final GraphPass<Box> boxes;
  private final Node input;
  private final List<Node> nodes;

  /**
   * @param input of the network
   * @param nodes before activations
   */
  Tightness(Node input, List<Node> nodes, TrainingLane lane, GraphPass<Box> boxes) {
    this.lane = lane;
    this.boxes = boxes;
    this.input = input;
    this.nodes = nodes;
  }

  /**
   * Adds the gradient by the boxes.
   *
   * @param weight of the term
   * @param share of the batch that these samples are
   * @return the term times its weight
   */
  double add(double weight, double share) {
    double before = mean(input);
    if (!(before > 0)) {
      return 0; // points have no ratio
    }
    double factor = weight / (TAU * nodes.size());
    double sum = 0;
    for (Node node : nodes) {
      double after = mean(node);
      double ratio = before / after;
      if (ratio < TAU) {
        sum += factor * (TAU - ratio);
        Values byRadius = boxes.gradient(node).radius();
        double each = factor * share * ratio / after / count(byRadius);
        lane.add(byRadius, Outward.floatNearest(each));
      }
    }
    return sum;
  }

  private double mean(Node node) {
    Values radius = boxes.at(node.id()).radius();
    return lane.sum(radius) / count(radius);
  }

  private static double count(Values values) {
    return (double) values.rows() * values.width();
  }
}
