package dev.hasse.compute.nd4j;

/**
 * One unstable neuron's lines with the bias of the affine map before it, in the form that the inner
 * loop wants: a positive coefficient a is multiplied by the lower slope, a negative one by the
 * upper slope, which is {@code a * mean + |a| * halfDifference}; in the same way it adds {@code
 * lowerSlope * bias} or {@code upperSlope * bias + upperIntercept} to the row's constant.
 *
 * <p>What rounds here, each proportional to |a| (docs/SOUNDNESS.md, "Rows through a ReLU"): the new
 * coefficient by at most four units of the larger slope, times the largest pre-activation; the
 * constant's terms by a few units of {@code |bias| + upperIntercept}; the product to come by gamma
 * times {@code weight}. The sum of these magnitudes is {@link #weight}.
 */
record LinePair(
    float slopeMean,
    float slopeHalfDifference,
    float termMean,
    float termHalfDifference,
    float weight) {

  /**
   * @param largest of the pre-activation's magnitude
   * @param bias of the affine map before, or 0
   * @param weight what rounding errors of that map are proportional to, or 0
   */
  static LinePair of(
      float lowerSlope,
      float upperSlope,
      float upperIntercept,
      float largest,
      float bias,
      float weight) {
    float lower = lowerSlope * bias;
    float upper = upperSlope * bias + upperIntercept;
    return new LinePair(
        0.5f * (lowerSlope + upperSlope),
        0.5f * (lowerSlope - upperSlope),
        0.5f * (lower + upper),
        0.5f * (lower - upper),
        Math.max(lowerSlope, upperSlope) * (weight + largest)
            + 2 * (Math.abs(bias) + upperIntercept));
  }
}
