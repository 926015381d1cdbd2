package dev.hasse.bound.analytic;

import dev.hasse.numeric.Decades;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line fitted to a series by least squares.
 *
 * @param curve the curve's name
 * @param series the series' name
 * @param form what was fitted
 * @param slope decades, or units, of the quantity for one of the variable
 * @param intercept of the line at 0
 * @param rSquared the share of the variance that the line explains; 1 where there is none
 */
public record GrowthLaw(
    String curve, String series, Form form, double slope, double intercept, double rSquared) {

  /** What grows along a line. */
  public enum Form {
    /** The decimal logarithm: exponential growth. */
    DECADES,
    /** The quantity itself: linear growth. */
    LINEAR;

    private double ordinate(double value) {
      return this == DECADES ? Decades.of(value) : value;
    }
  }

  /**
   * The line through the places where the ordinate is finite; empty with fewer than two of them, or
   * all at one x.
   */
  static Optional<GrowthLaw> fit(Curve curve, Series series, Form form) {
    double[] x = curve.x().stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = Arrays.stream(series.toArray()).map(form::ordinate).toArray();
    double count = 0;
    double meanX = 0;
    double meanY = 0;
    for (int k = 0; k < x.length; k++) {
      if (Double.isFinite(y[k])) {
        count++;
        meanX += (x[k] - meanX) / count;
        meanY += (y[k] - meanY) / count;
      }
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int k = 0; k < x.length; k++) {
      if (Double.isFinite(y[k])) {
        xx += (x[k] - meanX) * (x[k] - meanX);
        xy += (x[k] - meanX) * (y[k] - meanY);
        yy += (y[k] - meanY) * (y[k] - meanY);
      }
    }
    if (xx == 0) {
      return Optional.empty();
    }
    double slope = xy / xx;
    double rSquared = yy == 0 ? 1 : xy * xy / (xx * yy);
    return Optional.of(
        new GrowthLaw(curve.name(), series.name(), form, slope, meanY - slope * meanX, rSquared));
  }
}
