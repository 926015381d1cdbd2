package dev.hasse.judge;

import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Points of a box where a network's outputs may be extreme. Along a segment the network is
 * piecewise linear, so its extremes lie at the ends or at kinks, and a few secant steps find these
 * to the last digits. On a box of one dimension that finds the true extremes up to rounding of the
 * points, in more dimensions it is a sharp sample.
 */
public final class SegmentPoints {
  private static final int PIECES = 8;
  private static final int SECANT_STEPS = 5;

  private final Network network;
  private final ExactNetwork exact;
  private final double[] from;
  private final double[] to;

  /** The segment between two points. */
  public SegmentPoints(Network network, double[] from, double[] to) {
    this.network = network;
    this.exact = new ExactNetwork(network);
    this.from = from;
    this.to = to;
  }

  /** Both ends, points in between, and both sides of the kinks between those. */
  public List<double[]> points() {
    List<double[]> points = new ArrayList<>();
    for (int piece = 0; piece <= PIECES; piece++) {
      points.add(at(piece / (double) PIECES));
    }
    for (Node node : network.nodes()) {
      if (node.op() instanceof Activation) {
        for (int i = 0; i < node.size(); i++) {
          addKinks(points, node.input(), i);
        }
      }
    }
    return points;
  }

  private void addKinks(List<double[]> points, int node, int neuron) {
    for (int piece = 0; piece < PIECES; piece++) {
      double low = piece / (double) PIECES;
      double high = (piece + 1) / (double) PIECES;
      Dyadic atLow = value(node, neuron, low);
      Dyadic atHigh = value(node, neuron, high);
      if (atLow.signum() == atHigh.signum()) {
        continue;
      }
      for (int step = 0; step < SECANT_STEPS; step++) {
        double v = atLow.doubleValue();
        double t = low - v * (high - low) / (atHigh.doubleValue() - v);
        Dyadic atT = value(node, neuron, t);
        if (atT.signum() == atLow.signum()) {
          low = t;
          atLow = atT;
        } else {
          high = t;
          atHigh = atT;
        }
      }
      points.add(at(low));
      points.add(at(high));
    }
  }

  private Dyadic value(int node, int neuron, double t) {
    return exact.values(at(t))[node][neuron];
  }

  /** A point in the box that both ends lie in, rounded as it may be. */
  private double[] at(double t) {
    double[] point = new double[from.length];
    for (int i = 0; i < point.length; i++) {
      double between = from[i] + t * (to[i] - from[i]);
      double low = Math.min(from[i], to[i]);
      double high = Math.max(from[i], to[i]);
      point[i] = Math.max(low, Math.min(high, between));
    }
    return point;
  }
}
