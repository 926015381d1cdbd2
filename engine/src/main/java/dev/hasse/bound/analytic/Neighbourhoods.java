package dev.hasse.bound.analytic;

import dev.hasse.domain.BoxBatch;
import java.util.List;

/**
 * Balls of growing radius around points, cut to the input domain.
 *
 * @param centers inside the domain, at least one
 * @param radii ascending, finite, at least 0
 * @param clipLower lower end of the input domain, or negative infinity
 * @param clipUpper upper end of the input domain, or infinity
 */
public record Neighbourhoods(
    List<Center> centers, List<Double> radii, double clipLower, double clipUpper) {
  public Neighbourhoods {
    centers = List.copyOf(centers);
    radii = List.copyOf(radii);
    if (centers.isEmpty() || radii.isEmpty()) {
      throw new IllegalArgumentException(centers.size() + " centres, " + radii.size() + " radii");
    }
    for (int k = 0; k < radii.size(); k++) {
      double radius = radii.get(k);
      if (!(radius >= 0) || Double.isInfinite(radius) || (k > 0 && radius <= radii.get(k - 1))) {
        throw new IllegalArgumentException("radii " + radii + ", expected ascending from 0 on");
      }
    }
  }

  /** Number of boxes of all centres and radii together. */
  public int count() {
    return centers.size() * radii.size();
  }

  BoxBatch box(Center center, double radius) {
    return BoxBatch.around(center.point().length, center.point(), radius, clipLower, clipUpper);
  }
}
