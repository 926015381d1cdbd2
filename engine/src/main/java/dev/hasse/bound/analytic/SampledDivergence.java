package dev.hasse.bound.analytic;

/**
 * Divergence at the samples of one box, as evaluated in floating point.
 *
 * @param count number of samples
 * @param mean mean over the samples of the maximum over the outputs: the average divergence as the
 *     paper defines it
 * @param recorded mean over the outputs of the maximum over the samples: what the paper's code
 *     records under that name; neither is always the larger
 * @param largest maximum over samples and outputs
 * @param at the sample where it is largest
 */
public record SampledDivergence(int count, double mean, double recorded, double largest, int at) {

  /**
   * @param network outputs of the network, {@code [sample][output]} flat
   * @param relaxation outputs of the relaxation at the same samples
   */
  static SampledDivergence of(double[] network, double[] relaxation, int outputs) {
    int count = network.length / outputs;
    double[] largestOf = new double[outputs];
    double sum = 0;
    double largest = -1;
    int at = 0;
    for (int sample = 0; sample < count; sample++) {
      double divergence = 0;
      for (int i = 0; i < outputs; i++) {
        int k = sample * outputs + i;
        double difference = Math.abs(network[k] - relaxation[k]);
        largestOf[i] = Math.max(largestOf[i], difference);
        divergence = Math.max(divergence, difference);
      }
      sum += divergence;
      if (divergence > largest) {
        largest = divergence;
        at = sample;
      }
    }
    double recorded = 0;
    for (double value : largestOf) {
      recorded += value;
    }
    return new SampledDivergence(count, sum / count, recorded / outputs, largest, at);
  }
}
