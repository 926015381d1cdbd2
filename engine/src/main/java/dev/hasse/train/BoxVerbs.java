package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;

/**
 * Boxes through the network (Gowal et al. 2018, arXiv 1810.12715, section 3): a centre goes through
 * {@code W c + b}, a radius through {@code |W| r}.
 */
record BoxVerbs(TrainingLane lane, PointVerbs points) implements PassVerbs<Box> {
  BoxVerbs(TrainingLane lane) {
    this(lane, new PointVerbs(lane));
  }

  @Override
  public Box affine(Node node, Box x) {
    Values radius = lane.forward(node, x.radius(), Factor.MAGNITUDES);
    return new Box(points.affine(node, x.centre()), radius);
  }

  @Override
  public Box relu(Box x) {
    return lane.relu(x);
  }

  @Override
  public Box add(Box x, Box y) {
    return new Box(points.add(x.centre(), y.centre()), points.add(x.radius(), y.radius()));
  }

  @Override
  public Box select(Node node, Box x) {
    return new Box(lane.select(node, x.centre()), lane.select(node, x.radius()));
  }

  @Override
  public void affineParameters(Node node, Box x, Box gradient) {
    points.affineParameters(node, x.centre(), gradient.centre());
    lane.addWeightGradient(node, gradient.radius(), x.radius(), Factor.MAGNITUDES);
  }

  @Override
  public Box affineBack(Node node, Box gradient) {
    return new Box(
        lane.back(node, gradient.centre(), Factor.WEIGHTS),
        lane.back(node, gradient.radius(), Factor.MAGNITUDES));
  }

  @Override
  public Box reluBack(Box x, Box gradient) {
    return lane.reluBack(x, gradient);
  }

  @Override
  public Box selectBack(Node node, Box gradient) {
    return new Box(
        lane.selectBack(node, gradient.centre()), lane.selectBack(node, gradient.radius()));
  }

  @Override
  public Box zeros(int rows, int width) {
    return new Box(lane.zeros(rows, width), lane.zeros(rows, width));
  }

  @Override
  public void addTo(Box target, Box other) {
    points.addTo(target.centre(), other.centre());
    points.addTo(target.radius(), other.radius());
  }
}
