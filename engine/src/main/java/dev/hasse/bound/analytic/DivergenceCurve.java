package dev.hasse.bound.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects the costs of boxes along a curve. */
final class DivergenceCurve {
  private final String name;
  private final String variable;
  private final List<Double> x = new ArrayList<>();
  private final List<DivergenceCost> costs = new ArrayList<>();

  DivergenceCurve(String name, String variable) {
    this.name = name;
    this.variable = variable;
  }

  void add(double at, DivergenceCost cost) {
    x.add(at);
    costs.add(cost);
  }

  /** A series for each quantity that was computed anywhere. */
  Curve curve() {
    List<Series> series = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      List<Double> values = costs.stream().map(cost -> cost.value(quantity)).toList();
      if (values.stream().anyMatch(value -> !value.isNaN())) {
        series.add(new Series(quantity.label(), values));
      }
    }
    return new Curve(name, variable, x, series);
  }

  private static boolean isGrowing(Quantity quantity) {
    return quantity.kind() != Quantity.Kind.NO_BOUND && quantity.kind() != Quantity.Kind.STATUS;
  }

  /** Why there is no exact value where there is none. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int k = 0; k < costs.size(); k++) {
      String place = name + ", " + variable + " " + x.get(k);
      costs
          .get(k)
          .exact()
          .failure()
          .ifPresent(why -> notes.add(place + ": no exact value, " + why));
    }
    return notes;
  }

  /** The growth of every quantity but the published one. */
  static List<GrowthLaw> laws(List<Curve> curves, GrowthLaw.Form form) {
    return curves.stream()
        .flatMap(
            curve ->
                Arrays.stream(Quantity.values())
                    .filter(quantity -> isGrowing(quantity))
                    .map(quantity -> curve.find(quantity.label()))
                    .flatMap(Optional::stream)
                    .map(series -> GrowthLaw.fit(curve, series, form))
                    .flatMap(Optional::stream))
        .toList();
  }
}
