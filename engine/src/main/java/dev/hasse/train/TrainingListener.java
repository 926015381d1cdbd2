package dev.hasse.train;

/** Hears how training goes; called on the training thread. */
@FunctionalInterface
public interface TrainingListener {
  /** Ignores everything. */
  TrainingListener NONE = (epoch, loss, accuracy) -> {};

  /**
   * An epoch ended.
   *
   * @param epoch counted from 1
   * @param loss mean over the epoch's samples of the cross-entropy (penalties left out), each as it
   *     was when the sample's batch came
   * @param accuracy share of the epoch's samples that were classified right at that moment, in [0,
   *     1]
   */
  void epochEnded(int epoch, double loss, double accuracy);
}
