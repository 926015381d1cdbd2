package dev.hasse.bound.analytic;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param curves what was measured
 * @param laws lines fitted to it
 * @param steps steps fitted to it
 * @param notes what could not be computed, a sentence each
 */
public record CostResult(
    List<Curve> curves, List<GrowthLaw> laws, List<StepLaw> steps, List<String> notes) {
  public CostResult {
    curves = List.copyOf(curves);
    laws = List.copyOf(laws);
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }
}
