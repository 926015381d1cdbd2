package dev.hasse.train;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;

/** Points through the network: the natural loss. */
record PointVerbs(TrainingLane lane) implements PassVerbs<Values> {
  @Override
  public Values affine(Node node, Values x) {
    Values result = lane.forward(node, x, Factor.WEIGHTS);
    lane.addBias(node, result);
    return result;
  }

  @Override
  public Values relu(Values x) {
    return lane.relu(x);
  }

  @Override
  public Values add(Values x, Values y) {
    Values sum = lane.zeros(x.rows(), x.width());
    lane.add(sum, 1, x);
    lane.add(sum, 1, y);
    return sum;
  }

  @Override
  public Values select(Node node, Values x) {
    return lane.select(node, x);
  }

  @Override
  public void affineParameters(Node node, Values x, Values gradient) {
    lane.addWeightGradient(node, gradient, x, Factor.WEIGHTS);
    lane.addBiasGradient(node, gradient, null);
  }

  @Override
  public Values affineBack(Node node, Values gradient) {
    return lane.back(node, gradient, Factor.WEIGHTS);
  }

  @Override
  public Values reluBack(Values x, Values gradient) {
    return lane.reluBack(x, gradient);
  }

  @Override
  public Values selectBack(Node node, Values gradient) {
    return lane.selectBack(node, gradient);
  }

  @Override
  public Values zeros(int rows, int width) {
    return lane.zeros(rows, width);
  }

  @Override
  public void addTo(Values target, Values other) {
    lane.add(target, 1, other);
  }
}
