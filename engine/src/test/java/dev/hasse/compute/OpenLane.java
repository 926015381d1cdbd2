package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Activation;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Op;
import dev.hasse.network.Select;
import java.util.ArrayDeque;
import java.util.Deque;

/** A network on the backend under test, one lane, and all that the lane made. */
final class OpenLane implements AutoCloseable {
  private final Network network;
  private final Session session;
  private final Lane lane;
  private final Deque<Tensor> made = new ArrayDeque<>();

  OpenLane(Subject subject, Network network) {
    this.network = network;
    this.session = AvailableBackend.load(subject, network);
    this.lane = session.openLane();
  }

  /** A network of one operation. */
  static OpenLane of(Subject subject, Op op, int inputs) {
    Network.Builder builder = Network.builder("one operation", inputs);
    return new OpenLane(subject, builder.build(append(builder, op, 0)));
  }

  /** A network that is its own input, for verbs that ask no operation. */
  static OpenLane ofInput(Subject subject, int inputs) {
    return new OpenLane(subject, Network.builder("input", inputs).build(0));
  }

  private static int append(Network.Builder builder, Op op, int input) {
    if (op instanceof Affine affine) {
      return builder.affine("affine", affine, input);
    }
    return op instanceof Select select
        ? builder.select("select", select, input)
        : builder.activation("activation", (Activation) op, input);
  }

  Lane lane() {
    return lane;
  }

  Node node(int id) {
    return network.node(id);
  }

  /** The last node. */
  Node output() {
    return network.output();
  }

  Tensor.Interval upload(BoxBatch boxes) {
    return keep(lane.upload(boxes));
  }

  /** Closes the tensor with this. */
  <T extends Tensor> T keep(T tensor) {
    made.push(tensor);
    return tensor;
  }

  @Override
  public void close() {
    made.forEach(Tensor::close);
    lane.close();
    session.close();
  }
}
