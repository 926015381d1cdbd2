package dev.hasse.train;

/** Hears how an epoch goes; called on the training thread. */
@FunctionalInterface
public interface StepListener {
  /** Ignores everything. */
  StepListener NONE = (done, soFar) -> {};

  /**
   * A step ended.
   *
   * @param done steps of this epoch, with this one
   * @param soFar the epoch's means up to here
   */
  void stepEnded(int done, EpochResult soFar);
}
