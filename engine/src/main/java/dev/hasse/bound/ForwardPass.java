package dev.hasse.bound;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.Arrays;
import java.util.function.Function;

/** Evaluates the network at points. */
final class ForwardPass {
  private final Network network;
  private final Lane lane;

  ForwardPass(Network network, Lane lane) {
    this.network = network;
    this.lane = lane;
  }

  /** Outputs at the points {@code from} (included) to {@code to} (excluded). */
  double[] run(double[] points, int from, int to) {
    int inputs = network.inputs();
    return run(lane.uploadPoints(inputs, Arrays.copyOfRange(points, from * inputs, to * inputs)));
  }

  /** Outputs at pseudo-random points of one box; see {@link Lane#sample}. */
  double[] sample(BoxBatch box, int count, long seed, int number) {
    try (Tensor.Interval interval = lane.upload(box)) {
      return run(lane.sample(interval, count, seed, number));
    }
  }

  /** How far two nodes are apart at points. */
  double[] divergence(double[] points, int from, int to, Node left, Node right) {
    int inputs = network.inputs();
    double[] some = Arrays.copyOfRange(points, from * inputs, to * inputs);
    return read(
        lane.uploadPoints(inputs, some),
        values -> {
          try (Tensor.Points apart = lane.divergence(values[left.id()], values[right.id()])) {
            return apart.download();
          }
        });
  }

  /** Outputs at points of the input node, which are closed. */
  private double[] run(Tensor.Points points) {
    return read(points, values -> values[network.output().id()].download());
  }

  private double[] read(Tensor.Points points, Function<Tensor.Points[], double[]> reading) {
    Tensor.Points[] values = new Tensor.Points[network.nodes().size()];
    for (Node node : network.nodes()) {
      values[node.id()] = node.op().accept(new Step(node, points, values));
    }
    double[] result = reading.apply(values);
    for (Tensor.Points value : values) {
      value.close();
    }
    return result;
  }

  private final class Step implements OpVisitor<Tensor.Points> {
    private final Node node;
    private final Tensor.Points points;
    private final Tensor.Points[] values;

    Step(Node node, Tensor.Points points, Tensor.Points[] values) {
      this.node = node;
      this.points = points;
      this.values = values;
    }

    @Override
    public Tensor.Points input(Input input) {
      return points;
    }

    @Override
    public Tensor.Points affine(Affine affine) {
      return lane.forwardAffine(node, values[node.input()]);
    }

    @Override
    public Tensor.Points activation(Activation activation) {
      return lane.forwardActivation(node, values[node.input()]);
    }

    @Override
    public Tensor.Points add(Add add) {
      return lane.forwardAdd(values[node.inputs().get(0)], values[node.inputs().get(1)]);
    }

    @Override
    public Tensor.Points select(Select select) {
      return lane.forwardSelect(node, values[node.input()]);
    }
  }
}
