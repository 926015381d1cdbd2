package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.numeric.Outward;

/**
 * What a certified loss consists of: {@code naturalShare} of the cross-entropy at the samples, the
 * rest of the cross-entropy at the worst margins in the boxes around them. These margins are lower
 * bounds, {@code crownShare} of CROWN-IBP's and the rest of IBP's (beta in Zhang et al. 2020).
 *
 * @param radius of the boxes, in the unit of the inputs, not negative
 * @param clipLower boxes are cut to inputs of at least this; may be negative infinity
 * @param clipUpper boxes are cut to inputs of at most this; may be infinity
 * @param naturalShare kappa, in [0, 1]; 1 leaves boxes out altogether
 * @param crownShare beta, in [0, 1]; 0 is IBP and leaves rows through ReLUs out
 * @param tightness factor of the {@link Tightness} term, 0 or more; 0 leaves it out, and so does a
 *     natural share of 1
 * @param balance factor of the {@link Balance} term, in the same way
 */
public record LossWeights(
    double radius,
    double clipLower,
    double clipUpper,
    double naturalShare,
    double crownShare,
    double tightness,
    double balance) {
  public LossWeights {
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException("radius is " + radius + ", expected 0 or more");
    }
    if (!(clipLower <= clipUpper)) {
      throw new IllegalArgumentException("clipping to [" + clipLower + ", " + clipUpper + "]");
    }
    requireShare("natural share kappa", naturalShare);
    requireShare("CROWN's share beta", crownShare);
    requireFactor("tightness", tightness);
    requireFactor("balance", balance);
  }

  /** Without a balance term. */
  public LossWeights(
      double radius,
      double clipLower,
      double clipUpper,
      double naturalShare,
      double crownShare,
      double tightness) {
    this(radius, clipLower, clipUpper, naturalShare, crownShare, tightness, 0);
  }

  /** Without these two terms. */
  public LossWeights(
      double radius, double clipLower, double clipUpper, double naturalShare, double crownShare) {
    this(radius, clipLower, clipUpper, naturalShare, crownShare, 0, 0);
  }

  /** The plain cross-entropy. */
  public static LossWeights natural() {
    return new LossWeights(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1, 0);
  }

  /** The boxes around some points. */
  Box boxes(TrainingLane lane, Values points) {
    return lane.boxes(
        points,
        Outward.floatNearest(radius),
        Outward.floatNearest(clipLower),
        Outward.floatNearest(clipUpper));
  }

  private static void requireFactor(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 0 or more");
    }
  }

  private static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 0 to 1");
    }
  }
}
