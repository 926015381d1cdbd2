package dev.hasse.bound;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.List;

/**
 * What a pass found out about regions. Rigorous: of every point of a region the values lie within
 * the bounds, so a region where some lower bound is above the upper one has no point.
 *
 * @param bounds of each node that a ReLU reads, else null
 * @param lower bounds of the linear forms, in row order
 * @param parameters at each ReLU node after the ascent, {@code [row][neuron]} flat, else null
 * @param coefficients with which the last rows came to each ReLU node, {@code [row][neuron]} flat,
 *     else null: what a neuron weighs in the bound
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record RegionBounds(
    Bounds[] bounds, double[] lower, float[][] parameters, float[][] coefficients) {

  /**
   * One of many, in the order of their regions.
   *
   * @param firsts the first region of each part
   */
  static RegionBounds joined(
      Network network, Regions regions, List<RegionBounds> parts, List<Integer> firsts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int nodes = network.nodes().size();
    int rows = regions.objectives().rows();
    RegionBounds all =
        new RegionBounds(
            new Bounds[nodes], new double[rows], new float[nodes][], new float[nodes][]);
    for (Node node : network.nodes().subList(0, regions.target() + 1)) {
      if (node.op() instanceof Relu) {
        int id = node.id();
        int size = node.size();
        double[] low = new double[regions.count() * size];
        double[] high = new double[low.length];
        all.parameters[id] = new float[rows * size];
        all.coefficients[id] = new float[rows * size];
        for (int p = 0; p < parts.size(); p++) {
          RegionBounds part = parts.get(p);
          int at = regions.objectives().start(firsts.get(p)) * size;
          part.bounds[node.input()].copyTo(low, high, firsts.get(p) * size);
          System.arraycopy(
              part.parameters[id], 0, all.parameters[id], at, part.lower.length * size);
          System.arraycopy(
              part.coefficients[id], 0, all.coefficients[id], at, part.lower.length * size);
        }
        all.bounds[node.input()] =
            new Bounds(regions.count(), size, low, high, Guarantee.RIGOROUS, 0);
      }
    }
    for (int p = 0; p < parts.size(); p++) {
      double[] lower = parts.get(p).lower;
      System.arraycopy(
          lower, 0, all.lower, regions.objectives().start(firsts.get(p)), lower.length);
    }
    return all;
  }
}
