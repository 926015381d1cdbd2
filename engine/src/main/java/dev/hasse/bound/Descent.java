package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;

/**
 * Which way a linear form of the outputs falls at points. Each point is a box without width: a ReLU
 * there has one sign, its relaxation is the function itself, and the row that back-substitution
 * ends with is the gradient. At a kink it is the gradient of one side.
 */
final class Descent {
  private final Session session;
  private final Lane lane;
  private final Deadline deadline;

  Descent(Session session, Lane lane, Deadline deadline) {
    this.session = session;
    this.lane = lane;
    this.deadline = deadline;
  }

  /**
   * The corners of the boxes where the linearised forms are smallest.
   *
   * @param points {@code [box][input]} flat, one a box
   * @param boxes in which the corners are
   * @param objectives one form a box
   * @return {@code [box][input]} flat
   */
  double[] corners(double[] points, BoxBatch boxes, Objectives objectives) {
    Network network = session.network();
    int inputs = network.inputs();
    double[] corners = new double[points.length];
    try (NodeBounds known = new NodeBounds(network, lane);
        Tensor.Interval input = lane.upload(boxes)) {
      new IntervalPass(known, BoxBatch.points(inputs, points)).run();
      BackSubstitution back = new BackSubstitution(known);
      Blocks blocks = new Blocks(session.rowsPerBlock(network.widest()));
      for (BoxRange range : blocks.of(boxes.count(), b -> 1)) {
        deadline.check();
        try (Tensor.Rows rows = back.rowsAtInput(objectives, range);
            Tensor.Points smallest = lane.minimizer(rows, input)) {
          double[] part = smallest.download();
          System.arraycopy(part, 0, corners, range.from() * inputs, part.length);
        }
      }
    }
    return corners;
  }
}
