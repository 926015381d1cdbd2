package dev.hasse.kernels.cuda;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BoxRange;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;

/**
 * What one backend makes of rows over a ReLU of the boxes themselves, by parameters that are
 * optimised for a few steps.
 *
 * @param given the parameters after they were put into their ranges
 * @param bounds of the rows by these parameters
 * @param coefficients of these rows
 * @param points the rows' minimisers through the lines that they take
 * @param risen the parameters after the steps
 * @param better bounds of the rows by these
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OptimizedRows(
    float[] given,
    double[] bounds,
    float[] coefficients,
    double[] points,
    float[] risen,
    double[] better) {
  private static final float RATE = 0.05f;

  static Network network(int width) {
    Network.Builder builder = Network.builder("rectified", width);
    return builder.build(builder.activation("relu", new Relu(), 0));
  }

  /**
   * @param values to begin with, or null
   */
  static OptimizedRows of(
      String backend, BoxBatch boxes, Objectives objectives, float[] values, int steps) {
    try (ComputeBackend opened = AvailableBackend.open(backend);
        Session session = opened.load(network(boxes.dimension()));
        Lane lane = session.openLane()) {
      Node relu = session.network().node(1);
      Tensor.Interval z = lane.upload(boxes);
      Tensor.Interval outputs = lane.intervalActivation(relu, z);
      Tensor.Relaxation lines = lane.relax(relu, z);
      Tensor.Rows rows = lane.objectiveRows(objectives, new BoxRange(0, boxes.count()), outputs);
      Tensor.Slopes slopes = lane.slopes(relu, rows, z, values);
      float[] given = slopes.download();
      Tensor.Rows back = lane.backActivation(relu, rows, lines, slopes);
      double[] bounds = lane.concretize(back, z).download();
      Tensor.Points relaxed =
          lane.forwardRelaxed(relu, lane.minimizer(back, z), rows, lines, slopes);
      for (int step = 1; step <= steps; step++) {
        Tensor.Rows now = lane.backActivation(relu, rows, lines, slopes);
        lane.ascend(slopes, rows, lane.minimizer(now, z), step, RATE);
      }
      Tensor.Rows last = lane.backActivation(relu, rows, lines, slopes);
      return new OptimizedRows(
          given,
          bounds,
          back.download(),
          relaxed.download(),
          slopes.download(),
          lane.concretize(last, z).download());
    }
  }
}
