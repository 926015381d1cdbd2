package dev.hasse.bound.analytic;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.List;

/**
 * Divergence by depth: random networks of 1 to so many hidden layers on the box of half width
 * {@code radius} around 0 (arXiv 2604.18728, where the radius is 1).
 *
 * @param family of the networks
 * @param depth of the deepest
 * @param networkSeed of their weights
 * @param radius of the box, above 0
 * @param sampling of the box
 */
public record DepthExperiment(
    RandomFamily family, int depth, long networkSeed, double radius, Sampling sampling) {
  public DepthExperiment {
    if (depth < 1 || !(radius > 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException("depth " + depth + ", radius " + radius);
    }
  }

  /**
   * Runs it.
   *
   * @param afterEach called after each network
   */
  public CostResult run(CostTools tools, Runnable afterEach) {
    double[] lower = new double[RandomFamily.INPUTS];
    double[] upper = new double[RandomFamily.INPUTS];
    Arrays.fill(lower, -radius);
    Arrays.fill(upper, radius);
    BoxBatch box = BoxBatch.single(lower, upper);
    DivergenceCurve curve = new DivergenceCurve(family.label(), "depth");
    for (int layers = 1; layers <= depth; layers++) {
      Network network = family.network(layers, networkSeed);
      try (DivergenceAnalysis analysis = new DivergenceAnalysis(tools, network)) {
        curve.add(layers, analysis.cost(box, sampling));
      }
      afterEach.run();
    }
    List<Curve> curves = List.of(curve.curve());
    return new CostResult(
        curves, DivergenceCurve.laws(curves, GrowthLaw.Form.DECADES), List.of(), curve.notes());
  }
}
