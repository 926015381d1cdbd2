package dev.hasse.train;

/**
 * How to train.
 *
 * @param epochs passes over the samples, at least 1
 * @param batch samples a step, at least 1
 * @param rate Adam's learning rate in the first epoch, positive
 * @param rateDecay factor on the learning rate after each epoch, in (0, 1]; 1 keeps it
 * @param weightDecay the objective is the mean cross-entropy plus {@code weightDecay / 2} times the
 *     sum of the squared weights (biases left out); 0 or more
 * @param sparsity the objective also has {@code sparsity} times the sum of the weights' magnitudes;
 *     0 or more
 * @param seed of the initial weights and the order of the samples
 */
public record TrainingOptions(
    int epochs,
    int batch,
    double rate,
    double rateDecay,
    double weightDecay,
    double sparsity,
    long seed) {
  public TrainingOptions {
    require(epochs >= 1, "epochs", epochs, "1 or more");
    require(batch >= 1, "batch", batch, "1 or more");
    require(rate > 0 && Double.isFinite(rate), "rate", rate, "a positive number");
    require(rateDecay > 0 && rateDecay <= 1, "rate decay", rateDecay, "above 0 and at most 1");
    require(isPenalty(weightDecay), "weight decay", weightDecay, "0 or a positive number");
    require(isPenalty(sparsity), "sparsity", sparsity, "0 or a positive number");
  }

  /** A constant learning rate and no penalty on the weights. */
  public TrainingOptions(int epochs, int batch, double rate, long seed) {
    this(epochs, batch, rate, 1, 0, 0, seed);
  }

  private static boolean isPenalty(double value) {
    return value >= 0 && Double.isFinite(value);
  }

  private static void require(boolean holds, String what, Number found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + found + ", expected " + expected);
    }
  }
}
