package dev.hasse.verify;

import dev.hasse.domain.BoxBatch;

/**
 * The neighbourhood of a point: all inputs whose coordinates differ from its own by at most the
 * radius and lie in the input domain.
 *
 * @param radius finite, at least 0
 * @param clipLower lower end of the input domain, or negative infinity
 * @param clipUpper upper end of the input domain, or infinity
 */
public record Ball(double radius, double clipLower, double clipUpper) {
  public Ball {
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException(
          "radius is " + radius + ", expected a finite number that is 0 or more");
    }
    if (!(clipLower <= clipUpper)) {
      throw new IllegalArgumentException(
          "the domain [" + clipLower + ", " + clipUpper + "] is not an interval");
    }
  }

  /** A ball in an input domain without ends. */
  public Ball(double radius) {
    this(radius, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** The ball around each point, ends rounded outwards and then cut to the domain. */
  public BoxBatch around(LabelledPoints points) {
    return BoxBatch.around(points.dimension(), points.values(), radius, clipLower, clipUpper);
  }
}
