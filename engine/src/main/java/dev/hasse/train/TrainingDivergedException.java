package dev.hasse.train;

/** The loss or its gradient became infinite or not a number. */
public final class TrainingDivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param step the step, counted from 1 over all epochs
   * @param epoch counted from 1
   * @param rate the learning rate of that step
   * @param loss what the loss became
   * @param where what is not finite first, in words
   */
  public TrainingDivergedException(long step, int epoch, double rate, double loss, String where) {
    super(
        "training diverged in epoch "
            + epoch
            + " at step "
            + step
            + ": the loss is "
            + loss
            + " with learning rate "
            + rate
            + ", and "
            + where
            + " are not finite; expected finite numbers, try a smaller rate");
  }
}
