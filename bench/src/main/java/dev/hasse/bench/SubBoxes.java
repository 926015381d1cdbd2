package dev.hasse.bench;

import dev.hasse.domain.BoxBatch;
import java.util.SplittableRandom;

/** Random boxes inside a given one: the same seed gives the same boxes. */
public final class SubBoxes {
  /** How far a bound of a box of full size moves inwards, at most, relative to the side. */
  static final double JITTER = 1e-6;

  private SubBoxes() {}

  /**
   * Draws boxes inside the first box of a batch. Each side is {@code shrink} times as wide as the
   * given one, at a place that is uniform in it. With {@code shrink} 1 there is only one such box:
   * then both bounds move inwards by a random part, at most 10^-6, of the side, so that no two
   * boxes are alike.
   *
   * @param count number of boxes, at least 1
   * @param shrink above 0 and at most 1
   * @throws IllegalArgumentException when a side of the box is unbounded
   */
  public static BoxBatch draw(BoxBatch box, int count, double shrink, long seed) {
    if (!(shrink > 0 && shrink <= 1)) {
      throw new IllegalArgumentException(
          "shrink is " + shrink + ", expected above 0 and at most 1");
    }
    int dimension = box.dimension();
    SplittableRandom random = new SplittableRandom(seed);
    double[] lower = new double[Math.multiplyExact(count, dimension)];
    double[] upper = new double[lower.length];
    for (int at = 0; at < lower.length; at++) {
      double low = box.lower(0, at % dimension);
      double high = box.upper(0, at % dimension);
      double side = high - low;
      if (Double.isInfinite(side)) {
        throw new IllegalArgumentException(
            "coordinate %d of the box is [%s, %s], expected finite bounds"
                .formatted(at % dimension, low, high));
      }
      if (shrink < 1) {
        lower[at] = low + random.nextDouble() * (1 - shrink) * side;
        upper[at] = lower[at] + shrink * side;
      } else {
        lower[at] = low + random.nextDouble() * JITTER * side;
        upper[at] = high - random.nextDouble() * JITTER * side;
      }
      lower[at] = Math.min(lower[at], high);
      upper[at] = Math.max(lower[at], Math.min(upper[at], high));
    }
    return new BoxBatch(count, dimension, lower, upper);
  }
}
