package dev.hasse.bound.analytic;

import dev.hasse.domain.BoxBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * How often network and relaxation choose different classes, {@code P(argmax f != argmax s)}, by
 * radius around given points, and over all of them together (arXiv 2604.18728).
 *
 * @param places where
 * @param sampling of each box
 */
public record MisclassificationExperiment(Neighbourhoods places, Sampling sampling) {
  /** The name of the curve over all centres. */
  public static final String ALL = "all";

  public static final String PROBABILITY = "probability";

  /**
   * Runs it.
   *
   * @param afterEach called after each box
   */
  public CostResult run(DivergenceAnalysis analysis, Runnable afterEach) {
    List<Curve> curves = new ArrayList<>();
    long[] hits = new long[places.radii().size()];
    for (Center center : places.centers()) {
      List<Proportion> shares = new ArrayList<>();
      for (double radius : places.radii()) {
        BoxBatch box = places.box(center, radius);
        int different = analysis.misclassified(box, sampling);
        hits[shares.size()] += different;
        shares.add(Proportion.of(different, sampling.count()));
        afterEach.run();
      }
      curves.add(curve(center.name(), shares));
    }
    List<Proportion> together = new ArrayList<>();
    for (long hit : hits) {
      together.add(Proportion.of(hit, (long) sampling.count() * places.centers().size()));
    }
    curves.add(curve(ALL, together));
    List<StepLaw> steps =
        curves.stream()
            .map(curve -> StepLaw.fit(curve, curve.find(PROBABILITY).orElseThrow()))
            .toList();
    return new CostResult(curves, List.of(), steps, List.of());
  }

  private Curve curve(String name, List<Proportion> shares) {
    return new Curve(
        name,
        "radius",
        places.radii(),
        List.of(
            new Series(PROBABILITY, shares.stream().map(Proportion::share).toList()),
            new Series("lower", shares.stream().map(Proportion::lower).toList()),
            new Series("upper", shares.stream().map(Proportion::upper).toList())));
  }
}
