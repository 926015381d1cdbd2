package dev.hasse.bound.analytic;

/**
 * Where a curve steps up to its largest value, and how steeply: the places where it first reaches a
 * tenth, a half and nine tenths of that, on straight lines between its points.
 *
 * @param curve the curve's name
 * @param plateau the largest value
 * @param tenth where a tenth of it is reached; not-a-number for a curve that never leaves 0
 * @param half likewise a half: the step's place
 * @param nineTenths likewise nine tenths; {@link #width} is the step's steepness
 */
public record StepLaw(String curve, double plateau, double tenth, double half, double nineTenths) {

  static StepLaw fit(Curve curve, Series series) {
    double plateau = series.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new StepLaw(
        curve.name(),
        plateau,
        reached(curve, series, 0.1 * plateau),
        reached(curve, series, 0.5 * plateau),
        reached(curve, series, 0.9 * plateau));
  }

  /** From a tenth to nine tenths. */
  public double width() {
    return nineTenths - tenth;
  }

  private static double reached(Curve curve, Series series, double level) {
    if (!(level > 0)) {
      return Double.NaN;
    }
    for (int k = 0; k < curve.x().size(); k++) {
      double value = series.values().get(k);
      if (value >= level) {
        double x = curve.x().get(k);
        if (k == 0) {
          return x;
        }
        double before = series.values().get(k - 1);
        double from = curve.x().get(k - 1);
        return from + (x - from) * (level - before) / (value - before);
      }
    }
    return Double.NaN;
  }
}
