package dev.hasse.train;

/** The running means of an epoch. */
final class EpochMeans {
  private final int epoch;
  private final boolean attacked;
  private final double rate;
  private LossWeights weights = LossWeights.natural();
  private long samples;
  private long naturalSamples;
  private long robustSamples;
  private double loss;
  private double natural;
  private double robust;
  private long correct;
  private long certified;
  private double largestNorm;

  /**
   * @param epoch counted from 0
   * @param attacked whether losses are those of attacked points
   */
  EpochMeans(int epoch, boolean attacked, double rate) {
    this.epoch = epoch;
    this.attacked = attacked;
    this.rate = rate;
  }

  void add(LossValue value, LossWeights of, double norm) {
    weights = of;
    samples += value.samples();
    loss += value.loss() * value.samples();
    if (!Double.isNaN(value.natural())) {
      naturalSamples += value.samples();
      natural += value.natural() * value.samples();
    }
    if (!Double.isNaN(value.robust())) {
      robustSamples += value.samples();
      robust += value.robust() * value.samples();
    }
    correct += value.correct();
    certified += value.certified();
    largestNorm = Math.max(largestNorm, norm);
  }

  EpochResult result() {
    // 0 / 0 is not-a-number: there was none.
    double naturalMean = natural / naturalSamples;
    double robustMean = robust / robustSamples;
    double accuracy = (double) correct / naturalSamples;
    double share = (double) certified / robustSamples;
    return new EpochResult(
        epoch + 1,
        weights.radius(),
        weights.naturalShare(),
        weights.crownShare(),
        rate,
        loss / samples,
        attacked ? Double.NaN : naturalMean,
        attacked ? naturalMean : robustMean,
        attacked ? Double.NaN : accuracy,
        attacked ? accuracy : share,
        largestNorm);
  }
}
