package dev.hasse.bound;

import dev.hasse.compute.RowSelection;
import dev.hasse.domain.Bounds;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.Arrays;

/**
 * The unstable neurons of regions whose relaxations cost the bounds of their forms most: by the
 * height of the triangle times the coefficient, where the row takes the line above; a tenth of that
 * where it takes the line below, whose slope fits the row, but not all points.
 */
final class HeavyNeurons {
  private static final double BELOW = 0.1;

  /** Of a neuron that costs nothing now: less than of any other. */
  private static final double LEAST = 1e-30;

  private final Network network;
  private final Regions regions;
  private final float[][] coefficients;

  /**
   * @param coefficients with which rows for the regions' forms come to each ReLU node, {@code
   *     [row][neuron]} flat
   */
  HeavyNeurons(Network network, Regions regions, float[][] coefficients) {
    this.network = network;
    this.regions = regions;
    this.coefficients = coefficients;
  }

  /**
   * By ReLU node the heaviest neurons, of each region so many over all nodes, or a few more where
   * several weigh the same.
   */
  RowSelection[] select(NodeBounds known, int most) {
    double[][] weights = new double[network.nodes().size()][];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Relu) {
        weights[node.id()] = weights(node, known.interval(node.input()).download());
      }
    }
    double[] least = new double[regions.count()];
    for (int b = 0; b < regions.count(); b++) {
      least[b] = least(weights, b, most);
    }
    RowSelection[] selections = new RowSelection[weights.length];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Relu) {
        selections[node.id()] = select(weights[node.id()], node.size(), least);
      }
    }
    return selections;
  }

  private double[] weights(Node relu, Bounds bounds) {
    double[] weights = new double[regions.count() * relu.size()];
    for (int b = 0; b < regions.count(); b++) {
      for (int i = 0; i < relu.size(); i++) {
        double l = bounds.lower(b, i);
        double u = bounds.upper(b, i);
        if (l < 0 && u > 0) {
          double height = -l * u / (u - l);
          weights[b * relu.size() + i] = Math.max(LEAST, coefficient(relu, b, i) * height);
        }
      }
    }
    return weights;
  }

  private double coefficient(Node relu, int region, int neuron) {
    double largest = 0;
    int end = regions.objectives().start(region + 1);
    for (int row = regions.objectives().start(region); row < end; row++) {
      double coefficient = coefficients[relu.id()][row * relu.size() + neuron];
      largest = Math.max(largest, coefficient < 0 ? -coefficient : BELOW * coefficient);
    }
    return largest;
  }

  /** The smallest weight that is chosen. */
  private double least(double[][] weights, int region, int most) {
    double[] all = new double[0];
    for (double[] of : weights) {
      if (of != null) {
        int width = of.length / regions.count();
        int at = all.length;
        all = Arrays.copyOf(all, at + width);
        System.arraycopy(of, region * width, all, at, width);
      }
    }
    Arrays.sort(all);
    return all.length > most ? Math.max(LEAST, all[all.length - most]) : LEAST;
  }

  private static RowSelection select(double[] weights, int width, double[] least) {
    int[] start = new int[least.length + 1];
    int[] neurons = new int[weights.length];
    for (int b = 0; b < least.length; b++) {
      start[b + 1] = start[b];
      for (int i = 0; i < width; i++) {
        if (weights[b * width + i] >= least[b]) {
          neurons[start[b + 1]++] = i;
        }
      }
    }
    return new RowSelection(start, neurons);
  }
}
