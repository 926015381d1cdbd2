package dev.hasse.bound.analytic;

import dev.hasse.domain.BoxBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Divergence by radius around given points, usually one image of each class, and the mean over them
 * (arXiv 2604.18728). The chords are drawn on the very box that is sampled.
 *
 * @param places where
 * @param sampling of each box
 */
public record RadiusExperiment(Neighbourhoods places, Sampling sampling) {
  /** The name of the curve of means over the centres. */
  public static final String MEAN = "mean";

  /**
   * Runs it.
   *
   * @param afterEach called after each box
   */
  public CostResult run(DivergenceAnalysis analysis, Runnable afterEach) {
    List<Curve> curves = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Center center : places.centers()) {
      DivergenceCurve curve = new DivergenceCurve(center.name(), "radius");
      for (double radius : places.radii()) {
        BoxBatch box = places.box(center, radius);
        curve.add(radius, analysis.cost(box, sampling));
        afterEach.run();
      }
      curves.add(curve.curve());
      notes.addAll(curve.notes());
    }
    curves.add(mean(curves));
    return new CostResult(
        curves, DivergenceCurve.laws(curves, GrowthLaw.Form.LINEAR), List.of(), notes);
  }

  private static Curve mean(List<Curve> curves) {
    Curve first = curves.get(0);
    List<Series> means = new ArrayList<>();
    for (Series series : first.series()) {
      if (curves.stream().anyMatch(curve -> curve.find(series.name()).isEmpty())) {
        continue;
      }
      List<Double> values = new ArrayList<>();
      for (int k = 0; k < first.x().size(); k++) {
        double sum = 0;
        for (Curve curve : curves) {
          sum += curve.find(series.name()).orElseThrow().values().get(k);
        }
        values.add(sum / curves.size());
      }
      means.add(new Series(series.name(), values));
    }
    return new Curve(MEAN, first.variable(), first.x(), means);
  }
}
