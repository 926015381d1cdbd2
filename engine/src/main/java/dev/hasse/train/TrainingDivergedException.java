package dev.hasse.train;

/** The loss became infinite or not a number: the learning rate is too high for the problem. */
public final class TrainingDivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param step the step, counted from 1 over all epochs
   * @param rate the learning rate of that step
   * @param loss what the loss became
   */
  public TrainingDivergedException(long step, double rate, double loss) {
    super(
        "training diverged at step "
            + step
            + ": the loss is "
            + loss
            + " with learning rate "
            + rate
            + "; expected a finite loss, try a smaller rate");
  }
}
