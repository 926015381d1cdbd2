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

/**
 * The interval step of each operation, from bounds of the nodes before. Over all nodes in order it
 * is interval bound propagation.
 */
final class IntervalPass {
  private final NodeBounds known;
  private final BoxBatch boxes;

  IntervalPass(NodeBounds known, BoxBatch boxes) {
    this.known = known;
    this.boxes = boxes;
  }

  /** Bounds of every node by intervals alone. */
  void run() {
    known.network().nodes().forEach(this::step);
  }

  /**
   * Bounds of the output by intervals alone. Those of other nodes go when their last reader is
   * done, so that few arrays are in use and stay in the processor's cache.
   */
  Tensor.Interval output() {
    Network network = known.network();
    int[] lastReader = new int[network.nodes().size()];
    for (Node node : network.nodes()) {
      node.inputs().forEach(input -> lastReader[input] = node.id());
    }
    for (Node node : network.nodes()) {
      known.deadline().check();
      step(node);
      for (int input : node.inputs()) {
        if (lastReader[input] == node.id()) {
          known.release(input);
        }
      }
    }
    return known.interval(network.output().id());
  }

  /** Bounds of one node from those of its inputs. */
  void step(Node node) {
    known.put(node, node.op().accept(new Step(node)));
  }

  private final class Step implements OpVisitor<Tensor.Interval> {
    private final Node node;
    private final Lane lane = known.lane();

    Step(Node node) {
      this.node = node;
    }

    @Override
    public Tensor.Interval input(Input input) {
      return lane.upload(boxes);
    }

    @Override
    public Tensor.Interval affine(Affine affine) {
      return lane.intervalAffine(node, known.interval(node.input()));
    }

    @Override
    public Tensor.Interval activation(Activation activation) {
      return lane.intervalActivation(node, known.interval(node.input()));
    }

    @Override
    public Tensor.Interval add(Add add) {
      return lane.intervalAdd(
          known.interval(node.inputs().get(0)), known.interval(node.inputs().get(1)));
    }

    @Override
    public Tensor.Interval select(Select select) {
      return lane.intervalSelect(node, known.interval(node.input()));
    }
  }
}
