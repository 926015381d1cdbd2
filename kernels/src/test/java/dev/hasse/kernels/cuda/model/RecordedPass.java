package dev.hasse.kernels.cuda.model;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/**
 * What a child process does while the emulator notes its launches: a bound method on some boxes, or
 * every verb on boxes once. It prints the limits of the session.
 */
final class RecordedPass {
  /** Instead of a method: the verbs on boxes alone, which are cheap for many boxes. */
  static final String VERBS_ON_BOXES = "boxes";

  private RecordedPass() {}

  /**
   * @param arguments widths of the network, number of boxes, method
   */
  public static void main(String[] arguments) throws BackendUnavailableException {
    Perceptron shape = Perceptron.of("recorded", arguments[0]);
    BoxBatch boxes = shape.boxes(Integer.parseInt(arguments[1]));
    Network network = shape.network();
    try (ComputeBackend backend = Backends.open("cuda");
        Session session = backend.load(network)) {
      System.out.println(
          new Limits(
                  session.boxesPerChunk(),
                  session.smallestChunk(),
                  session.rowsPerBlock(network.widest()),
                  session.parallelism())
              .printed());
      if (arguments[2].equals(VERBS_ON_BOXES)) {
        try (Lane lane = session.openLane()) {
          verbsOnBoxes(network, lane, boxes);
        }
      } else {
        try (BoundAnalysis analysis = new BoundAnalysis(session)) {
          analysis.outputs(boxes, BoundMethod.valueOf(arguments[2]));
        }
      }
    }
  }

  private static void verbsOnBoxes(Network network, Lane lane, BoxBatch boxes) {
    Tensor.Interval known = lane.upload(boxes);
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      Tensor.Interval next;
      if (node.op() instanceof Affine) {
        lane.magnitude(node, known).close();
        next = lane.intervalAffine(node, known);
      } else {
        lane.unstable(node, known);
        lane.relax(node, known).close();
        next = lane.intervalActivation(node, known);
      }
      known.close();
      known = next;
    }
    Node activation = network.node(network.output().input());
    try (Tensor.Interval other = lane.intervalActivation(activation, known)) {
      lane.intersect(known, other);
    }
    known.close();
  }
}
