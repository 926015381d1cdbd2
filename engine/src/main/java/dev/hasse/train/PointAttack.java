package dev.hasse.train;

import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;
import java.util.Random;

/**
 * Projected gradient ascent on the cross-entropy (Madry et al. 2018, arXiv 1706.06083): steps of
 * equal length in each coordinate along the sign of the gradient, each cut to the sample's ball and
 * the input domain.
 */
final class PointAttack {
  private final Network network;
  private final TrainingLane lane;
  private final LossWeights ball;
  private final int steps;
  private final float length;

  /**
   * @param ball its radius and domain
   * @param stepLength as a part of the radius
   */
  PointAttack(Network network, TrainingLane lane, LossWeights ball, int steps, double stepLength) {
    this.network = network;
    this.lane = lane;
    this.ball = ball;
    this.steps = steps;
    this.length = Outward.floatNearest(stepLength * ball.radius());
  }

  /**
   * Moves some points.
   *
   * @param batch the samples, centres of the balls
   * @param points {@code [sample][value]} of the whole batch, where the points start; those of
   *     these samples are changed
   */
  void move(SampleBatch batch, float[] points) {
    SampleBatch moved = batch.at(points);
    for (int step = 0; step < steps; step++) {
      batch.move(points, gradient(moved), length, ball);
      lane.release();
    }
  }

  /** A random point of each ball. */
  static float[] starts(float[] inputs, LossWeights ball, Random random) {
    float radius = Outward.floatNearest(ball.radius());
    float least = Outward.floatNearest(ball.clipLower());
    float most = Outward.floatNearest(ball.clipUpper());
    float[] points = new float[inputs.length];
    for (int k = 0; k < points.length; k++) {
      float point = inputs[k] + radius * (2 * random.nextFloat() - 1);
      points[k] = Math.min(Math.max(point, least), most);
    }
    return points;
  }

  private double[] gradient(SampleBatch batch) {
    GraphPass<Values> pass =
        new GraphPass<>(
            network,
            new PointVerbs(lane),
            batch.points(lane),
            batch.count(),
            network.output().id());
    LogitLoss.of(lane, pass, network, batch, 1);
    return lane.download(pass.backToInput());
  }
}
