package dev.hasse.compute.nd4j;

import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;

/**
 * One neuron's lines with the bias of the affine map before it, in the form that the inner loop
 * wants. A positive coefficient a is multiplied by the lower slope, a negative one by the upper
 * slope, which is {@code a * slope + |a| * slopeOfMagnitude} with half the sum and half the
 * difference of both; in the same way {@code term} and {@code termOfMagnitude} make what a adds to
 * the row's constant: {@code lowerSlope * bias} or {@code upperSlope * bias + upperIntercept}, less
 * the price of all roundings, which is proportional to |a| (docs/SOUNDNESS.md, "Rows through a
 * ReLU").
 */
record LinePair(float slope, float slopeOfMagnitude, float term, float termOfMagnitude) {
  /** More than the few operations here lose to gradual underflow. */
  static final float UNDERFLOW = 0x1p-146f;

  /**
   * The price of one unit of magnitude for sums of so many terms: enough for the product to come,
   * for the sum that the price is part of, and for the few roundings here.
   *
   * @param relative relative error of the affine map's weights
   */
  static float price(int terms, double relative) {
    return Outward.floatUp(RoundingError.floatGammaOfComputed(terms + 8L, relative));
  }

  /**
   * @param largest of the pre-activation's magnitude
   * @param bias of the affine map before, or 0
   * @param weight what rounding errors of that map are proportional to, or 0
   * @param price see {@link #price}
   */
  static LinePair of(
      float lowerSlope,
      float upperSlope,
      float upperIntercept,
      float largest,
      float bias,
      float weight,
      float price) {
    float lower = lowerSlope * bias;
    float upper = upperSlope * bias + upperIntercept;
    float magnitude =
        Math.max(lowerSlope, upperSlope) * (weight + largest)
            + 1.5f * (Math.abs(bias) + upperIntercept);
    return new LinePair(
        0.5f * (lowerSlope + upperSlope),
        0.5f * (lowerSlope - upperSlope),
        0.5f * (lower + upper),
        0.5f * (lower - upper) - price * magnitude - UNDERFLOW);
  }

  /** A neuron that no line changes. */
  static LinePair identity(float bias, float weight, float price) {
    return new LinePair(1, 0, bias, -price * (weight + 1.5f * Math.abs(bias)));
  }
}
