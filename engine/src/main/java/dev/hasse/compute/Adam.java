package dev.hasse.compute;

import dev.hasse.numeric.Outward;

/**
 * The numbers of one step of Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1), with the
 * usual decay rates: 0.9 of the mean gradient, 0.999 of the mean square.
 */
public final class Adam {
  /** What the next mean keeps of the last. */
  public static final float KEPT_OF_MEAN = 0.9f;

  /** What the next mean square keeps of the last. */
  public static final float KEPT_OF_SQUARE = 0.999f;

  private static final double SMALLEST = 1e-12;

  private final float meanCorrection;
  private final float squareCorrection;

  /**
   * @param step from 1
   */
  public Adam(int step) {
    double mean = 1;
    double square = 1;
    for (int k = 0; k < step; k++) {
      mean *= KEPT_OF_MEAN;
      square *= KEPT_OF_SQUARE;
    }
    this.meanCorrection = Outward.floatNearest(1 / (1 - mean));
    this.squareCorrection = Outward.floatNearest(1 / (1 - square));
  }

  /** What a mean is multiplied by, since it began at 0. */
  public float meanCorrection() {
    return meanCorrection;
  }

  /** What a mean square is multiplied by, since it began at 0. */
  public float squareCorrection() {
    return squareCorrection;
  }

  /** The next mean. */
  public double mean(double last, double gradient) {
    return KEPT_OF_MEAN * last + (1 - KEPT_OF_MEAN) * gradient;
  }

  /** The next mean square. */
  public double square(double last, double gradient) {
    return KEPT_OF_SQUARE * last + (1 - KEPT_OF_SQUARE) * gradient * gradient;
  }

  /** How far to move at a rate of 1. */
  public double direction(double mean, double square) {
    return meanCorrection * mean / (Math.sqrt(squareCorrection * square) + SMALLEST);
  }
}
