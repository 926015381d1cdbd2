package dev.hasse.judge;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Affine;

/**
 * Sums of magnitudes, in doubles: the yardstick that rounding errors are measured by when a test
 * asks whether a bound is loose. No verdict on soundness rests on it.
 */
public final class Magnitudes {
  /**
   * Added to every factor, so that {@code unit roundoff * magnitude} covers underflow as well:
   * 2^-118, with room above the smallest normal float, over the unit roundoff of float.
   */
  public static final double TINY = 0x1p-94;

  private Magnitudes() {}

  /** The largest magnitude of one coordinate of a box. */
  public static double largest(BoxBatch boxes, int box, int coordinate) {
    return Math.max(Math.abs(boxes.lower(box, coordinate)), Math.abs(boxes.upper(box, coordinate)));
  }

  /** The largest magnitude of each coordinate of a box. */
  public static double[] of(BoxBatch boxes, int box) {
    double[] largest = new double[boxes.dimension()];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = largest(boxes, box, i);
    }
    return largest;
  }

  /** {@code |W| x + |b|}. */
  public static double[] affine(Affine affine, double[] x) {
    double[] image = new double[affine.outputs()];
    for (int i = 0; i < image.length; i++) {
      int at = i;
      image[i] = Math.abs(affine.bias(i)) + TINY;
      affine.forEachTerm(i, (j, w) -> image[at] += (Math.abs(w) + TINY) * (x[j] + TINY));
    }
    return image;
  }
}
